import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerBytes, endsItself, takeRequest } from '../wire/http-message.mjs';
import { Ports } from '../wire/ports.mjs';

const take = (text) => takeRequest(Buffer.from(text, 'latin1'));

test('any_method_and_any_header_byte_arrives_as_sent', () => {
  const { request } = take('foo /c/a?b HTTP/1.1\r\nX-A:  \u00e9\t\r\nOrigin: null\r\n\r\n');
  assert.deepEqual([request.method, request.target, request.headers], ['foo', '/c/a?b', [['X-A', '\u00e9'], ['Origin', 'null']]]);
});
test('a_request_that_is_not_whole_waits', () => {
  assert.equal(take('GET / HTTP/1.1\r\nA: b\r\n'), null);
  assert.equal(take('PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab'), null);
});
test('a_body_by_length_leaves_the_next_request', () => {
  const { request, rest } = take('PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET');
  assert.deepEqual([String(request.body), String(rest)], ['abc', 'GET']);
});
test('a_chunked_body_is_put_together', () => {
  const { request, rest } = take('PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\nGET');
  assert.deepEqual([String(request.body), String(rest)], ['abc', 'GET']);
});
test('an_answer_holds_exactly_the_listed_headers', () => {
  const answer = { status: 207, headers: [['X-\u00e9', ' a '], ['Content-Length', '2']] };
  assert.equal(answerBytes(answer, 'GET').toString('latin1'), 'HTTP/1.1 207 Answer\r\nX-\u00e9:  a \r\nContent-Length: 2\r\n\r\nok');
  assert.equal(answerBytes(answer, 'HEAD').toString('latin1'), 'HTTP/1.1 207 Answer\r\nX-\u00e9:  a \r\nContent-Length: 2\r\n\r\n');
});
test('an_answer_without_a_length_ends_with_the_connection', () => {
  assert.equal(endsItself({ status: 200, headers: [] }, 'GET'), false);
  assert.equal(endsItself({ status: 204, headers: [] }, 'GET'), true);
});
test('written_ports_travel_as_real_ones_and_back', () => {
  const ports = new Ports([40001, 40002, 40003]);
  assert.equal(ports.outward('http://localhost:8101, http://127.0.0.1:8103/x :81011'), 'http://localhost:40001, http://127.0.0.1:40003/x :81011');
  assert.equal(ports.inward('http://localhost:40001 http://127.0.0.1:40002/x :5432'), 'http://localhost:8101 http://127.0.0.1:8102/x :5432');
});
