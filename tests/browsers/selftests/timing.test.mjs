import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asItTookPlace, isLate, timesOf, waitsOf } from '../judge/timing.mjs';
import { judge } from '../judge/verdict.mjs';

const PREFLIGHT = { preflight: true, hop: 0, method: 'OPTIONS', target: '/c/a', headers: [] };
const ACTUAL = { preflight: false, hop: 0, method: 'PUT', target: '/c/a', headers: [] };
const asked = (began, stalled = 0) => timesOf(began, [{ ...PREFLIGHT, at: began + 5 + stalled }, { ...ACTUAL, at: began + 10 + stalled }], began + 20 + stalled);
const reused = (began) => timesOf(began, [{ ...ACTUAL, at: began + 5 }], began + 20);
const rounded = (waits) => waits.map((ends) => ends.map((end) => Math.round(end * 1000)));

test('a_step_reads_before_its_first_request_and_writes_between_two', () => {
  assert.deepEqual(asked(100), { began: 100, read: 105, written: 110 });
  assert.deepEqual(reused(100), { began: 100, read: 105, written: null });
  assert.deepEqual(timesOf(100, [], 120), { began: 100, read: 120, written: null });
  assert.deepEqual(timesOf(100, [{ ...PREFLIGHT, at: 105 }], 120), { began: 100, read: 105, written: 120 });
});
test('a_wait_is_known_up_to_what_lies_between_two_sights', () => {
  assert.deepEqual(rounded(waitsOf([asked(0), reused(1020)])), [[0, 0], [1000, 1030]]);
  assert.deepEqual(rounded(waitsOf([asked(0), reused(1020), reused(2040)]))[2], [1010, 1030]);
});
test('what_was_written_is_never_taken_for_younger_or_older_than_it_can_be', () => {
  const times = [asked(0, 700), reused(1720), asked(2740, 400)];
  const waits = waitsOf(times);
  const total = (end) => waits.slice(1).reduce((sum, ends) => sum + ends[end] * 1000, 0);
  assert.ok(total(0) <= times[2].began - times[0].written);
  assert.ok(total(1) >= times[2].read - times[0].read);
});
test('a_machine_that_stood_still_makes_a_step_late', () => {
  const kase = { steps: [{ delay_seconds: 0 }, { delay_seconds: 1 }] };
  assert.equal(isLate(kase, [asked(0), reused(1020)]), false);
  assert.equal(isLate(kase, [asked(0), reused(1520)]), true);
  assert.equal(isLate({}, [asked(0)]), false);
});

/** A permission is kept for a second. */
const CASE = { id: 'max-age-001', steps: [{ delay_seconds: 0 }, { delay_seconds: 0.5 }] };
const OUTCOME = { preflight: true, actual_sent: true, allowed: true, readable_headers: [], response_type: 'cors', status: 200, hops: [] };
const predict = async (cases) => cases.map(({ steps }) => [OUTCOME, { ...OUTCOME, preflight: steps[1].delay_seconds >= 1 }]);

test('the_waits_of_a_sequence_are_tried_in_all_combinations', () => {
  assert.deepEqual(asItTookPlace(CASE, [asked(0), reused(520)]).map(({ steps }) => steps.map(({ delay_seconds }) => Math.round(delay_seconds * 100))), [[0, 50], [0, 53]]);
  assert.equal(asItTookPlace({ steps: Array(4).fill({}) }, [0, 500, 1000, 1500].map((began) => reused(began))).length, 8);
});

async function run(times, preflight) {
  const outcomes = [true, preflight].map((sent) => ({ ...OUTCOME, preflight: sent, stray: [] }));
  const conductor = { version: '1', runAll: async (cases, done) => cases.forEach((kase) => done(kase, { outcomes, times })) };
  const [planned] = await predict([CASE]);
  const { unexplained, unplanned, undecided } = await judge({ conductor, browser: 'chromium', cases: [CASE], predictions: new Map([[CASE.id, planned]]), predict, deviations: [] });
  return [unexplained, unplanned.length, undecided.length];
}

test('a_sequence_is_compared_with_what_is_right_after_its_real_waits', async () => {
  assert.deepEqual(await run([asked(0), reused(520)], false), [0, 0, 0]);
  assert.deepEqual(await run([asked(0), asked(520)], true), [1, 0, 0]);
  assert.deepEqual(await run([asked(0), asked(1520)], true), [0, 1, 0]);
  assert.deepEqual(await run([asked(0), reused(1520)], false), [1, 1, 0]);
});
test('a_machine_that_stood_still_over_the_end_of_a_max_age_leaves_both_open', async () => {
  assert.deepEqual(await run([asked(0), asked(520, 700)], true), [0, 0, 1]);
  assert.deepEqual(await run([asked(0), timesOf(520, [{ ...ACTUAL, at: 1225 }], 1240)], false), [0, 0, 1]);
});
