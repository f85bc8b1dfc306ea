// One case in one browser: the server is started, the page asks, and what was seen is told.

import { pause } from '../drivers/process.mjs';
import { telling } from '../judge/console-text.mjs';
import { mapStrings } from '../judge/exchange.mjs';
import { Ports } from '../wire/ports.mjs';
import { freePorts } from './nginx.mjs';
import { snippetFor } from './predict.mjs';
import { SETUPS } from './setups.mjs';

const TIMEOUT_MS = 20_000;
/** Messages come from another process, a little after the outcome. */
const LISTEN_MS = 300;
/** What is left of a network failure that is not about CORS. */
const CONNECTION = /^Failed to load resource: net::ERR_/;
/** Firefox uses no cached preflight in the first second of traffic to a host. */
const SETTLE_MS = 1300;

/** Performs a case; `open` shows the page under an origin. */
export async function perform({ server, browser, open, cors }, kase, mended) {
  const [port, other] = await freePorts(2);
  const ports = new Ports([server.ports.real[0], port, other]);
  const outward = (value) => mapStrings(value, (text) => ports.outward(text));
  const { policy, request, before } = outward(kase);
  const later = { ...policy, allow_origins: ['https://new.example'] };
  const setup = await SETUPS[kase.fault]({
    origin: request.page_origin,
    port,
    other,
    snippet: snippetFor(cors, policy),
    later: snippetFor(cors, later),
    mended,
  });
  try {
    await open(request.page_origin);
    const ask = (what) => server.perform({ headers: [], mode: 'cors', credentials: 'same-origin', ...what }, false, TIMEOUT_MS);
    await prepare(before, { ask, request, setup });
    setup.answered();
    await browser.console();
    const seen = await ask(request);
    await pause(LISTEN_MS);
    const lines = (await browser.console()).map((line) => ports.inward(line));
    return {
      allowed: seen.allowed,
      error: seen.allowed ? null : seen.error,
      console: printed(lines),
      answered: setup.answered(),
    };
  } finally {
    await setup.close();
  }
}

/** What happened before. */
async function prepare(before, { ask, request, setup }) {
  if (before.image) await ask({ api: 'image', url: request.url });
  if (before.visitor !== undefined) {
    const headers = before.visitor === null ? {} : { Origin: before.visitor };
    const answer = await fetch(request.url, { headers });
    if (answer.status !== 200) throw new Error(`the visitor got ${answer.status}`);
  }
  if (before.again) {
    // The host is warm when a second request needs no preflight of its own.
    const warm = { ...request, url: new URL('/warm', request.url).href };
    await ask(warm);
    await pause(SETTLE_MS);
    for (const one of [warm, warm, request]) {
      const { allowed, error } = await ask(one);
      if (!allowed) throw new Error(`the request was refused before the policy changed: ${error}`);
    }
    await setup.change();
    await pause(SETTLE_MS);
  }
}

/** The lines that tell a cause; a network failure's own line where there is no other. */
function printed(lines) {
  const causes = telling(lines);
  const left = causes.length > 0 ? causes : [...new Set(lines.filter((line) => CONNECTION.test(line)))];
  return left.length > 0 ? left.join('\n') : null;
}
