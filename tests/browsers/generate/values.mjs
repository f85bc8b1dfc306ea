// Values worth trying, one list per place where they go.

import { API, OTHER, PAGE } from '../wire/ports.mjs';

export const CREDENTIALS = ['omit', 'same-origin', 'include'];

export const METHODS = [
  'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY', 'PROPFIND', 'M-SEARCH',
  'get', 'Head', 'pOsT', 'put', 'Delete', 'options', 'patch', 'Patch', 'foo', 'FOO', "!#$%&'*+-.^_`|~",
  'CONNECT', 'trace', 'TRACK', 'P UT', 'PUT\u00e9', '',
];

/** Header sets as a script writes them, for requests without a body. */
export const HEADER_SETS = [
  [['X-A', '1']],
  [['x-a', '1'], ['X-B', '2']],
  [['X-B', '1'], ['x-b', '2'], ['X_A', '3'], ['x-a-1', '4'], ['xa', '5']],
  [['X-Z', '1'], ['X-Custom', '1'], ['X-1', '1'], ['X-_', '1'], ['X-~', '1']],
  [['X-Empty', '']],
  [['X-Spaces', '  a  ']],
  [['X-Latin', '\u00e9']],
  [['Authorization', 'Bearer x']],
  [['authorization', 'Basic eDp5'], ['X-A', '1']],
  [['Accept', 'application/json']],
  [['Accept', 'a:b']],
  [['Accept', '"x"']],
  [['Accept', 'text/html;q=0.9, */*']],
  [['Accept', 'a\u00e9']],
  [['Accept', 'x\ty']],
  [['Accept', 'a'.repeat(128)]],
  [['Accept', 'a'.repeat(129)]],
  [['Accept', '']],
  [['Accept-Language', 'en-GB,en;q=0.8,*;q=0.1']],
  [['Accept-Language', 'en_GB']],
  [['Accept-Language', 'en/GB']],
  [['Accept-Language', 'e'.repeat(128)]],
  [['Content-Language', 'de']],
  [['Content-Language', 'd\u00e9']],
  [['Content-Language', 'd'.repeat(129)]],
  [['Content-Type', 'text/plain']],
  [['Content-Type', 'application/json']],
  [['Range', 'bytes=0-']],
  [['Range', 'bytes=0-99']],
  [['Range', 'bytes=-500']],
  [['Range', 'bytes=9-3']],
  [['Range', 'bytes=0-1,4-5']],
  [['Range', 'bytes= 0-9']],
  [['Range', 'bytes=007-9']],
  [['Range', 'BYTES=0-99']],
  [['Range', 'bytes=-']],
  [['Range', 'items=0-9']],
  [['Range', 'bytes=18446744073709551616-18446744073709551617']],
  [['Cookie', 'a=b']],
  [['Host', 'x']],
  [['Origin', 'http://elsewhere.test']],
  [['Referer', 'http://elsewhere.test/']],
  [['DNT', '1']],
  [['Date', 'x']],
  [['Via', 'x']],
  [['Sec-Anything', '1'], ['X-A', '1']],
  [['Proxy-Anything', '1']],
  [['Secret', '1']],
  [['Access-Control-Request-Headers', 'x']],
  [['Access-Control-Request-Private-Network', 'true']],
  [['Access-Control-Allow-Origin', '*']],
  [['X-HTTP-Method-Override', 'PATCH']],
  [['X-HTTP-Method-Override', 'GET, trace']],
  [['X-HTTP-Method-Override', '"trace"']],
  [['X-HTTP-Method', 'CONNECT']],
  [['X-Method-Override', 'track,']],
  [['X-Requested-With', 'XMLHttpRequest']],
  [['Cache-Control', 'no-cache']],
  [['Pragma', 'no-cache']],
  [['If-None-Match', '"x"']],
  [['If-Modified-Since', 'Sat, 29 Oct 1994 19:43:31 GMT']],
  [['Last-Event-ID', '1']],
  [['User-Agent', 'mine']],
  [['Save-Data', 'on']],
  [['Save-Data', 'off']],
  [['DPR', '2']],
  [['Width', '100']],
  [['Viewport-Width', '100']],
  [['Device-Memory', '4']],
  [['Downlink', '1']],
  [['ECT', '4g']],
  [['RTT', '50']],
  [['Upgrade-Insecure-Requests', '1']],
  [['Early-Data', '1']],
  [['Traceparent', '00-1-1-00']],
  [['Available-Dictionary', ':x:']],
  [['Accept', 'a'.repeat(70)], ['Accept', 'b'.repeat(70)]],
  [['Accept', 'a'.repeat(128)], ['Accept-Language', 'e'.repeat(128)], ['Content-Language', 'd'.repeat(128)]],
  [['X-A', '1'], ['X-A', '2']],
  [['X-A', '1'], ['Accept', 'a:b'], ['Range', 'bytes=-1'], ['Authorization', 'x']],
  [['Bad Name', '1']],
  [['X-A', 'a\nb']],
];

/** Content types for requests with a body; null leaves it to the body. */
export const CONTENT_TYPES = [
  'text/plain', 'TEXT/PLAIN', 'text/plain;', 'text/plain ; charset=utf-8', 'text/plain; charset="utf-8"', 'text/plain;garbage',
  'text/plain;;;', ' text/plain ', 'text/plain, application/json', 'text/plain;x=\u00e9', 'text/plain;(x)', 'text /plain', 'text/', 'text', '/plain', '',
  'application/x-www-form-urlencoded', 'application/x-www-form-urlencoded;charset=UTF-8', 'application/x-www-form-urlencode',
  'multipart/form-data', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary="x"', 'multipart/mixed',
  'application/json', 'application/json; charset=utf-8', 'text/html', 'text/xml', 'application/csp-report', 'text/plain; charset=' + 'a'.repeat(109), 'text/plain;' + 'a'.repeat(118),
];

/** Bodies by the content type that they imply. */
export const BODIES = [
  'text/plain;charset=UTF-8', 'application/x-www-form-urlencoded;charset=UTF-8', 'multipart/form-data; boundary=x',
  'application/json', 'text/plain', 'text/html', 'application/octet-stream',
];

export const ALLOW_ORIGINS = [
  null, PAGE, '*', 'null', '', `${PAGE}/`, PAGE.toUpperCase(), 'http://LOCALHOST:8101', 'https://localhost:8101', 'http://localhost', 'localhost:8101', 'localhost',
  API, OTHER, `${PAGE}, ${OTHER}`, `${PAGE} ${OTHER}`, `${PAGE},*`, `*, ${PAGE}`, '**', '*.localhost:8101', 'http://*:8101', `"${PAGE}"`, `'${PAGE}'`,
  `  ${PAGE}  `, `\t*\t`, `${PAGE}\u00a0`, `*\u000b`, 'http://localhost:8101:80', 'http://user@localhost:8101', 'http://localhost:08101',
  [PAGE, PAGE], [PAGE, OTHER], ['*', '*'], ['', PAGE], [PAGE, ''],
];

export const ALLOW_CREDENTIALS = [null, 'true', 'True', 'TRUE', 'false', '1', '', ' true ', 'true, true', ['true', 'true'], ['true', ''], ['', 'true'], 'true\u000b', 'true;', '"true"', '*'];

/** METHOD stands for the method of the request as it travels. */
export const ALLOW_METHODS = [
  null, '', '*', 'METHOD', 'method', 'GET, METHOD', 'METHOD,', ',METHOD', ', ,METHOD , ,', 'GET METHOD', 'GET;METHOD', 'GET/METHOD', '"METHOD"', 'METHOD;', 'METHOD\u000b',
  '*, METHOD', '*METHOD', 'METHODX', 'GET', 'GET, POST, HEAD', 'x, {METHOD}', ['GET', 'METHOD'], ['METHOD', 'GET;'], ['', 'METHOD'], ['GET POST', 'METHOD'], '\tMETHOD\t', 'METHOD (all)', 'caf\u00e9, METHOD',
];

/** HEADERS stands for the names asked for. */
export const ALLOW_HEADERS = [
  null, '', '*', 'HEADERS', 'headers', 'X-Other', 'X-Other, HEADERS', 'HEADERS,', ',,HEADERS', 'HEADERS;', 'X-Other HEADERS', '"HEADERS"', '*, HEADERS', '**', 'X-Other: HEADERS',
  ['X-Other', 'HEADERS'], ['HEADERS', 'X Other'], ['', 'HEADERS'], '\tHEADERS\t', 'Authorization', '*, Authorization', 'HEADERS\u000b', 'X-\u00e9, HEADERS', 'X-*',
];

export const EXPOSE_HEADERS = [
  null, '', '*', 'X-A', 'x-a', 'X-A, X-B', 'X-A,,X-B,', 'X-A X-B', 'X-A;X-B', '"X-A"', '*, X-A', ['X-A', 'X-B'], ['X-A', 'X B'], 'Set-Cookie', 'Set-Cookie2, X-A', 'ETag',
  'Access-Control-Allow-Origin', 'X-Missing', ['*', '*'], 'X-A, *\u000b', 'Content-Encoding, Content-Length', 'X-*', '(X-A)',
];

export const PREFLIGHT_STATUSES = [200, 201, 202, 204, 206, 226, 299, 300, 301, 302, 303, 304, 305, 307, 308, 400, 401, 403, 404, 405, 407, 418, 500, 501, 503, 599];
export const RESPONSE_STATUSES = [200, 201, 203, 204, 206, 207, 299, 300, 304, 305, 306, 400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 451, 500, 502, 503, 599];
export const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

export const MAX_AGES = [null, '', '0', '1', '2', '3', '600', '86401', '99999999999999999999999', '-1', '-0', '+600', '00002', ' 2 ', '2s', '2;', '"2"', '1.5', '2, 600', 'abc', '0x10', '\u00b2', ['2', '600'], ['0', '600'], ['600', '']];
