// CORS for Express 5. Call app.use(corsPolicy) before auth and routes.
const allowedOrigins = new Set([
  "https://app.example.com",
  "https://admin.example.com:8443",
]);

// Sets these headers and drops all other CORS headers.
function replaceHeaders(response, headers) {
  for (const name of response.getHeaderNames()) {
    if (name.startsWith("access-control-")) {
      response.removeHeader(name);
    }
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value) {
      response.setHeader(name, value);
    }
  }
  response.appendHeader("Vary", "Origin");
}

// writeHead accepts an object, an array of pairs, or names and values in turn.
function pairs(headers) {
  if (!Array.isArray(headers)) {
    return Object.entries(headers);
  }
  if (Array.isArray(headers[0])) {
    return headers;
  }
  return headers.flatMap((name, i) => (i % 2 ? [] : [[name, headers[i + 1]]]));
}

export function corsPolicy(request, response, next) {
  const origin = request.headers.origin;
  const method = request.headers["access-control-request-method"];
  const isAllowed = allowedOrigins.has(origin);
  const allow = {
    "Access-Control-Allow-Origin": isAllowed && origin,
    "Access-Control-Allow-Credentials": isAllowed && "true",
  };

  // Handle preflights here, before auth and the app.
  if (request.method === "OPTIONS" && origin && method) {
    if (!isAllowed) {
      replaceHeaders(response, {});
      response.statusCode = 403;
      response.setHeader("Content-Type", "text/plain");
      response.end("CORS: this origin is not allowed.\n");
      return;
    }
    replaceHeaders(response, {
      ...allow,
      "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE, PATCH",
      "Access-Control-Allow-Headers":
        "Content-Type, Authorization, X-Request-Id",
      "Access-Control-Max-Age": "600",
    });
    response.statusCode = 204;
    response.end();
    return;
  }

  // Set the headers last, after the app has set its own.
  const { writeHead } = response;
  response.writeHead = (status, message, headers) => {
    const isText = typeof message === "string";
    const given = pairs(headers ?? (isText ? {} : (message ?? {})));
    for (const [name] of given) {
      response.removeHeader(name);
    }
    for (const [name, value] of given) {
      response.appendHeader(name, value);
    }
    replaceHeaders(response, {
      ...allow,
      "Access-Control-Expose-Headers": isAllowed && "X-Total-Count",
    });
    return writeHead.call(response, status, isText ? message : undefined);
  };
  next();
}
