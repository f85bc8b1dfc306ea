// What was seen of one step, in the form that a prediction has.

import { valueOf } from '../wire/http-message.mjs';

/**
 * @param seen what the script in the page could see
 * @param arrived what reached the server, in order
 */
export function outcomeOf(seen, arrived) {
  const first = hopOutcome(arrived, 0);
  const outcome = {
    preflight: first.preflight,
    preflight_acrh: first.preflight_acrh,
    preflight_acrm: first.preflight_acrm,
    preflight_origin: first.preflight_origin,
    actual_sent: first.actual_sent,
    allowed: seen.allowed,
    readable_headers: seen.allowed ? namesOf(seen.headers) : null,
    response_type: seen.allowed ? seen.type : null,
    status: seen.allowed ? seen.status : null,
    hops: laterHops(arrived),
    final_method: null,
    final_origin_header: null,
    stray: arrived.filter((request) => request.hop < 0).map((request) => `${request.method} ${request.target}`),
  };
  const last = arrived.filter((request) => !request.preflight).at(-1);
  if (last) {
    outcome.final_method = last.method;
    outcome.final_origin_header = valueOf(last.headers, 'origin');
    outcome.final_authorization_sent = valueOf(last.headers, 'authorization') !== null;
  }
  if (seen.error) outcome.error = seen.error;
  if (seen.timed_out) outcome.timed_out = true;
  return outcome;
}

function laterHops(arrived) {
  const count = Math.max(0, ...arrived.map((request) => request.hop));
  return Array.from({ length: count }, (_, index) => {
    const { preflight, preflight_acrh, preflight_acrm, actual_sent, method, origin } = hopOutcome(arrived, index + 1);
    return { preflight, preflight_acrh, preflight_acrm, actual_sent, method, origin };
  });
}

function hopOutcome(arrived, hop) {
  const preflight = arrived.find((request) => request.hop === hop && request.preflight);
  const actual = arrived.find((request) => request.hop === hop && !request.preflight);
  return {
    preflight: preflight !== undefined,
    preflight_acrh: preflight ? valueOf(preflight.headers, 'access-control-request-headers') : null,
    preflight_acrm: preflight ? valueOf(preflight.headers, 'access-control-request-method') : null,
    preflight_origin: preflight ? valueOf(preflight.headers, 'origin') : null,
    actual_sent: actual !== undefined,
    method: actual ? actual.method : null,
    origin: actual ? valueOf(actual.headers, 'origin') : null,
  };
}

function namesOf(headers) {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))].sort();
}
