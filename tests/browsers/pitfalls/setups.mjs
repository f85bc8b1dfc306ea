// A misbehaving server for each fault, and the same one mended.
//
// Each function gets the rendered nginx snippet and gives a running server:
// `answered(token)` says what it has answered to requests with that token since
// the last call, `change()` does what the fault needs done between two requests,
// `close()` ends it.

import { startApp, startRoutedApp } from './app.mjs';
import { closedPort, freePorts } from './held-ports.mjs';
import { Nginx } from './nginx.mjs';

const KEPT = { 'Cache-Control': 'max-age=600' };
const CORS_HEADERS = ['Allow-Origin', 'Allow-Credentials', 'Allow-Methods', 'Allow-Headers', 'Expose-Headers', 'Max-Age'];

/** By fault: what starts it. `mended` says whether the fault has been repaired. */
export const SETUPS = {
  async 'preflight-not-routed'({ origin, port, mended }) {
    const app = await startRoutedApp(origin, { policyFirst: mended });
    // The application is asked directly, on the port that the page knows.
    const nginx = await Nginx.start(server(port, pass(app.port)));
    return running({ nginx, port, apps: [app] });
  },

  async 'authentication-before-cors'({ port, snippet, mended }) {
    const app = await startApp();
    const [inner] = await freePorts(1);
    const guard = 'location = /guard { internal; if ($http_authorization = "") { return 401; } return 204; }';
    const guarded = (next) => `${guard} location / { auth_request /guard; proxy_pass http://127.0.0.1:${next}; }`;
    const http = mended
      ? `${snippet.http}\n${server(port, `${snippet.server}\n${guarded(app.port)}`)}\n${server(inner, pass(app.port))}`
      : `${snippet.http}\n${server(port, guarded(inner))}\n${server(inner, `${snippet.server}\n${pass(app.port)}`)}`;
    return running({ nginx: await Nginx.start(http), port, apps: [app] });
  },

  async 'headers-missing-on-errors'({ port, snippet, mended }) {
    const app = await startApp({ status: 500 });
    const part = mended ? snippet.server : without(snippet.server, / always;/g, ';');
    return running({ nginx: await Nginx.start(`${snippet.http}\n${server(port, `${part}\n${pass(app.port)}`)}`), port, apps: [app] });
  },

  async 'proxy-strips-headers'(options) {
    const hide = CORS_HEADERS.map((name) => `proxy_hide_header Access-Control-${name};`).join(' ');
    return inFront(options, (inner) => (options.mended ? pass(inner) : `${hide} ${pass(inner)}`));
  },

  async 'proxy-doubles-headers'(options) {
    const { server: part } = options.snippet;
    const naive = without(without(part, /^\w+_hide_header .*$/gm, ''), /^if \([^)]*\) \{[^}]*\}$/gm, '');
    return inFront(options, (inner) => `${options.mended ? part : naive}\n${pass(inner)}`);
  },

  async 'redirects-to-https'(options) {
    return inFront(options, (inner) => (options.mended ? pass(inner) : 'return 301 https://$host$request_uri;'));
  },

  async 'redirects-to-slash'(options) {
    // nginx itself redirects to a location that ends in a slash.
    return inFront(options, (inner) => (options.mended ? pass(inner) : `location /api/users/ { proxy_pass http://127.0.0.1:${inner}; } ${pass(inner)}`));
  },

  async 'redirects-to-another-host'({ port, other, snippet, mended }) {
    const app = await startApp();
    const moved = mended ? pass(app.port) : `location / { return 307 http://127.0.0.1:${other}$request_uri; }`;
    const http = `${snippet.http}\n${server(port, `${snippet.server}\n${moved}`)}\n${server(other, `${snippet.server}\n${pass(app.port)}`)}`;
    return running({ nginx: await Nginx.start(http), port, more: [other], apps: [app] });
  },

  async 'vary-missing-own-cache'({ port, snippet, mended }) {
    const app = await startApp({ headers: KEPT });
    const part = mended ? snippet.server : withoutVary(snippet.server);
    return running({ nginx: await Nginx.start(`${snippet.http}\n${server(port, `${part}\n${pass(app.port)}`)}`), port, apps: [app] });
  },

  async 'vary-missing-shared-cache'({ port, snippet, mended }) {
    const app = await startApp({ headers: KEPT });
    const [inner] = await freePorts(1);
    const part = mended ? snippet.server : withoutVary(snippet.server);
    const cache = `proxy_cache shared; ${pass(inner)}`;
    const http = `${snippet.http}\n${server(port, cache)}\n${server(inner, `${part}\n${pass(app.port)}`)}`;
    return running({ nginx: await Nginx.start(http), port, apps: [app] });
  },

  async 'stale-preflight'({ port, snippet, later, mended }) {
    const app = await startApp();
    const http = (one) => `${one.http}\n${server(port, `${one.server}\n${pass(app.port)}`)}`;
    const nginx = await Nginx.start(http(snippet));
    return running({ nginx, port, apps: [app], change: mended ? undefined : () => nginx.change(http(later)) });
  },

  async 'server-down'({ port, snippet, mended }) {
    if (!mended) return { answered: async () => [], change: () => undefined, close: () => undefined };
    const app = await startApp();
    return running({ nginx: await Nginx.start(`${snippet.http}\n${server(port, `${snippet.server}\n${pass(app.port)}`)}`), port, apps: [app] });
  },
};

/** The port that the page asks: the server's, or one where there is none. */
export async function portFor(fault, mended) {
  if (fault === 'server-down' && !mended) return closedPort();
  const [port] = await freePorts(1);
  return port;
}

/** A server in front of one that has the right configuration. */
async function inFront({ port, snippet }, content) {
  const app = await startApp();
  const [inner] = await freePorts(1);
  const http = `${snippet.http}\n${server(port, content(inner))}\n${server(inner, `${snippet.server}\n${pass(app.port)}`)}`;
  return running({ nginx: await Nginx.start(http), port, apps: [app] });
}

function running({ nginx, port, more = [], apps, change = () => undefined }) {
  return {
    answered: (token) => nginx.answered(token, [port, ...more]),
    change,
    async close() {
      await nginx.stop();
      for (const app of apps) app.close();
    },
  };
}

function server(port, content) {
  return `server {\nlisten 127.0.0.1:${port};\n${content}\n}`;
}

function pass(port) {
  return `location / { proxy_pass http://127.0.0.1:${port}; proxy_set_header Host $http_host; }`;
}

/** The text with a change that must have changed something, or the set-up would be no fault. */
function without(text, pattern, replacement) {
  const changed = text.replace(pattern, replacement);
  if (changed === text) throw new Error(`the snippet holds nothing like ${pattern}`);
  return changed;
}

function withoutVary(text) {
  return without(text, /^add_header Vary .*$/gm, '');
}
