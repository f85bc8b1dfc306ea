// Asks the server for requests to perform, performs them all at once, and
// reports each outcome as soon as it is there.

'use strict';

const waiting = new Map();
const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-scripts');
frame.srcdoc = `<script src="${location.origin}/judge/perform.js"><\/script>
<script>addEventListener('message', async (event) => {
  event.source.postMessage({ ticket: event.data.ticket, seen: await perform(event.data.request) }, '*');
});<\/script>`;
const frameReady = new Promise((resolve) => frame.addEventListener('load', resolve));
document.body.append(frame);

addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow) return;
  waiting.get(event.data.ticket)?.(event.data.seen);
  waiting.delete(event.data.ticket);
});

/** Performs a request in the sandboxed frame, whose origin is opaque. */
async function performInFrame(ticket, request) {
  await frameReady;
  return new Promise((resolve) => {
    waiting.set(ticket, resolve);
    frame.contentWindow.postMessage({ ticket, request }, '*');
  });
}

async function run({ ticket, request, opaque }) {
  const seen = await (opaque ? performInFrame(ticket, request) : perform(request));
  await fetch('/judge/result', { method: 'POST', body: JSON.stringify({ ticket, seen }) });
}

(async () => {
  for (;;) {
    try {
      const response = await fetch(`/judge/next${location.search}`, { cache: 'no-store' });
      for (const item of await response.json()) run(item);
    } catch {
      // The server has stopped, or the connection was cut: ask again a little later.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
})();
