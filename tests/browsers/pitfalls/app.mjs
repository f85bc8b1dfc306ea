// The application behind the set-ups: it works, or fails as told.

import { createServer } from 'node:http';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Starts an application that answers with `status` and these headers. */
export async function startApp({ status = 200, headers = {} } = {}) {
  return serve((request, response) => answer(response, request.url, status, headers));
}

/**
 * Starts an application that does CORS itself, in the handlers of its routes. The routes know GET and PUT; with
 * `policyFirst` the policy answers preflights before any route is looked for.
 */
export async function startRoutedApp(allowed, { policyFirst }) {
  return serve((request, response) => {
    const share = () => {
      response.setHeader('Vary', 'Origin');
      if (request.headers.origin === allowed) response.setHeader('Access-Control-Allow-Origin', allowed);
    };
    if (policyFirst && request.method === 'OPTIONS') {
      share();
      response.writeHead(204, { 'Access-Control-Allow-Methods': 'PUT' }).end();
      return;
    }
    const routes = { GET: () => answer(response, request.url, 200, {}), PUT: () => answer(response, request.url, 200, {}) };
    const route = routes[request.method];
    if (route === undefined) {
      response.writeHead(405, { Allow: Object.keys(routes).join(', '), 'Content-Length': '0' }).end();
      return;
    }
    share();
    route();
  });
}

function answer(response, url, status, headers) {
  const [path] = url.split('?');
  const [type, body] = path.endsWith('.png') ? ['image/png', PIXEL] : ['application/json', '{}'];
  response.writeHead(status, { 'Content-Type': type, ETag: '"7d4e"', ...headers }).end(status === 200 ? body : '');
}

async function serve(listen) {
  const server = createServer(listen);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
