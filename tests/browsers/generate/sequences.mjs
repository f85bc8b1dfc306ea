// The preflight cache: what a second request finds, within and after the max-age.

import { PAGE } from '../wire/ports.mjs';
import { allowCredentials, allowHeaders, allowMethods, allowOrigin, answer, Group, maxAge, preflight, request, sequence, share } from './build.mjs';
import { CREDENTIALS, MAX_AGES } from './values.mjs';

/** Long enough for the first answer to be settled, short against any max-age. */
const SOON = 0.2;
const XA = [['X-A', '1']];
const XB = [['X-B', '1']];
const AUTHORIZATION = [['Authorization', 'Bearer x']];

function step(path, delay_seconds, sent, preflightHeaders, responseHeaders) {
  const { query = '', ...rest } = sent;
  const made = request(path, rest);
  return { delay_seconds, request: { ...made, url: made.url + query }, preflight_response: preflight(preflightHeaders), response: answer(responseHeaders) };
}

/** Two requests in turn, each answered by the same server. */
export function pairs(random, count) {
  const group = new Group('cache');
  const sends = [
    { method: 'PUT' }, { method: 'DELETE' }, { method: 'PATCH' }, { method: 'patch' }, { method: 'GET', headers: XA }, { method: 'HEAD', headers: XA }, { method: 'POST', headers: XA },
    { method: 'PUT', headers: XA }, { method: 'PUT', headers: XB }, { method: 'PUT', headers: [...XA, ...XB] }, { method: 'GET', headers: AUTHORIZATION }, { method: 'PUT', headers: AUTHORIZATION },
    { method: 'POST', headers: [['Content-Type', 'application/json']], body: true }, { method: 'GET' }, { method: 'PUT', query: '?a=1' }, { method: 'PUT', query: '#a' }, { method: 'PUT', cache: 'no-store' }, { method: 'PUT', cache: 'no-cache' },
  ];
  while (group.cases.length < count) {
    const [first, second] = [random.one(sends.slice(0, -3)), random.one(sends)];
    const [one, two] = random.chance(0.6) ? ['omit', 'omit'] : [random.one(CREDENTIALS), random.one(CREDENTIALS)];
    const shared = [...share('include'), ...allowMethods(random.one(['PUT, DELETE', 'PUT, DELETE, PATCH, patch', 'PUT', '*', null])), ...allowHeaders(random.one(['X-A, X-B, Authorization, Content-Type', 'X-A', '*', '*, Authorization', null])), ...maxAge(random.one(['600', '600', '600', null, '0']))];
    group.add(`${brief(first)} ${one}, then ${brief(second)} ${two}`, (path) => sequence([
      step(path, 0, { ...first, credentials: one }, shared, share('include')),
      step(path, SOON, { ...second, credentials: two }, shared, share('include')),
    ]));
  }
  return group.cases;
}

/** Three requests, of which the second does something to the cache. */
export function disturbances(random) {
  const group = new Group('disturbed');
  const good = [...share('include'), ...allowMethods('PUT, DELETE'), ...allowHeaders('X-A'), ...maxAge('600')];
  const disturb = {
    'a GET that is not shared': [{ method: 'GET' }, good, []],
    'a PUT whose answer is not shared': [{ method: 'PUT' }, good, []],
    'a PUT whose answer names another origin': [{ method: 'PUT' }, good, allowOrigin('http://elsewhere.test')],
    'a method that is refused': [{ method: 'PATCH' }, good, share('include')],
    'a header that is refused': [{ method: 'PUT', headers: [['X-C', '1']] }, good, share('include')],
    'a preflight with max-age 0': [{ method: 'PUT', headers: XB }, [...share('include'), ...allowMethods('PUT'), ...allowHeaders('X-B'), ...maxAge('0')], share('include')],
    'a preflight that lists less': [{ method: 'PUT', headers: XB }, [...share('include'), ...allowHeaders('X-B'), ...allowMethods('PUT'), ...maxAge('600')], share('include')],
    'a preflight for another method': [{ method: 'PATCH' }, [...share('include'), ...allowMethods('PATCH'), ...maxAge('600')], share('include')],
    'a preflight that is answered 403': [{ method: 'PATCH' }, null, share('include')],
    'another credentials mode': [{ method: 'PUT', credentials: 'include' }, good, share('include')],
    'another cache mode': [{ method: 'PUT', cache: 'reload' }, good, share('include')],
  };
  for (const [note, [sent, preflightHeaders, responseHeaders]] of Object.entries(disturb)) {
    for (const first of random.some([{ method: 'PUT' }, { method: 'PUT', headers: XA }, { method: 'DELETE', credentials: 'include' }], 2)) {
      group.add(`${brief(first)}, ${note}, ${brief(first)} again`, (path) => {
        const middle = step(path, SOON, sent, preflightHeaders ?? good, responseHeaders);
        if (preflightHeaders === null) middle.preflight_response = preflight([], 403);
        return sequence([step(path, 0, first, good, share('include')), middle, step(path, SOON, first, good, share('include'))]);
      });
    }
  }
  for (const [note, origin, given] of [['an opaque origin', 'null', 'null'], ['an opaque origin and a wildcard', 'null', '*'], ['a wildcard', PAGE, '*']]) {
    group.add(`${note}: PUT twice`, (path) => {
      const shared = [...allowOrigin(given), ...allowMethods('PUT'), ...maxAge('600')];
      return sequence([0, SOON].map((delay) => step(path, delay, { method: 'PUT', origin }, shared, allowOrigin(given))));
    });
  }
  group.add('XMLHttpRequest with an upload listener twice', (path) => {
    const shared = [...allowOrigin(PAGE), ...allowCredentials('true'), ...allowMethods(random.one(['POST', null, 'PUT'])), ...maxAge('600')];
    return sequence([0, SOON].map((delay) => step(path, delay, { method: 'POST', api: 'xhr', credentials: 'same-origin', upload_listeners: true, body: true }, shared, share('include'))));
  });
  return group.cases;
}

/** Four requests with answers that change, without rule. */
export function walks(random, count) {
  const group = new Group('walk');
  while (group.cases.length < count) {
    const length = 3 + random.below(2);
    group.add(`${length} requests`, (path) => sequence(Array.from({ length }, (_, index) => {
      const sent = {
        method: random.one(['GET', 'POST', 'PUT', 'PUT', 'DELETE', 'patch']),
        headers: random.one([[], [], XA, XB, [...XA, ...XB]]),
        credentials: random.one(['omit', 'omit', 'omit', 'include']),
      };
      const shared = [...share('include'), ...allowMethods(random.one(['PUT', 'PUT, DELETE', 'PUT, DELETE, patch', 'patch', '*', null])), ...allowHeaders(random.one(['X-A', 'X-B', 'X-A, X-B', '*', null])), ...maxAge(random.one(['600', '600', '0', null]))];
      return step(path, index === 0 ? 0 : SOON, sent, shared, random.chance(0.9) ? share('include') : []);
    })));
  }
  return group.cases;
}

/** The same request at once, and again after real waits, none of which ends close to the end of a max-age. */
export function maxAges() {
  const group = new Group('max-age');
  const times = (note, age, delays) => group.add(note, (path) => {
    const shared = [...share('omit'), ...allowMethods('PUT'), ...allowHeaders('X-A'), ...maxAge(age)];
    return sequence(delays.map((delay) => step(path, delay, { method: 'PUT', headers: XA }, shared, share('omit'))));
  });
  for (const age of MAX_AGES) times(`Max-Age ${JSON.stringify(age)}: after 0.3 s, after another 3.6 s, and after 3.6 s once more`, age, [0, 0.3, 3.6, 3.6]);
  times('Max-Age 2: reuse does not prolong it', '2', [0, 0.9, 1.6, 0.3]);
  times('Max-Age 4: just before and after', '4', [0, 3, 2]);
  times('no Max-Age: just before and after five seconds', null, [0, 4, 2]);
  return group.cases;
}

function brief({ method, headers = [], query = '', cache = '', credentials = '' }) {
  return [method, ...headers.map(([name]) => name), query, cache, credentials].filter(Boolean).join('+');
}
