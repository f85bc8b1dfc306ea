import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../judge/compare.mjs';
import { outcomeOf } from '../judge/observe.mjs';

const SEEN = { allowed: true, type: 'cors', status: 200, headers: [['content-type', 'text/plain'], ['content-length', '2']] };
const PREFLIGHT = { hop: 0, preflight: true, method: 'OPTIONS', target: '/c/a', headers: [['Origin', 'http://localhost:8101'], ['Access-Control-Request-Method', 'PUT'], ['Access-Control-Request-Headers', 'x-a']] };
const ACTUAL = { hop: 0, preflight: false, method: 'PUT', target: '/c/a', headers: [['Origin', 'http://localhost:8101']] };
const PREDICTED = {
  preflight: true, preflight_acrh: 'x-a', preflight_acrm: 'PUT', preflight_origin: 'http://localhost:8101', actual_sent: true, allowed: true,
  readable_headers: ['content-length', 'content-type'], response_type: 'cors', status: 200, hops: [], final_method: 'PUT', final_origin_header: 'http://localhost:8101',
};
const HOP = { preflight: false, preflight_acrh: null, actual_sent: true, method: 'PUT', origin: 'null' };

function fields(predicted, arrived = [PREFLIGHT, ACTUAL], seen = SEEN) {
  return compare([predicted], [outcomeOf(seen, arrived)]).map(({ field }) => field);
}

test('what_is_seen_as_predicted_is_no_difference', () => {
  assert.deepEqual(fields(PREDICTED), []);
});

for (const [field, value] of Object.entries({
  preflight: false, preflight_acrh: null, preflight_acrm: 'put', preflight_origin: 'null', actual_sent: false, allowed: false,
  readable_headers: ['content-type'], response_type: 'basic', status: 201, final_method: 'GET', final_origin_header: 'null',
})) {
  test(`a_wrong_${field}_is_found`, () => assert.deepEqual(fields({ ...PREDICTED, [field]: value }), [field]));
}

for (const [field, value] of Object.entries({ preflight: true, preflight_acrh: 'x-a', actual_sent: false, method: 'GET', origin: 'http://localhost:8101' })) {
  test(`a_wrong_${field}_of_a_later_hop_is_found`, () => {
    const arrived = [PREFLIGHT, ACTUAL, { ...ACTUAL, hop: 1, headers: [['Origin', 'null']] }];
    const stated = { ...PREDICTED, final_origin_header: null };
    assert.deepEqual(fields({ ...stated, hops: [HOP] }, arrived), []);
    assert.deepEqual(fields({ ...stated, hops: [{ ...HOP, [field]: value }] }, arrived), [`hops[0].${field}`]);
  });
}

test('a_hop_that_was_not_predicted_is_found', () => {
  assert.ok(fields(PREDICTED, [PREFLIGHT, ACTUAL, { ...ACTUAL, hop: 1 }]).includes('hops[0].actual_sent'));
});

test('a_request_that_belongs_to_no_hop_is_found', () => {
  assert.deepEqual(fields(PREDICTED, [PREFLIGHT, ACTUAL, { ...ACTUAL, hop: -1, target: '/c/a/9' }]).filter((field) => field === 'stray'), ['stray']);
});

test('an_answer_that_never_came_is_found', () => {
  assert.ok(fields({ ...PREDICTED, allowed: false, readable_headers: null, response_type: null, status: null }, undefined, { allowed: false, error: 'no answer in time', timed_out: true }).includes('timed_out'));
});

test('a_prediction_that_says_nothing_differs_from_everything_seen', () => {
  assert.ok(fields({}).length >= 8);
});
