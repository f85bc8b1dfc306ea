import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startServer } from '../wire/server.mjs';

/** Sends raw text to one of the three hosts and gives the raw answer. */
function send(server, host, text) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(server.ports.real[host]), '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      answer += chunk;
      socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

async function withServer(use) {
  const server = await startServer();
  try {
    await use(server);
  } finally {
    server.close();
  }
}

const HOPS = [{ host: 1, target: '/c/a~1', preflight_response: { status: 204, headers: [['X-Which', 'preflight']] }, response: { status: 200, headers: [['X-Which', 'actual'], ['Content-Length', '2']] } }];

test('a_preflight_and_a_plain_options_get_different_answers', () => withServer(async (server) => {
  const arrived = [];
  server.activate('/c/a~1', HOPS, arrived);
  assert.match(await send(server, 1, `OPTIONS /c/a~1 HTTP/1.1\r\nOrigin: http://localhost:${server.ports.real[0]}\r\nAccess-Control-Request-Method: PUT\r\n\r\n`), /X-Which: preflight/);
  assert.match(await send(server, 1, 'OPTIONS /c/a~1 HTTP/1.1\r\n\r\n'), /X-Which: actual/);
  assert.deepEqual(arrived.map(({ preflight, hop }) => [preflight, hop]), [[true, 0], [false, 0]]);
  assert.deepEqual(arrived[0].headers[0], ['Origin', 'http://localhost:8101']);
}));

test('a_url_outside_the_chain_is_recorded_as_such', () => withServer(async (server) => {
  const arrived = [];
  server.activate('/c/a~1', HOPS, arrived);
  assert.match(await send(server, 2, 'GET /c/a~1/9 HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 404/);
  assert.deepEqual(arrived.map(({ hop, target }) => [hop, target]), [[-1, '/c/a~1/9']]);
}));

test('a_url_that_occurs_again_is_the_next_hop', () => withServer(async (server) => {
  const arrived = [];
  const hop = (text) => ({ ...HOPS[0], response: { status: 200, headers: [['X-Which', text], ['Content-Length', '0']] } });
  server.activate('/c/a~1', [hop('first'), hop('second')], arrived);
  assert.match(await send(server, 1, 'GET /c/a~1 HTTP/1.1\r\n\r\n'), /first/);
  assert.match(await send(server, 1, 'GET /c/a~1 HTTP/1.1\r\n\r\n'), /second/);
  assert.deepEqual(arrived.map(({ hop: index }) => index), [0, 1]);
}));

test('a_case_without_an_answer_is_a_closed_connection', () => withServer(async (server) => {
  server.activate('/c/a~1', [{ ...HOPS[0], response: null }], []);
  assert.equal(await send(server, 1, 'GET /c/a~1 HTTP/1.1\r\n\r\n'), '');
}));

test('only_the_newest_page_is_given_work', () => withServer(async (server) => {
  const poll = (address) => fetch(address.replace('/judge/', '/judge/next')).then((response) => response.json());
  const [left, shown] = [server.newPage(), server.newPage()];
  poll(left).catch(() => undefined);
  const answer = poll(shown);
  while (!server.pageAsks) await new Promise((resolve) => setTimeout(resolve, 5));
  server.perform({ url: 'here' }, false, 20);
  assert.deepEqual((await answer).map(({ request }) => request), [{ url: 'here' }]);
  assert.equal(server.pageAsks, false);
}));

test('a_page_that_does_not_answer_times_out', () => withServer(async (server) => {
  assert.equal((await server.perform({}, false, 20)).timed_out, true);
}));
