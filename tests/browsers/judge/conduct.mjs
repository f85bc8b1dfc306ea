// Runs cases in one browser: quick ones side by side, sequences that wait in a
// phase of their own, and those whose console text matters one by one.

import { pause, until } from '../drivers/process.mjs';
import { startServer } from '../wire/server.mjs';
import { API, OTHER, PAGE } from '../wire/ports.mjs';
import { hopsOf, mapStrings, pathOf, stepsOf } from './exchange.mjs';
import { Listener } from './listener.mjs';
import { outcomeOf } from './observe.mjs';
import { timesOf } from './timing.mjs';

const REQUEST_TIMEOUT_MS = 60_000;
/** A browser's first start on a busy machine. */
const START_SECONDS = 90;
/** So many cases in a row without an answer: the browser has gone. */
const SILENT_CASES = 8;
/**
 * A browser opens six connections to a host, and a redirected request holds
 * its own while it asks for another: with six at once all would wait for ever.
 */
const QUICK_AT_ONCE = 4;
const WAITING_AT_ONCE = 24;
const LOT = 24;
const WARM_UP_SECONDS = 60;
/** A host is warm after so many sequences in turn whose second request needed no preflight. */
const REUSES = 3;

/** A browser that shows the page of a server of its own. */
export class Conductor {
  #nextRun = 1;
  #silent = 0;

  static async start(driver) {
    const server = await startServer();
    try {
      const browser = await driver.launch();
      const conductor = new Conductor(server, browser);
      await browser.open(server.newPage());
      await until('the page', START_SECONDS, () => server.pageAsks);
      await conductor.#warmUp();
      return conductor;
    } catch (error) {
      server.close();
      throw error;
    }
  }

  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
    this.listener = new Listener(server, browser);
    this.version = browser.version;
  }

  async close() {
    this.server.close();
    await this.browser.close();
  }

  /**
   * Runs all cases; calls `done(kase, result)` for each as it ends.
   *
   * Sequences come in small lots between which the cache is emptied where the
   * browser allows it: Firefox keeps a hundred entries and drops others then.
   */
  async runAll(cases, done) {
    const alone = cases.filter(isAlone);
    const waiting = cases.filter((kase) => !isAlone(kase) && waits(kase));
    const sequences = cases.filter((kase) => !isAlone(kase) && !waits(kase) && kase.steps);
    const quick = cases.filter((kase) => !isAlone(kase) && !waits(kase) && !kase.steps);
    await this.#inLots(sequences, QUICK_AT_ONCE, done);
    await this.#inLots(waiting, WAITING_AT_ONCE, done);
    await this.#pool(quick, QUICK_AT_ONCE, done);
    await this.#pool(alone, 1, done);
  }

  async #inLots(cases, width, done) {
    for (let start = 0; start < cases.length; start += LOT) {
      await this.browser.forgetPreflights?.();
      await this.#pool(cases.slice(start, start + LOT), width, done);
    }
  }

  async #pool(cases, width, done) {
    const queue = [...cases];
    const worker = async () => {
      for (let kase = queue.shift(); kase; kase = queue.shift()) {
        // What is printed before is about other cases.
        if (isAlone(kase)) for (const opaque of [true, false]) await this.listener.lines(opaque);
        const result = await this.#run(kase);
        if (isAlone(kase)) result.console = await this.#listen(kase, result);
        done(kase, result);
      }
    };
    await Promise.all(Array.from({ length: Math.min(width, cases.length) }, worker));
  }

  /** Runs a case under URLs that nothing has used before. */
  async #run(kase) {
    const run = this.#nextRun;
    this.#nextRun += 1;
    const path = pathOf(kase);
    const served = `${path}~${run}`;
    const rename = (text) => this.server.ports.outward(text.replaceAll(new RegExp(`${escape(path)}(?![\\w~.-])`, 'g'), served));
    const outcomes = [];
    const times = [];
    for (const step of stepsOf(kase)) {
      if (step.delay_seconds > 0) await pause(step.delay_seconds * 1000);
      const began = performance.now();
      const arrived = [];
      const hops = hopsOf(kase, step).map((hop) => mapStrings(hop, rename));
      this.server.activate(served, hops, arrived);
      const seen = await this.server.perform(mapStrings(step.request, rename), step.request.origin === 'null', REQUEST_TIMEOUT_MS);
      times.push(timesOf(began, arrived, performance.now()));
      this.server.deactivate(served);
      outcomes.push(outcomeOf(seen, arrived.map((request) => ({ ...request, target: request.target.replace(served, path) }))));
    }
    this.#silent = outcomes.every((outcome) => outcome.timed_out) ? this.#silent + 1 : 0;
    if (this.#silent >= SILENT_CASES) throw new Error(`the browser (version ${this.version}) has stopped answering`);
    return { outcomes, times, served, path };
  }

  /**
   * The console lines of the case that has just ended, as a case would write
   * them. A line that names another address is not about this case.
   */
  async #listen(kase, { served, path }) {
    const lines = await this.listener.lines(stepsOf(kase).at(-1).request.origin === 'null');
    return lines.filter((line) => !line.includes('/c/') || line.includes(served)).map((line) => this.server.ports.inward(line).replaceAll(served, path));
  }

  /**
   * Talks with each host until a second request reuses the first one's
   * preflight, as all later ones do: the first connection is slow, and Firefox
   * uses no cached preflight in the first second of traffic to a host.
   */
  async #warmUp() {
    for (const host of [PAGE, API, OTHER]) {
      for (const origin of [PAGE, 'null']) await this.#mustPass(warmUpCase(host, origin, 1));
    }
    for (const host of [API, OTHER]) {
      const end = performance.now() + WARM_UP_SECONDS * 1000;
      for (let reused = 0; reused < REUSES; ) {
        if (performance.now() > end) throw new Error(`after ${WARM_UP_SECONDS} s the browser still asks ${host} before each request`);
        const outcomes = await this.#mustPass(warmUpCase(host, PAGE, 2));
        reused = outcomes[1].preflight ? 0 : reused + 1;
      }
    }
  }

  async #mustPass(kase) {
    const { outcomes } = await this.#run(kase);
    const failed = outcomes.find((outcome) => !outcome.allowed);
    if (failed) throw new Error(`the warm-up failed: ${failed.error}`);
    return outcomes;
  }
}

function warmUpCase(host, origin, count) {
  const request = { origin, url: `${host}/c/warm-up`, method: 'PUT', headers: [], credentials: 'omit', mode: 'cors' };
  const preflight_response = { status: 204, headers: [['Access-Control-Allow-Origin', '*'], ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Max-Age', '60']] };
  const response = { status: 200, headers: [['Access-Control-Allow-Origin', '*'], ['Content-Length', '2']] };
  const step = { delay_seconds: 0.15, request, preflight_response, response };
  return { id: 'warm-up', request, steps: Array(count).fill(step) };
}

/** Whether what is printed matters, so that nothing else may print. */
function isAlone(kase) {
  return kase.console_row !== undefined;
}

function waits(kase) {
  return stepsOf(kase).reduce((sum, step) => sum + step.delay_seconds, 0) > 1.2;
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
