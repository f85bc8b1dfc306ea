import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, UsageError } from '../options.mjs';

test('all_browsers_and_the_fixed_seed_are_the_default', () => {
  const { browsers, count, file, seed, sample } = readOptions([]);
  assert.deepEqual([browsers, count, file, seed, sample], [['chromium', 'firefox', 'webkit'], 1000, null, 20261121, null]);
});
test('cases_is_a_number_or_a_file', () => {
  assert.deepEqual([readOptions(['--cases', '450']).count, readOptions(['--cases', '450']).file], [450, null]);
  assert.deepEqual([readOptions(['--cases', 'a.json']).count, readOptions(['--cases', 'a.json']).file], [null, 'a.json']);
});
for (const args of [['--browser', 'opera'], ['--browser', ''], ['--sample', 'few'], ['--seed', '-1'], ['--unknown']]) {
  test(`${args.join(' ')} is refused with a reason`, () => assert.throws(() => readOptions(args), UsageError));
}
