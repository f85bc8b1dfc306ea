// Systematic cases over one message each: methods, headers, and every header of an answer.

import { API, OTHER, PAGE } from '../wire/ports.mjs';
import { allowCredentials, allowHeaders, allowMethods, allowOrigin, answer, exposeHeaders, Group, lines, preflight, request, share } from './build.mjs';
import * as values from './values.mjs';

const NORMALISED = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];

/** A method as it travels. */
function onTheWire(method) {
  return NORMALISED.includes(method.toUpperCase()) ? method.toUpperCase() : method;
}

/** Writes what was asked for into a pattern of `values`. */
export function fill(pattern, method, headers) {
  if (pattern === null) return null;
  if (Array.isArray(pattern)) return pattern.map((text) => fill(text, method, headers));
  const names = headers.map(([name]) => name).join(', ');
  return pattern.replaceAll('{METHOD}', method).replaceAll('METHOD', method).replaceAll('method', method.toLowerCase()).replaceAll('HEADERS', names).replaceAll('headers', names.toLowerCase());
}

export function methods(random) {
  const group = new Group('method');
  for (const method of values.METHODS) {
    const twin = method === method.toUpperCase() ? method.toLowerCase() : method.toUpperCase();
    const listings = [method, onTheWire(method), twin, '*', null];
    const kept = random.some([...new Set(listings)], 2);
    for (const listed of kept) {
      const credentials = random.one(values.CREDENTIALS);
      group.add(`${method}, ${credentials}, Allow-Methods ${listed}`, (path) => ({
        request: request(path, { method, credentials }),
        preflight_response: preflight([...share(credentials), ...allowMethods(listed)]),
        response: answer(share(credentials)),
      }));
    }
  }
  return group.cases;
}

export function requestHeaders(random) {
  const group = new Group('header');
  for (const headers of values.HEADER_SETS) {
    const method = random.one(['GET', 'GET', 'PUT', 'HEAD']);
    const listed = random.one(['HEADERS', 'headers', '*', null]);
    const credentials = random.one(['omit', 'same-origin', 'include']);
    group.add(`${method} with ${JSON.stringify(headers).slice(0, 90)}, ${credentials}, Allow-Headers ${listed}`, (path) => ({
      request: request(path, { method, headers, credentials }),
      preflight_response: preflight([...share(credentials), ...allowMethods('GET, HEAD, PUT'), ...allowHeaders(fill(listed, method, headers))]),
      response: answer(share(credentials)),
    }));
  }
  return group.cases;
}

export function contentTypes(random) {
  const group = new Group('content-type');
  const add = (note, body, headers) => {
    const method = random.one(['POST', 'POST', 'PUT']);
    const listed = random.chance(0.7) ? 'content-type' : null;
    group.add(`${method} ${note}, Allow-Headers ${listed}`, (path) => ({
      request: request(path, { method, headers, body }),
      preflight_response: preflight([...share('omit'), ...allowMethods('PUT'), ...allowHeaders(listed)]),
      response: answer(share('omit')),
    }));
  };
  for (const type of values.CONTENT_TYPES) add(`Content-Type ${type.slice(0, 60)}`, true, [['Content-Type', type]]);
  for (const body of values.BODIES) add(`a body that implies ${body}`, body, []);
  return group.cases;
}

export function allowOriginOnAnswers(random) {
  const group = new Group('allow-origin');
  for (const value of values.ALLOW_ORIGINS) {
    for (const credentials of random.some(values.CREDENTIALS, 2)) {
      group.add(`answer, ${credentials}, Allow-Origin ${JSON.stringify(value)}`, (path) => ({
        request: request(path, { credentials }),
        response: answer([...allowOrigin(value), ...allowCredentials(credentials === 'include' ? 'true' : null)], random.one([200, 200, 404])),
      }));
    }
  }
  return group.cases;
}

export function allowOriginOnPreflights(random) {
  const group = new Group('preflight-allow-origin');
  for (const value of random.some(values.ALLOW_ORIGINS, 24)) {
    const credentials = random.one(values.CREDENTIALS);
    group.add(`preflight, ${credentials}, Allow-Origin ${JSON.stringify(value)}`, (path) => ({
      request: request(path, { method: 'PUT', credentials }),
      preflight_response: preflight([...allowOrigin(value), ...allowCredentials(credentials === 'include' ? 'true' : null), ...allowMethods('PUT')]),
      response: answer(share(credentials)),
    }));
  }
  return group.cases;
}

export function allowCredentialsEverywhere(random) {
  const group = new Group('allow-credentials');
  for (const value of values.ALLOW_CREDENTIALS) {
    const given = [...allowOrigin(PAGE), ...allowCredentials(value)];
    group.add(`GET include, Allow-Credentials ${JSON.stringify(value)}`, (path) => ({ request: request(path, { credentials: 'include' }), response: answer(given) }));
    const credentials = random.one(['include', 'include', 'same-origin']);
    group.add(`PUT ${credentials}, preflight's Allow-Credentials ${JSON.stringify(value)}`, (path) => ({
      request: request(path, { method: 'PUT', credentials }),
      preflight_response: preflight([...given, ...allowMethods('PUT')]),
      response: answer(share('include')),
    }));
  }
  return group.cases;
}

export function allowMethodsLists(random) {
  const group = new Group('allow-methods');
  for (const pattern of values.ALLOW_METHODS) {
    const [method, headers] = random.one([['PUT', []], ['DELETE', []], ['PATCH', []], ['foo', []], ['POST', [['X-A', '1']]], ['GET', [['X-A', '1']]]]);
    const credentials = random.one(values.CREDENTIALS);
    group.add(`${method} ${credentials}, Allow-Methods ${JSON.stringify(pattern)}`, (path) => ({
      request: request(path, { method, headers, credentials }),
      preflight_response: preflight([...share(credentials), ...allowMethods(fill(pattern, method, headers)), ...allowHeaders('X-A')]),
      response: answer(share(credentials)),
    }));
  }
  return group.cases;
}

export function allowHeadersLists(random) {
  const group = new Group('allow-headers');
  const sets = [[['X-A', '1']], [['X-A', '1'], ['X-B', '1']], [['Content-Type', 'application/json']], [['Authorization', 'Bearer x']], [['Authorization', 'Bearer x'], ['X-A', '1']]];
  for (const pattern of values.ALLOW_HEADERS) {
    const headers = random.one(sets);
    const credentials = random.one(values.CREDENTIALS);
    group.add(`${headers.map(([name]) => name)} ${credentials}, Allow-Headers ${JSON.stringify(pattern)}`, (path) => ({
      request: request(path, { method: 'POST', headers, credentials, body: true }),
      preflight_response: preflight([...share(credentials), ...allowHeaders(fill(pattern, 'POST', headers))]),
      response: answer(share(credentials)),
    }));
  }
  return group.cases;
}

export function exposedHeaders(random) {
  const group = new Group('expose');
  const sent = [['X-A', '1'], ['X-B', '2'], ['ETag', '"x"'], ['Set-Cookie', 'a=b'], ['Expires', '0'], ['Last-Modified', 'x'], ['Pragma', 'x'], ['Content-Language', 'de'], ['X-A', '3']];
  for (const value of values.EXPOSE_HEADERS) {
    const credentials = random.one(values.CREDENTIALS);
    const method = random.one(['GET', 'HEAD', 'PUT']);
    group.add(`${method} ${credentials}, Expose-Headers ${JSON.stringify(value)}`, (path) => ({
      request: request(path, { method, credentials }),
      preflight_response: preflight([...share(credentials), ...allowMethods('PUT'), ...exposeHeaders('X-B')]),
      response: answer([...sent, ...share(credentials), ...exposeHeaders(value)], random.one([200, 200, 201, 404])),
    }));
  }
  return group.cases;
}

export function statuses(random) {
  const group = new Group('status');
  for (const status of values.PREFLIGHT_STATUSES) {
    const location = status >= 300 && status < 400 && random.chance(0.5) ? [['Location', '/elsewhere']] : [];
    group.add(`preflight answered ${status}${location.length ? ' with a Location' : ''}`, (path) => ({
      request: request(path, { method: 'PUT', headers: [['X-A', '1']] }),
      preflight_response: preflight([...share('omit'), ...allowMethods('PUT'), ...allowHeaders('X-A'), ...location], status),
      response: answer(share('omit')),
    }));
  }
  for (const status of values.RESPONSE_STATUSES) {
    const shared = random.chance(0.7);
    const method = random.one(['GET', 'POST', 'PUT']);
    group.add(`${method} answered ${status}, ${shared ? 'shared' : 'not shared'}`, (path) => ({
      request: request(path, { method }),
      preflight_response: preflight([...share('omit'), ...allowMethods('PUT')]),
      response: answer(shared ? share('omit') : [], status),
    }));
  }
  return group.cases;
}

/** Origins that are opaque: the request comes from a sandboxed frame. */
export function opaqueOrigins(random) {
  const group = new Group('opaque');
  for (const value of ['null', '*', PAGE, 'NULL', 'Null', null, '', 'null, *', ['null', 'null'], '*,null', ' null ', 'opaque', '"null"']) {
    for (const credentials of random.some(values.CREDENTIALS, 2)) {
      const method = random.one(['GET', 'GET', 'POST', 'PUT']);
      const host = random.one([API, API, PAGE]);
      group.add(`${method} ${credentials} to ${host}, Allow-Origin ${JSON.stringify(value)}`, (path) => {
        const given = [...allowOrigin(value), ...allowCredentials(credentials === 'include' ? 'true' : null)];
        return {
          request: request(path, { origin: 'null', url: host + path, method, credentials }),
          preflight_response: preflight([...given, ...allowMethods('PUT')]),
          response: answer(given),
        };
      });
    }
  }
  return group.cases;
}

/** Modes other than cors, and requests to the page's own origin. */
export function modes() {
  const group = new Group('mode');
  const add = (host, differing, given) => group.add(`${JSON.stringify(differing)} to ${host}`, (path) => ({
    request: request(path, { url: host + path, ...differing }),
    preflight_response: preflight([...share('omit'), ...allowMethods('PUT'), ...allowHeaders('X-A, Content-Type')]),
    response: answer(given),
  }));
  const json = [['Content-Type', 'application/json']];
  for (const host of [API, PAGE]) {
    for (const mode of ['no-cors', 'same-origin', 'cors']) {
      add(host, { mode }, []);
      add(host, { mode, method: 'POST', body: true }, share('omit'));
      add(host, { mode, method: 'PUT' }, lines('X-Any', '1'));
      add(host, { mode, headers: [['X-A', '1'], ['Accept', 'a:b']] }, share('omit'));
      add(host, { mode, method: 'POST', headers: json, body: true }, []);
    }
    add(host, { mode: 'no-cors', credentials: 'include', method: 'HEAD' }, []);
    for (const cache of ['no-store', 'reload', 'no-cache', 'default', 'force-cache']) add(host, { cache }, share('omit'));
  }
  add(OTHER, { method: 'PUT', headers: [['X-A', '1']] }, share('omit'));
  return group.cases;
}

/** XMLHttpRequest, with and without listeners on the upload. */
export function xhr(random) {
  const group = new Group('xhr');
  const methods = ['GET', 'POST', 'PUT', 'HEAD', 'patch', 'get', 'TRACE'];
  for (const method of methods) {
    for (const upload_listeners of [false, true]) {
      for (const body of [false, true]) {
        const credentials = random.one(['same-origin', 'include']);
        const listed = random.one(['POST, PUT, patch, GET', 'PUT', null]);
        const headers = random.one([[], [], [['X-A', '1']], [['Accept', 'a'.repeat(70)], ['Accept', 'b'.repeat(70)]], [['Content-Type', 'application/json']], [['X-A', '1'], ['x-a', '2']]]);
        group.add(`${method} ${credentials}, ${body ? 'body' : 'no body'}${upload_listeners ? ', upload listener' : ''}, Allow-Methods ${listed}`, (path) => ({
          request: request(path, { api: 'xhr', method, headers, credentials, body, ...(upload_listeners ? { upload_listeners } : {}) }),
          preflight_response: preflight([...share(credentials), ...allowMethods(listed), ...allowHeaders('Accept, X-A, Content-Type')], random.one([200, 204, 204, 403])),
          response: answer([...share(credentials), ...exposeHeaders('X-B'), ['X-B', '1']]),
        }));
      }
    }
  }
  return group.cases;
}
