import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, entriesFor, explains, inRange, readDeviations } from '../judge/deviations.mjs';
import { judge } from '../judge/verdict.mjs';

const ENTRY = { browser: 'chromium', versions: '>=157 <160', field: 'preflight*', cases: { group: 'cache', mentions: 'no-store' }, reason: 'It asks again.' };
const CASE = { id: 'cache-003', group: 'cache', request: { cache: 'no-store' } };

for (const [version, range, expected] of [
  ['157.0.1.2', '>=157 <160', true], ['160.0', '>=157 <160', false], ['156.9', '>=157', false], ['2.50.6', '>=2.50.6', true], ['2.50.5', '>=2.50.6', false], ['2.50.6', '=2.50', true], ['1', '*', true],
]) {
  test(`${version}_in_${range}_is_${expected}`, () => assert.equal(inRange(version, range), expected));
}

test('a_range_that_is_not_understood_is_refused', () => assert.throws(() => inRange('1', '~1'), /~1/));
test('an_entry_with_an_unknown_key_is_refused', () => assert.throws(() => readDeviations('[{"browser":"x","why":1}]'), /why/));
test('an_entry_without_a_reason_is_refused', () => assert.throws(() => readDeviations(JSON.stringify([{ ...ENTRY, reason: undefined }])), /reason/));
test('the_list_of_the_project_can_be_read', () => assert.ok(Array.isArray(readDeviations())));
test('an_entry_is_for_its_browser_and_versions', () => {
  assert.equal(entriesFor([ENTRY], 'chromium', '158.0').length, 1);
  assert.equal(entriesFor([ENTRY], 'chromium', '156.0').length, 0);
  assert.equal(entriesFor([ENTRY], 'firefox', '158.0').length, 0);
});
test('an_entry_explains_its_field_in_its_cases_only', () => {
  assert.ok(explains(ENTRY, CASE, { field: 'preflight_acrh' }));
  assert.ok(!explains(ENTRY, CASE, { field: 'status' }));
  assert.ok(!covers(ENTRY, { ...CASE, group: 'walk' }));
  assert.ok(!covers(ENTRY, { ...CASE, request: {} }));
});

const OUTCOME = { preflight: false, actual_sent: true, allowed: true, readable_headers: [], response_type: 'cors', status: 200, hops: [], stray: [] };

function run(deviations, outcome) {
  const conductor = {
    version: '158.0',
    runAll: async (cases, done) => cases.forEach((kase) => done(kase, { outcomes: [outcome] })),
  };
  return judge({ conductor, browser: 'chromium', cases: [CASE], predictions: new Map([[CASE.id, [OUTCOME]]]), deviations });
}

test('a_difference_without_an_entry_is_unexplained', async () => {
  const verdict = await run([], { ...OUTCOME, preflight: true });
  assert.deepEqual([verdict.unexplained, verdict.explained, verdict.stale.length], [1, 0, 0]);
});
test('a_difference_with_an_entry_is_explained', async () => {
  const verdict = await run([ENTRY], { ...OUTCOME, preflight: true });
  assert.deepEqual([verdict.unexplained, verdict.explained, verdict.stale.length], [0, 1, 0]);
});
test('one_unexplained_field_leaves_the_case_unexplained', async () => {
  const verdict = await run([ENTRY], { ...OUTCOME, preflight: true, status: 500 });
  assert.deepEqual([verdict.unexplained, verdict.explained], [1, 0]);
});
test('an_entry_that_explains_nothing_is_stale', async () => {
  const verdict = await run([ENTRY], OUTCOME);
  assert.deepEqual([verdict.unexplained, verdict.explained, verdict.stale], [0, 0, [ENTRY]]);
});
test('an_entry_whose_cases_were_not_run_is_not_stale', async () => {
  assert.deepEqual((await run([{ ...ENTRY, cases: { group: 'walk' } }], OUTCOME)).stale, []);
});
