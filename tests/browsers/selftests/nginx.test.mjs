import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { pause, stopEverything } from '../drivers/process.mjs';
import { ask } from '../pitfalls/ask.mjs';
import { startApp } from '../pitfalls/app.mjs';
import { closedPort, freePorts } from '../pitfalls/held-ports.mjs';
import { Nginx, nginxProgram } from '../pitfalls/nginx.mjs';

const skip = nginxProgram() ? false : 'nginx is not installed';
const ROUNDS = 50;

after(stopEverything);

async function withNginx(content, use) {
  const [port] = await freePorts(1);
  const conf = (part) => `server { listen 127.0.0.1:${port}; ${part} }`;
  const nginx = await Nginx.start(conf(content));
  try {
    await use(nginx, { port, conf, get: (path) => ask(`http://127.0.0.1:${port}${path}`) });
  } finally {
    await nginx.stop();
  }
}

test('each_answer_is_counted_once_and_for_its_own_case', { skip }, async () => {
  const app = await startApp();
  await withNginx(`location / { proxy_pass http://127.0.0.1:${app.port}; }`, async (nginx, { port, get }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await get(`/?case=${round}`);
      assert.deepEqual(await nginx.answered(`${round}`, [port]), ['GET 200'], `round ${round}`);
      assert.deepEqual(await nginx.answered(`${round}`, [port]), [], `round ${round}`);
    }
  });
  app.close();
});

test('requests_without_the_token_and_on_other_ports_are_not_counted', { skip }, () => withNginx('return 204;', async (nginx, { port, get }) => {
  for (const path of ['/ready', '/?case=b', '/?case=aa', '/case=a', '/?case=a']) await get(path);
  assert.deepEqual(await nginx.answered('a', [port]), ['GET 204']);
  await get('/?case=a');
  assert.deepEqual(await nginx.answered('a', [port + 1]), []);
}));

test('a_request_that_is_still_in_hand_is_waited_for', { skip }, async () => {
  let arrive;
  const arrived = new Promise((resolve) => { arrive = resolve; });
  const app = createServer((_, response) => arrive(response));
  await new Promise((resolve) => app.listen(0, '127.0.0.1', resolve));
  await withNginx(`location / { proxy_pass http://127.0.0.1:${app.address().port}; }`, async (nginx, { port, get }) => {
    const pending = get('/?case=a');
    const response = await arrived;
    const answered = nginx.answered('a', [port]);
    assert.equal(await Promise.race([answered, pause(200)]), undefined);
    response.end();
    assert.deepEqual(await answered, ['GET 200']);
    await pending;
  });
  app.close();
});

test('after_a_change_nothing_is_answered_by_the_old_configuration', { skip }, () => withNginx('return 200;', async (nginx, { conf, get }) => {
  for (let round = 0; round < 10; round += 1) {
    const status = 200 + (round % 2);
    await nginx.change(conf(`return ${status};`));
    assert.equal((await get('/')).status, status, `round ${round}`);
  }
}));

test('a_closed_port_refuses_and_nobody_can_listen_there', async () => {
  const port = await closedPort();
  await assert.rejects(ask(`http://127.0.0.1:${port}/`), { code: 'ECONNREFUSED' });
  const listener = createServer();
  await assert.rejects(new Promise((resolve, reject) => listener.once('error', reject).listen(port, '127.0.0.1', resolve)), { code: 'EADDRINUSE' });
});

test('an_nginx_that_cannot_start_is_told_with_its_reason', { skip }, async () => {
  const [port] = await freePorts(1);
  await assert.rejects(Nginx.start(`server { listen 127.0.0.1:${port}; no_such_directive; }`), /no_such_directive/);
});
