// CORS for Express 5. Call app.use(corsPolicy) before auth and routes.

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
  const allow = { "Access-Control-Allow-Origin": "*" };

  // Handle preflights here, before auth and the app.
  if (request.method === "OPTIONS" && origin && method) {
    replaceHeaders(response, {
      ...allow,
      "Access-Control-Allow-Methods": "GET, HEAD, POST",
      "Access-Control-Allow-Headers": "content-type",
      "Access-Control-Max-Age": "3600",
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
    replaceHeaders(response, allow);
    return writeHead.call(response, status, isText ? message : undefined);
  };
  next();
}
