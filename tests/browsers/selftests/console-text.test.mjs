import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareConsole, telling } from '../judge/console-text.mjs';

const CAUSE = 'Cross-Origin Request Blocked: … at http://127.0.0.1:8102/c/a. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.';
const FOLLOW_UP = 'Cross-Origin Request Blocked: … at http://127.0.0.1:8102/c/a. (Reason: CORS request did not succeed). Status code: (null).';

test('firefox_s_second_line_is_left_out_beside_a_cause', () => assert.deepEqual(telling([CAUSE, FOLLOW_UP]), [CAUSE]));
test('firefox_s_second_line_counts_when_it_is_alone', () => assert.deepEqual(telling([FOLLOW_UP]), [FOLLOW_UP]));
test('chromium_s_network_line_is_left_out', () => assert.deepEqual(telling(['Access to fetch …', 'Failed to load resource: net::ERR_FAILED']), ['Access to fetch …']));
test('webkit_s_prefix_and_second_line_are_left_out', () => {
  const lines = ['CONSOLE SECURITY ERROR Method patch is not allowed by Access-Control-Allow-Methods.', 'CONSOLE JS ERROR Fetch API cannot load http://127.0.0.1:8102/c/a due to access control checks.'];
  assert.deepEqual(telling(lines), ['Method patch is not allowed by Access-Control-Allow-Methods.']);
});
test('another_text_is_a_difference', () => assert.equal(compareConsole([{ console: 'a' }], undefined, ['b'])[0].field, 'console'));
test('a_text_where_none_is_predicted_is_a_difference', () => assert.equal(compareConsole([{ console: null }], undefined, ['b']).length, 1));
test('the_same_text_is_no_difference', () => assert.deepEqual(compareConsole([{ console: 'a' }], undefined, ['a']), []));
test('without_a_prediction_the_corpus_counts', () => {
  assert.deepEqual(compareConsole([{}], ['a'], ['a']), []);
  assert.equal(compareConsole([{}], ['a'], ['b']).length, 1);
  assert.deepEqual(compareConsole([{}], undefined, ['b']), []);
});
