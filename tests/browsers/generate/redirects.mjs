// Redirects: every status, towards every host, with methods, headers and credentials; and chains at random.

import { API, OTHER, PAGE } from '../wire/ports.mjs';
import { allowCredentials, allowHeaders, allowMethods, answer, chain, Group, lines, preflight, request, share } from './build.mjs';
import { CREDENTIALS, REDIRECT_STATUSES } from './values.mjs';

const REQUESTS = [
  { method: 'GET' },
  { method: 'HEAD' },
  { method: 'POST', body: true },
  { method: 'POST', headers: [['Content-Type', 'application/json']], body: true },
  { method: 'PUT', body: true },
  { method: 'DELETE' },
  { method: 'patch' },
  { method: 'GET', headers: [['X-A', '1']] },
  { method: 'GET', headers: [['Authorization', 'Bearer x']] },
  { method: 'PUT', headers: [['Authorization', 'Bearer x'], ['X-A', '1']] },
  { method: 'POST', headers: [['Content-Language', 'de'], ['X-A', '1']], body: true },
];
/** How many redirects the standard follows. */
const LIMIT = 20;
const HOSTS = [['the API', API], ['another host', OTHER], ['the page', PAGE]];

/** The answers of one hop. */
function hop(credentials, origin, location, status) {
  const shared = share(credentials, origin);
  return {
    preflight_response: preflight([...shared, ...allowMethods('GET, PUT, DELETE, POST, patch'), ...allowHeaders('X-A, Authorization, Content-Type, Content-Language')]),
    response: answer([...shared, ...lines('Location', location)], status),
  };
}

export function redirects(random) {
  const group = new Group('redirect');
  for (const status of REDIRECT_STATUSES) {
    for (const [name, host] of HOSTS) {
      for (const sent of random.some(REQUESTS, 4)) {
        const credentials = random.one(CREDENTIALS);
        const second = random.one([PAGE, 'null', '*']);
        group.add(`${sent.method} ${credentials} ${JSON.stringify(sent.headers ?? [])} ${status} to ${name}, which shares with ${second}`, (path) => ({
          request: request(path, { ...sent, credentials }),
          ...chain([hop(credentials, PAGE, `${host}${path}/1`, status), hop(credentials, second, null, 200)]),
        }));
      }
    }
  }
  return group.cases;
}

/** Locations and answers out of the ordinary. */
export function oddRedirects() {
  const group = new Group('odd-redirect');
  const add = (note, sent, first, second) => group.add(note, (path) => {
    const hops = [first(path), ...(second ? [second(path)] : [])];
    return { request: request(path, sent), ...chain(hops) };
  });
  const plain = (path, location, status = 302, credentials = 'omit') => hop(credentials, PAGE, location, status);
  const end = (origin = PAGE) => () => hop('omit', origin, null, 200);
  add('no Location', {}, (path) => plain(path, null), null);
  add('a relative Location', {}, (path) => plain(path, `${path}/1`), end());
  add('a Location with a fragment', {}, (path) => plain(path, `${path}/1#there`), end());
  add('a Location with a query', {}, (path) => plain(path, `${path}/1?a=b`), end());
  add('a Location that is no URL', {}, (path) => plain(path, 'http://['), null);
  add('a Location with another scheme', {}, (path) => plain(path, 'ftp://127.0.0.1/'), null);
  add('a data: Location', {}, (path) => plain(path, 'data:text/plain,x'), null);
  add('an about: Location', {}, (path) => plain(path, 'about:blank'), null);
  add('user and password in a Location on the same host', {}, (path) => plain(path, `${API.replace('//', '//u:p@')}${path}/1`), end());
  add('user and password in a Location on another host', {}, (path) => plain(path, `${OTHER.replace('//', '//u:p@')}${path}/1`), end('null'));
  add('user and password in a Location on the page\'s host', {}, (path) => plain(path, `${PAGE.replace('//', '//u:p@')}${path}/1`), end('null'));
  add('a user in a Location', { method: 'PUT' }, (path) => plain(path, `${API.replace('//', '//u@')}${path}/1`, 307), end());
  add('a redirect that is not shared', {}, (path) => ({ ...plain(path, `${path}/1`), response: answer([['Location', `${path}/1`]], 302) }), end());
  add('a redirect of a preflighted request that is not shared', { method: 'PUT' }, (path) => ({ ...plain(path, null), response: answer([['Location', `${path}/1`]], 307) }), end());
  add('an end that is not shared', {}, (path) => plain(path, `${path}/1`), () => ({ ...plain('', null), response: answer([]) }));
  add('a second preflight that is refused', { method: 'PUT' }, (path) => plain(path, `${path}/1`, 307), () => ({ preflight_response: preflight([], 403), response: answer(share('omit')) }));
  add('a second preflight without the method', { method: 'PUT' }, (path) => plain(path, `${path}/1`, 308), () => ({ preflight_response: preflight(share('omit')), response: answer(share('omit')) }));
  const again = (location) => ({ preflight_response: null, response: answer([...share('omit'), ['Location', location]], 302) });
  for (const [note, count] of [['an empty Location, then an answer', 1], ['an empty Location without end', LIMIT + 2]]) {
    group.add(note, (path) => ({ request: request(path), ...chain([...Array.from({ length: count }, () => again('')), end()()]) }));
  }
  for (const count of [LIMIT, LIMIT + 1]) {
    group.add(`${count} redirects`, (path) => ({ request: request(path), ...chain([...Array.from({ length: count }, (_, index) => again(`${path}/${index + 1}`)), end()()]) }));
  }
  group.add('a redirect to itself without end', (path) => ({ request: request(path), ...chain([...Array.from({ length: LIMIT + 2 }, () => again(path)), end()()]) }));
  for (const redirect of ['manual', 'error']) {
    for (const sent of [{}, { method: 'PUT' }, { method: 'POST', body: true, credentials: 'include' }]) {
      add(`redirect: ${redirect}, ${sent.method ?? 'GET'}`, { ...sent, redirect }, (path) => plain(path, `${path}/1`, 307, sent.credentials), end());
      add(`redirect: ${redirect}, ${sent.method ?? 'GET'}, not shared`, { ...sent, redirect }, (path) => ({ ...plain(path, null), response: answer([['Location', `${path}/1`]], 302) }), end());
    }
    add(`redirect: ${redirect}, but none comes`, { redirect }, () => hop('omit', PAGE, null, 200), null);
  }
  for (const [mode, from, to] of [['same-origin', PAGE, PAGE], ['same-origin', PAGE, API], ['no-cors', API, OTHER], ['no-cors', PAGE, API], ['no-cors', API, PAGE], ['cors', PAGE, PAGE], ['cors', PAGE, API]]) {
    for (const method of ['GET', 'POST']) {
      group.add(`mode ${mode}, ${method}, ${from} to ${to}`, (path) => ({
        request: request(path, { url: from + path, mode, method }),
        ...chain([hop('omit', PAGE, `${to}${path}/1`, 302), hop('omit', PAGE, null, 200)]),
      }));
    }
  }
  for (const method of ['PUT', 'PATCH']) {
    group.add(`mode cors, ${method} 307 from the page to the API`, (path) => ({
      request: request(path, { url: PAGE + path, method, headers: [['X-A', '1']] }),
      ...chain([hop('omit', PAGE, `${API}${path}/1`, 307), { preflight_response: preflight([...share('omit'), ...allowMethods('PUT, PATCH'), ...allowHeaders('X-A')]), response: answer(share('omit')) }]),
    }));
  }
  return group.cases;
}

/** Requests that begin on the page's own host, where nothing is asked, and are sent elsewhere. */
export function redirectsFromPage(random) {
  const group = new Group('from-page');
  for (const sent of REQUESTS) {
    for (const status of random.some(REDIRECT_STATUSES, 2)) {
      const credentials = random.one(CREDENTIALS);
      const given = random.one([PAGE, PAGE, '*']);
      const allowed = random.one(['true', null]);
      const further = random.chance(0.6);
      group.add(`${sent.method} ${credentials} ${JSON.stringify(sent.headers ?? [])} ${status} to the API${further ? ' and on' : ''}, Allow-Origin ${given}, Allow-Credentials ${allowed}`, (path) => {
        const answering = (location, code) => {
          const made = hop('omit', given, location, code);
          const credentialed = allowCredentials(allowed);
          return { preflight_response: preflight([...made.preflight_response.headers, ...credentialed]), response: { status: code, headers: [...made.response.headers, ...credentialed] } };
        };
        const last = further ? [answering(`${API}${path}/2`, random.one(REDIRECT_STATUSES)), answering(null, 200)] : [answering(null, 200)];
        return { request: request(path, { ...sent, url: PAGE + path, credentials }), ...chain([answering(`${API}${path}/1`, status), ...last]) };
      });
    }
  }
  return group.cases;
}

/** Chains of two or three redirects. */
export function chains(random, count) {
  const group = new Group('chain');
  while (group.cases.length < count) {
    const sent = random.one(REQUESTS);
    const credentials = random.one(CREDENTIALS);
    const length = 2 + random.below(2);
    const origin = random.chance(0.15) ? 'null' : PAGE;
    group.add(`${sent.method} ${credentials}, ${length} redirects`, (path) => {
      const hosts = Array.from({ length: length + 1 }, (_, index) => (index === 0 && random.chance(0.8) ? API : random.one([API, OTHER, PAGE])));
      const hops = hosts.map((_, index) => {
        const location = index < length ? `${hosts[index + 1]}${path}/${index + 1}` : null;
        const shared = random.one(credentials === 'include' ? [PAGE, 'null'] : [PAGE, 'null', '*', '*', '*']);
        return hop(credentials, index === 0 ? origin : shared, location, location ? random.one(REDIRECT_STATUSES) : 200);
      });
      return { request: request(path, { ...sent, origin, url: hosts[0] + path, credentials }), ...chain(hops) };
    });
  }
  return group.cases;
}
