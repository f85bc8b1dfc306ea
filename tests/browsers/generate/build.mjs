// The parts that cases are built from.

import { API, PAGE } from '../wire/ports.mjs';

const TEXT = 'text/plain;charset=UTF-8';

/** Collects the cases of one group and numbers them. */
export class Group {
  constructor(name) {
    this.name = name;
    this.cases = [];
  }

  /** The id that the next case will have. */
  get nextId() {
    return `${this.name}-${String(this.cases.length + 1).padStart(3, '0')}`;
  }

  /** Adds a case; `build` gets its path, for URLs and locations. */
  add(note, build) {
    const id = this.nextId;
    this.cases.push({ id, group: this.name, note, preflight_response: null, response: null, ...build(`/c/${id}`) });
  }
}

/** A request of the page to the API, unless `differing` says otherwise. */
export function request(path, differing = {}) {
  const { body, ...rest } = differing;
  const built = { origin: PAGE, url: `${API}${path}`, method: 'GET', headers: [], credentials: 'omit', mode: 'cors', ...rest };
  const type = typeof body === 'string' ? body : TEXT;
  return body ? { ...built, body_type: type } : built;
}

/** An answer to a preflight. */
export function preflight(headers, status = 204) {
  return { status, headers };
}

/** An answer to the actual request, with the fields every server sends. */
export function answer(headers, status = 200) {
  const bare = status === 204 || status === 304;
  const length = bare ? [] : [['Content-Length', status >= 300 && status < 400 ? '0' : '2']];
  return { status, headers: [['Content-Type', 'text/plain'], ['Cache-Control', 'no-store'], ...length, ...headers] };
}

/** The answers of a redirect chain, as a case holds them. */
export function chain(hops) {
  return { preflight_response: hops[0].preflight_response, response: hops[0].response, hops };
}

/** A sequence of requests, as a case holds it. */
export function sequence(steps) {
  return { request: steps[0].request, preflight_response: steps[0].preflight_response, response: steps[0].response, steps };
}

/** Lines of one header: null is none, a list is one line each. */
export function lines(name, value) {
  if (value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((text) => [name, text]);
}

export const allowOrigin = (value) => lines('Access-Control-Allow-Origin', value);
export const allowCredentials = (value) => lines('Access-Control-Allow-Credentials', value);
export const allowMethods = (value) => lines('Access-Control-Allow-Methods', value);
export const allowHeaders = (value) => lines('Access-Control-Allow-Headers', value);
export const exposeHeaders = (value) => lines('Access-Control-Expose-Headers', value);
export const maxAge = (value) => lines('Access-Control-Max-Age', value);

/** What a server sends to share with `origin`, with credentials if they are included. */
export function share(credentials, origin = PAGE) {
  return [...allowOrigin(origin), ...allowCredentials(credentials === 'include' ? 'true' : null)];
}
