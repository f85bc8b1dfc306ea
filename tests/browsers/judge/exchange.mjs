// A case as it is served: which host answers which target with what.

import { valueOf } from '../wire/http-message.mjs';
import { API, OTHER, PAGE } from '../wire/ports.mjs';

const HOSTS = [PAGE, API, OTHER];

/** The steps of a case; one that is no sequence has a single step. */
export function stepsOf(kase) {
  return kase.steps ?? [{ ...kase, delay_seconds: 0 }];
}

/** The path that all URLs of a case begin with, such as `/c/method-001`. */
export function pathOf(kase) {
  return /^\/c\/[^/]+/.exec(new URL(kase.request.url).pathname)?.[0] ?? null;
}

/** Why this harness cannot serve a case, or null. */
export function unservable(kase) {
  if (pathOf(kase) === null) return 'its URL is not below /c/';
  const steps = stepsOf(kase);
  if (steps.some((step) => !HOSTS.includes(new URL(step.request.url).origin))) return 'its URL is on a host that is not served';
  if (steps.some((step) => step.request.origin !== 'null' && step.request.origin !== PAGE)) return 'its page is on an origin that is not served';
  if (steps.some((step) => step.request.stream_body || step.request.partition)) return 'it needs a stream body or a second partition';
  return null;
}

/** The answers of one step, one entry per URL of its redirect chain. */
export function hopsOf(kase, step) {
  const answers = step.hops ?? (kase.steps ? null : kase.hops) ?? [{ preflight_response: step.preflight_response, response: step.response }];
  const hops = [];
  let url = new URL(step.request.url);
  for (const { preflight_response, response } of answers) {
    if (url === null) break;
    hops.push({ host: HOSTS.indexOf(`${url.protocol}//${url.host}`), target: url.pathname + url.search, preflight_response, response });
    url = next(url, response);
  }
  return hops;
}

function next(url, response) {
  const location = response && valueOf(response.headers, 'location');
  return location === null || location === undefined || !URL.canParse(location, url) ? null : new URL(location, url);
}

/** A copy of `value` with every string passed through `change`. */
export function mapStrings(value, change) {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}
