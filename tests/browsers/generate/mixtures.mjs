// Everything at once, at random: combinations that nobody would think of.

import { API, OTHER, PAGE } from '../wire/ports.mjs';
import { allowCredentials, allowHeaders, allowMethods, allowOrigin, answer, exposeHeaders, Group, maxAge, preflight, request } from './build.mjs';
import { fill } from './messages.mjs';
import * as values from './values.mjs';

const PLAIN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'patch', 'OPTIONS', 'QUERY', 'foo', 'put'];

/** Mostly a value that works, sometimes any other. */
function mostly(random, usual, others, probability = 0.75) {
  return random.chance(probability) ? usual : random.one(others);
}

export function mixtures(random, count) {
  const group = new Group('mixture');
  while (group.cases.length < count) {
    const method = random.one(PLAIN_METHODS);
    const bodied = !['GET', 'HEAD'].includes(method.toUpperCase());
    const headers = [...mostly(random, [], values.HEADER_SETS, 0.3), ...(bodied && random.chance(0.4) ? [['Content-Type', random.one(values.CONTENT_TYPES)]] : [])];
    const credentials = random.one(values.CREDENTIALS);
    const origin = random.chance(0.1) ? 'null' : PAGE;
    const host = random.one([API, API, API, OTHER]);
    const body = bodied && random.chance(0.6) ? random.one(values.BODIES) : false;
    const own = [origin, origin, credentials === 'include' ? origin : '*'];
    const shared = () => [...allowOrigin(mostly(random, random.one(own), values.ALLOW_ORIGINS, 0.85)), ...allowCredentials(mostly(random, 'true', values.ALLOW_CREDENTIALS, 0.85))];
    group.add(`${method} ${credentials} ${JSON.stringify(headers).slice(0, 80)}`, (path) => ({
      request: request(path, { origin, url: host + path, method, headers, credentials, body }),
      preflight_response: preflight([
        ...shared(),
        ...allowMethods(fill(mostly(random, 'METHOD', values.ALLOW_METHODS), method, headers)),
        ...allowHeaders(fill(mostly(random, 'HEADERS', values.ALLOW_HEADERS), method, headers)),
        ...maxAge(random.one(values.MAX_AGES)),
      ], mostly(random, random.one([200, 204]), values.PREFLIGHT_STATUSES, 0.92)),
      response: answer([...shared(), ['X-A', '1'], ['X-B', '2'], ...exposeHeaders(random.one(values.EXPOSE_HEADERS))], mostly(random, 200, values.RESPONSE_STATUSES, 0.8)),
    }));
  }
  return group.cases;
}
