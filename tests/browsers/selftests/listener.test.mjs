import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listener } from '../judge/listener.mjs';

/** A browser whose messages come long after the page has answered. */
function slowBrowser(printed) {
  const came = [];
  const server = {
    async perform({ text }) {
      setTimeout(() => came.push(...printed.splice(0), `Uncaught ${text}`), 50);
    },
  };
  return [server, { console: async () => came.splice(0) }];
}

test('what_was_printed_before_the_mark_is_waited_for', async () => {
  const printed = ['a', 'b'];
  const listener = new Listener(...slowBrowser(printed));
  assert.deepEqual(await listener.lines(), ['a', 'b']);
  assert.deepEqual(await listener.lines(), []);
  printed.push('c');
  assert.deepEqual(await listener.lines(), ['c']);
});

test('what_comes_behind_the_mark_is_kept_for_the_next_call', async () => {
  const came = [];
  const server = { perform: async ({ text }) => came.push('a', text, 'b') };
  const listener = new Listener(server, { console: async () => came.splice(0) });
  assert.deepEqual(await listener.lines(), ['a']);
  assert.deepEqual(await listener.lines(), ['b', 'a']);
});
