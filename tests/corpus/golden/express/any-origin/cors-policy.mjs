// CORS for Express, by hand. Verified on Express 5.3.0.

// What anything else sets under these names is replaced.
const corsHeaders = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Private-Network',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
];

// A header without a value is not sent.
function replaceHeaders(response, headers) {
  for (const name of corsHeaders) {
    response.removeHeader(name);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value) {
      response.setHeader(name, value);
    }
  }
}

// writeHead takes an object, an array of pairs, or names and values in turn.
function pairs(headers) {
  if (!Array.isArray(headers)) {
    return Object.entries(headers);
  }
  if (Array.isArray(headers[0])) {
    return headers;
  }
  return headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : []));
}

// Use it before authentication and routes: app.use(corsPolicy).
export function corsPolicy(request, response, next) {
  const origin = request.headers.origin;
  const requestMethod = request.headers['access-control-request-method'];
  const allow = { 'Access-Control-Allow-Origin': '*' };

  // A preflight ends here, before authentication and the application.
  if (request.method === 'OPTIONS' && origin && requestMethod) {
    replaceHeaders(response, {
      ...allow,
      'Access-Control-Allow-Methods': 'GET, HEAD, POST',
      'Access-Control-Allow-Headers': 'content-type',
      'Access-Control-Max-Age': '3600',
    });
    response.statusCode = 204;
    response.end();
    return;
  }

  // Only when the answer begins is everything known that the application sets itself.
  const { writeHead } = response;
  response.writeHead = (status, message, headers) => {
    const isText = typeof message === 'string';
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
