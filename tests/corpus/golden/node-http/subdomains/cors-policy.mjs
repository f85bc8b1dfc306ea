// CORS for Node 26. Use it as createServer(withCors(listener)).
const allowedOrigins = new Set(["https://example.com"]);
const allowedPatterns = [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/];

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

function corsPolicy(request, response, next) {
  const origin = request.headers.origin;
  const method = request.headers["access-control-request-method"];
  const isAllowed =
    allowedOrigins.has(origin) || allowedPatterns.some((re) => re.test(origin));
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
      "Access-Control-Allow-Methods": "GET, DELETE",
      "Access-Control-Allow-Headers":
        request.headers["access-control-request-headers"],
      "Access-Control-Max-Age": "7200",
    });
    response.appendHeader("Vary", "Access-Control-Request-Headers");
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
    replaceHeaders(response, allow);
    return writeHead.call(response, status, isText ? message : undefined);
  };
  next();
}

export const withCors = (listener) => (request, response) =>
  corsPolicy(request, response, () => listener(request, response));
