import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_COUNT, DEFAULT_SEED, generate, sample } from '../generate/generate.mjs';
import { Random } from '../generate/random.mjs';
import { hopsOf, pathOf, stepsOf, unservable } from '../judge/exchange.mjs';

const GROUPS = [
  'allow-credentials', 'allow-headers', 'allow-methods', 'allow-origin', 'cache', 'chain', 'console', 'content-type', 'disturbed', 'expose', 'from-page', 'header', 'max-age',
  'method', 'mixture', 'mode', 'odd-redirect', 'opaque', 'preflight-allow-origin', 'redirect', 'status', 'walk', 'xhr',
];

test('the_same_seed_gives_the_same_cases', () => {
  assert.deepEqual(generate(7, 900), generate(7, 900));
});

test('another_seed_gives_other_cases', () => {
  assert.notDeepEqual(generate(7, 900), generate(8, 900));
});

test('a_default_run_has_at_least_400_cases_of_every_group', () => {
  const cases = generate();
  assert.equal(cases.length, DEFAULT_COUNT);
  assert.ok(cases.length >= 400);
  assert.deepEqual([...new Set(cases.map(({ group }) => group))].sort(), GROUPS);
});

test('all_ids_are_unique', () => {
  for (const seed of [DEFAULT_SEED, 1, 2, 3]) {
    const ids = generate(seed, 1500).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  }
});

test('every_case_has_a_path_of_its_own_and_can_be_served', () => {
  for (const kase of generate(5, 1500)) {
    assert.equal(pathOf(kase), `/c/${kase.id}`);
    assert.equal(unservable(kase), null);
    for (const step of stepsOf(kase)) {
      const hops = hopsOf(kase, step);
      assert.ok(hops[0].host >= 0, kase.id);
      assert.equal(hops.length, (kase.steps ? undefined : kase.hops?.length) ?? 1, kase.id);
    }
  }
});

test('no_case_waits_longer_than_ten_seconds', () => {
  for (const kase of generate()) assert.ok(stepsOf(kase).reduce((sum, step) => sum + step.delay_seconds, 0) < 10, kase.id);
});

test('no_planned_wait_ends_close_to_the_end_of_a_max_age', () => {
  const MARGIN_SECONDS = 0.5;
  for (const { id, steps, preflight_response } of generate().filter(({ group }) => group === 'max-age')) {
    const values = preflight_response.headers.filter(([name]) => name === 'Access-Control-Max-Age').map(([, value]) => value);
    const isPlain = values.length === 1 && /^\d+$/.test(values[0]);
    // Numbers that some browser may read in it, and the five seconds that count where it reads none.
    for (const seconds of [...(isPlain ? [] : [5]), ...values.join(' ').matchAll(/\d+/g)].map(Number)) {
      let age = 0;
      for (const { delay_seconds } of steps.slice(1)) {
        age += delay_seconds;
        assert.ok(seconds === 0 || Math.abs(age - seconds) >= MARGIN_SECONDS, `${id}: ${age} s, ${seconds} s`);
        if (age >= seconds) age = 0;
      }
    }
  }
});

test('a_sample_is_always_the_same_and_touches_every_large_group', () => {
  const cases = generate();
  const few = sample(cases, 200);
  assert.equal(few.length, 200);
  assert.deepEqual(few, sample(generate(), 200));
  for (const group of GROUPS) assert.ok(few.some((kase) => kase.group === group), group);
});

test('more_cases_keep_the_systematic_ones', () => {
  const ids = new Set(generate(DEFAULT_SEED, 1400).map(({ id }) => id));
  for (const { id } of generate(DEFAULT_SEED, 1000)) assert.ok(ids.has(id), id);
});

test('random_numbers_are_even_enough', () => {
  const random = new Random(1);
  const counts = [0, 0, 0, 0];
  for (let index = 0; index < 4000; index += 1) counts[random.below(4)] += 1;
  for (const count of counts) assert.ok(count > 850 && count < 1150, String(counts));
});

test('some_keeps_the_order_and_repeats_nothing', () => {
  const list = [1, 2, 3, 4, 5, 6];
  for (let seed = 0; seed < 50; seed += 1) {
    const chosen = new Random(seed).some(list, 4);
    assert.deepEqual(chosen, [...new Set(chosen)].sort());
    assert.equal(chosen.length, 4);
  }
});
