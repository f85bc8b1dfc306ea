// What is tried with each fault: where it bites, and where it has nothing to bite.
//
// A case has the written ports of every case here: 8101 for the page, 8102 for the API, 8103 for another host.

import { API, OTHER, PAGE } from '../wire/ports.mjs';

/** The page at the API's own host, which makes it the same site. */
export const SAME_SITE_PAGE = 'http://127.0.0.1:8101';
const ALSO_ALLOWED = 'http://other.example';
/** Where the model's application has moved to. */
export const ELSEWHERE = ['https://elsewhere.example', OTHER];

const get = { method: 'GET' };
const put = { method: 'PUT' };
const include = { credentials: 'include' };
const token = { headers: [['Authorization', 'Bearer x']] };
/** What is mended is that the headers are there, not the application. */
const failing = { mendedStatus: '500' };
const image = { url: `${API}/logo.png` };

/** Every case: `earlier` says what the set-up cannot know, such as what the page loads first. */
export const CASES = [
  kase('preflight-not-routed', 'put', put),
  kase('preflight-not-routed', 'get', get),
  kase('authentication-before-cors', 'put with a token', { ...put, ...token }),
  kase('authentication-before-cors', 'get with a token', { ...get, ...token }),
  kase('authentication-before-cors', 'get without a token', get, { mended: false }),
  kase('headers-missing-on-errors', 'put', put, failing),
  kase('headers-missing-on-errors', 'get', get, failing),
  kase('headers-missing-on-errors', 'put with credentials', { ...put, ...include }, failing),
  kase('proxy-strips-headers', 'put', put),
  kase('proxy-strips-headers', 'get', get),
  kase('proxy-doubles-headers', 'put', put),
  kase('proxy-doubles-headers', 'get', get),
  kase('proxy-doubles-headers', 'get with credentials', { ...get, ...include }),
  kase('redirects-to-https', 'put', put),
  kase('redirects-to-https', 'get', get),
  kase('redirects-to-slash', 'put', put),
  kase('redirects-to-slash', 'get', get),
  kase('redirects-to-slash', 'put with a slash', { ...put, url: `${API}/api/users/` }),
  kase('redirects-to-another-host', 'get', get),
  kase('redirects-to-another-host', 'put', put),
  kase('vary-missing-own-cache', 'get', { ...get, ...image }, { image: true }),
  kase('vary-missing-own-cache', 'get with credentials', { ...get, ...image, ...include }, { image: true }),
  kase('vary-missing-own-cache', 'get with a token', { ...get, ...image, ...token }, { image: true }),
  kase('vary-missing-own-cache', 'put', { ...put, ...image }, { image: true }),
  kase('vary-missing-own-cache', 'get from the same site', { ...get, ...image, page_origin: SAME_SITE_PAGE }, { image: true }),
  kase('vary-missing-own-cache', 'get from the same site with credentials', { ...get, ...image, ...include, page_origin: SAME_SITE_PAGE }, { image: true }),
  kase('vary-missing-shared-cache', 'get after another origin', get, { allowed: [ALSO_ALLOWED], visitor: ALSO_ALLOWED }),
  kase('vary-missing-shared-cache', 'get after no origin', get, { visitor: null }),
  kase('vary-missing-shared-cache', 'put', put, { visitor: null }),
  kase('stale-preflight', 'put', put, { again: true }),
  kase('stale-preflight', 'put with credentials', { ...put, ...include }, { again: true }),
  kase('server-down', 'put', put),
  kase('server-down', 'get', get),
];

/** The case with a token in the query of its URL, so that its requests can be told from all others. */
export function withToken(kase, token) {
  const url = `${kase.request.url}?case=${token}`;
  return { ...kase, token, request: { ...kase.request, url } };
}

function kase(fault, what, request, { mended = true, mendedStatus, allowed = [], ...before } = {}) {
  const page_origin = request.page_origin ?? PAGE;
  const url = `${API}/api/users`;
  const credentials = request.credentials === 'include';
  const policy = { allow_origins: [page_origin, ...allowed], allow_methods: ['GET', 'PUT'], allow_headers: ['authorization'], allow_credentials: credentials, max_age: 600 };
  return { id: `${fault}: ${what}`, fault, policy, request: { url, page_origin, ...request }, before, triesMended: mended, mendedStatus };
}
