// CORS for a server of Node, by hand. Verified on Node 20.

const allowedOrigins = new Set([
  'https://app.example.com',
  'https://admin.example.com:8443',
]);

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
  // Beside the Vary that is there.
  response.appendHeader('Vary', 'Origin');
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

function corsPolicy(request, response, next) {
  const origin = request.headers.origin;
  const requestMethod = request.headers['access-control-request-method'];
  const isAllowed = allowedOrigins.has(origin);
  const allow = {
    'Access-Control-Allow-Origin': isAllowed && origin,
    'Access-Control-Allow-Credentials': isAllowed && 'true',
  };

  // A preflight ends here, before authentication and the application.
  if (request.method === 'OPTIONS' && origin && requestMethod) {
    if (!isAllowed) {
      replaceHeaders(response, {});
      response.statusCode = 403;
      response.setHeader('Content-Type', 'text/plain');
      response.end('CORS: this origin is not allowed.\n');
      return;
    }
    replaceHeaders(response, {
      ...allow,
      'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, PATCH',
      'Access-Control-Allow-Headers': 'Content-Type, Authorization, X-Request-Id',
      'Access-Control-Max-Age': '600',
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
    replaceHeaders(response, {
      ...allow,
      'Access-Control-Expose-Headers': isAllowed && 'X-Total-Count',
    });
    return writeHead.call(response, status, isText ? message : undefined);
  };
  next();
}

// Wrap everything: createServer(withCors(listener)).
export const withCors = (listener) => (request, response) =>
  corsPolicy(request, response, () => listener(request, response));
