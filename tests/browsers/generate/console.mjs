// One case for each way to be refused, and for those that say nothing: the
// text that a browser prints is compared too. `console_row` is the kind of fault.

import { API, OTHER, PAGE } from '../wire/ports.mjs';
import { allowCredentials, allowHeaders, allowMethods, allowOrigin, answer, chain, exposeHeaders, Group, preflight, request, share } from './build.mjs';

const PUT = { method: 'PUT' };
const PUT_INCLUDE = { method: 'PUT', credentials: 'include' };
const INCLUDE = { credentials: 'include' };
const GOOD = [...share('omit'), ...allowMethods('PUT'), ...allowHeaders('X-A')];

export function consoleTexts() {
  const group = new Group('console');
  const add = (console_row, note, sent, parts) => group.add(note, (path) => ({ console_row, request: request(path, sent), ...(typeof parts === 'function' ? parts(path) : parts) }));
  const onAnswer = (row, note, sent, headers, status = 200) => add(row, note, sent, { response: answer(headers, status) });
  const onPreflight = (row, note, sent, headers, status = 204) => add(row, note, sent, { preflight_response: preflight(headers, status), response: answer(share('include')) });

  for (const status of [200, 401, 404, 500]) onAnswer('allow-origin-missing', `no Allow-Origin at ${status}`, {}, [], status);
  onAnswer('allow-origin-missing', 'no Allow-Origin, XMLHttpRequest', { api: 'xhr', credentials: 'same-origin' }, []);
  onAnswer('allow-origin-missing', 'an empty Allow-Origin', {}, allowOrigin(''));
  onPreflight('allow-origin-missing', 'no Allow-Origin on the preflight', PUT, []);
  onPreflight('allow-origin-missing', 'no Allow-Origin on a preflight with status 405', PUT, [], 405);
  for (const value of ['http://elsewhere.test', `${PAGE}/`, 'http://*.localhost:8101', 'http://LOCALHOST:8101', 'null']) onAnswer('allow-origin-mismatch', `Allow-Origin ${value}`, {}, allowOrigin(value));
  onPreflight('allow-origin-mismatch', 'another Allow-Origin on the preflight', PUT, [...allowOrigin('http://elsewhere.test'), ...allowMethods('PUT')]);
  onAnswer('allow-origin-mismatch', 'Allow-Origin names the page, the origin is opaque', { origin: 'null' }, allowOrigin(PAGE));
  onAnswer('allow-origin-mismatch', 'Allow-Origin is another origin, XMLHttpRequest with credentials', { api: 'xhr', credentials: 'include' }, allowOrigin('http://elsewhere.test'));
  for (const value of ['localhost', '**', 'a:b']) onAnswer('allow-origin-invalid', `Allow-Origin ${value}`, {}, allowOrigin(value));
  onPreflight('allow-origin-invalid', 'Allow-Origin localhost on the preflight', PUT, [...allowOrigin('localhost'), ...allowMethods('PUT')]);
  for (const value of [`${PAGE}, ${OTHER}`, [PAGE, PAGE], `${PAGE} ${OTHER}`, ['*', PAGE]]) onAnswer('allow-origin-multiple', `Allow-Origin ${JSON.stringify(value)}`, {}, allowOrigin(value));
  onPreflight('allow-origin-multiple', 'two Allow-Origin lines on the preflight', PUT, [...allowOrigin([PAGE, PAGE]), ...allowMethods('PUT')]);
  onAnswer('wildcard-with-credentials', 'Allow-Origin * with credentials', INCLUDE, [...allowOrigin('*'), ...allowCredentials('true')]);
  onAnswer('wildcard-with-credentials', 'Allow-Origin * with credentials, XMLHttpRequest', { api: 'xhr', credentials: 'include' }, [...allowOrigin('*'), ...allowCredentials('true')]);
  onPreflight('wildcard-with-credentials', 'Allow-Origin * with credentials on the preflight', PUT_INCLUDE, [...allowOrigin('*'), ...allowMethods('PUT')]);
  for (const value of [null, 'True', 'false', ['true', 'true']]) onAnswer('allow-credentials', `Allow-Credentials ${JSON.stringify(value)}`, INCLUDE, [...allowOrigin(PAGE), ...allowCredentials(value)]);
  onAnswer('allow-credentials', 'no Allow-Credentials, XMLHttpRequest', { api: 'xhr', credentials: 'include' }, allowOrigin(PAGE));
  onPreflight('allow-credentials', 'no Allow-Credentials on the preflight', PUT_INCLUDE, [...allowOrigin(PAGE), ...allowMethods('PUT')]);
  for (const status of [301, 401, 403, 404, 500]) onPreflight('preflight-status', `preflight with status ${status}`, PUT, GOOD, status);
  onPreflight('preflight-redirect', 'preflight redirected', PUT, [...GOOD, ['Location', '/elsewhere']], 301);
  onPreflight('preflight-redirect', 'preflight redirected, without Allow-Origin', PUT, [['Location', '/elsewhere']], 302);
  onPreflight('method', 'a method that is not listed', PUT, [...share('omit'), ...allowMethods('DELETE')]);
  onPreflight('method', 'a lowercase method in the list', PUT, [...share('omit'), ...allowMethods('put')]);
  onPreflight('method', 'Allow-Methods * with credentials', PUT_INCLUDE, [...share('include'), ...allowMethods('*')]);
  onPreflight('method', 'JavaScript wrote patch', { method: 'patch' }, [...share('omit'), ...allowMethods('PATCH')]);
  onPreflight('method', 'no Allow-Methods', PUT, share('omit'));
  onPreflight('header', 'a header that is not listed', { headers: [['X-A', '1']] }, share('omit'));
  // With several missing headers Chromium names any of them.
  onPreflight('header', 'two headers, of which one is listed', { headers: [['X-Beta', '1'], ['X-Alpha', '1']] }, [...share('omit'), ...allowHeaders('X-Alpha')]);
  onPreflight('header', 'Content-Type not listed', { method: 'POST', headers: [['Content-Type', 'application/json']], body: true }, share('omit'));
  onPreflight('header', 'Allow-Headers * with credentials', { headers: [['X-A', '1']], credentials: 'include' }, [...share('include'), ...allowHeaders('*')]);
  onPreflight('header', 'Authorization not listed', { headers: [['Authorization', 'Bearer x']] }, [...share('omit'), ...allowHeaders('X-A')]);
  onPreflight('method', 'neither the method nor the header', { method: 'PUT', headers: [['X-A', '1']] }, share('omit'));
  onPreflight('list-syntax', 'Allow-Methods without commas', PUT, [...share('omit'), ...allowMethods('GET POST PUT')]);
  onPreflight('list-syntax', 'Allow-Methods with a semicolon', PUT, [...share('omit'), ...allowMethods('PUT; GET')]);
  onPreflight('list-syntax', 'Allow-Headers without commas', { headers: [['X-A', '1']] }, [...share('omit'), ...allowHeaders('X-A X-B')]);
  onPreflight('list-syntax', 'Allow-Headers with a bad item in the middle', { headers: [['X-A', '1']] }, [...share('omit'), ...allowHeaders('X-A, (X-B), X-C')]);
  onPreflight('list-syntax', 'both lists without commas', { method: 'PUT', headers: [['X-A', '1']] }, [...share('omit'), ...allowMethods('GET PUT'), ...allowHeaders('X-A X-B')]);
  onPreflight('list-syntax', 'Allow-Headers without commas, and the method is not listed', { method: 'PUT', headers: [['X-A', '1']] }, [...share('omit'), ...allowMethods('DELETE'), ...allowHeaders('X-A X-B')]);
  onPreflight('preflight-status', 'preflight with status 404, Allow-Origin of another', PUT, [...allowOrigin('http://elsewhere.test'), ...allowMethods('PUT')], 404);
  onPreflight('preflight-status', 'preflight with status 404, Allow-Origin * with credentials', PUT_INCLUDE, [...allowOrigin('*'), ...allowMethods('PUT')], 404);
  onPreflight('authorization-wildcard', 'Authorization under Allow-Headers *', { headers: [['Authorization', 'Bearer x']] }, [...share('omit'), ...allowHeaders('*')]);
  const redirect = (location, first, second) => (path) => chain([
    { preflight_response: null, response: answer([...first, ['Location', location(path)]], 302) },
    { preflight_response: null, response: answer(second) },
  ]);
  add('redirect-credentials', 'a redirect with user and password', {}, redirect((path) => `${API.replace('//', '//u:p@')}${path}/1`, share('omit'), share('omit')));
  add('allow-origin-missing', 'a redirect without Allow-Origin', {}, redirect((path) => `${path}/1`, [], share('omit')));
  add('allow-origin-missing', 'a redirect to a response without Allow-Origin', {}, redirect((path) => `${path}/1`, share('omit'), []));
  add('allow-origin-mismatch', 'a redirect to another host that names the page', {}, redirect((path) => `${OTHER}${path}/1`, share('omit'), share('omit')));
  add('allow-origin-missing', 'a redirect to another host without Allow-Origin', {}, redirect((path) => `${OTHER}${path}/1`, share('omit'), []));
  add('redirect-credentials', 'a redirect with user and password to another host', {}, redirect((path) => `${OTHER.replace('//', '//u:p@')}${path}/1`, share('omit'), share('omit')));
  onAnswer('redirect-scheme', 'a redirect to another scheme', {}, [...share('omit'), ['Location', 'ftp://127.0.0.1/']], 302);
  onAnswer('redirect-location', 'a redirect to no URL', {}, [...share('omit'), ['Location', 'http://[']], 302);
  add('redirect-mode', 'redirect: error', { redirect: 'error' }, redirect((path) => `${path}/1`, share('omit'), share('omit')));
  add('closed', 'a connection that is closed', {}, { response: null });
  add('closed', 'a preflight without a response', PUT, { preflight_response: null, response: answer(share('omit')) });
  onAnswer('silent', 'a request that is allowed', {}, share('omit'));
  onAnswer('silent', 'a header that is not exposed', {}, [...share('omit'), ['X-A', '1'], ...exposeHeaders('X-B')]);
  onAnswer('silent', 'no-cors', { mode: 'no-cors' }, []);
  return group.cases;
}
