// One case in one browser: the server is started, the page asks, and what was seen is told.

import { pause } from '../drivers/process.mjs';
import { telling } from '../judge/console-text.mjs';
import { mapStrings } from '../judge/exchange.mjs';
import { Ports } from '../wire/ports.mjs';
import { ask } from './ask.mjs';
import { freePorts, release } from './held-ports.mjs';
import { snippetFor } from './predict.mjs';
import { portFor, SETUPS } from './setups.mjs';

const TIMEOUT_MS = 60_000;
/** What is left of a network failure that is not about CORS. */
const CONNECTION = /^Failed to load resource: net::ERR_/;
/** Firefox uses no cached preflight in the first second of traffic to a host. */
const WARM_UP_SECONDS = 60;
const WARM_UP_EVERY_MS = 100;
/** A host is warm after so many requests in turn that needed no preflight. */
const REUSES = 3;

/** Performs a case that has a token; `open` shows the page under an origin. */
export async function perform({ server, browser, listener, open, cors }, kase, mended) {
  const port = await portFor(kase.fault, mended);
  const [other] = await freePorts(1);
  const ports = new Ports([server.ports.real[0], port, other]);
  const outward = (value) => mapStrings(value, (text) => ports.outward(text));
  const { token } = kase;
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
    const fetched = (what) => server.perform({ headers: [], mode: 'cors', credentials: 'same-origin', ...what }, false, TIMEOUT_MS);
    await prepare(before, { fetched, request, setup, token });
    // What was done so far is no part of the case.
    await setup.answered(token);
    await listener.lines();
    const seen = await fetched(request);
    const lines = (await listener.lines()).map((line) => ports.inward(line));
    return {
      allowed: seen.allowed,
      error: seen.allowed ? null : seen.error,
      console: printed(lines),
      answered: await setup.answered(token),
    };
  } finally {
    await setup.close();
    release([port, other]);
  }
}

/** What happened before. */
async function prepare(before, { fetched, request, setup, token }) {
  if (before.image) await fetched({ api: 'image', url: request.url });
  if (before.visitor !== undefined) {
    const answer = await ask(request.url, before.visitor === null ? {} : { Origin: before.visitor });
    if (answer.status !== 200) throw new Error(`the visitor got ${answer.status}`);
  }
  if (before.again) {
    const mustPass = async (one) => {
      const { allowed, error } = await fetched(one);
      if (!allowed) throw new Error(`the request was refused before the policy changed: ${error}`);
    };
    await warmUp(request, `${token}-warm`, { mustPass, setup });
    await mustPass(request);
    await setup.change();
  }
}

/** Talks with the server until the browser uses the preflights that it has cached, as it does from then on. */
async function warmUp(request, token, { mustPass, setup }) {
  const warm = { ...request, url: new URL(`/warm?case=${token}`, request.url).href };
  const end = performance.now() + WARM_UP_SECONDS * 1000;
  for (let reused = 0; reused < REUSES; ) {
    if (performance.now() > end) throw new Error(`after ${WARM_UP_SECONDS} s the browser still asks before each request`);
    await mustPass(warm);
    const answered = await setup.answered(token);
    reused = answered.some((line) => line.startsWith('OPTIONS ')) ? 0 : reused + 1;
    if (reused === 0) await pause(WARM_UP_EVERY_MS);
  }
}

/** The lines that tell a cause; a network failure's own line where there is no other. */
function printed(lines) {
  const causes = telling(lines);
  const left = causes.length > 0 ? causes : [...new Set(lines.filter((line) => CONNECTION.test(line)))];
  return left.length > 0 ? left.join('\n') : null;
}
