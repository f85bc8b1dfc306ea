// What a browser has printed, up to a mark.
//
// Messages come from another process, some time after the outcome that they
// tell of. No pause is long enough for that on every machine, so the page itself
// prints a mark when the outcome is there: what was printed before the mark has
// come once the mark has come.

import { until } from '../drivers/process.mjs';

/** The drivers know it by this beginning. */
const MARK = 'judge-mark-';
const MARK_SECONDS = 60;
const LOOK_EVERY_MS = 10;

export class Listener {
  #marks = 0;
  #lines = [];

  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  /** The lines that have been printed since the last call, by the page or by the frame with the opaque origin. */
  async lines(opaque = false) {
    this.#marks += 1;
    const mark = `${MARK}${this.#marks}`;
    const isMark = (line) => line.endsWith(mark);
    await this.server.perform({ api: 'mark', text: mark }, opaque, MARK_SECONDS * 1000);
    await until(`the mark ${mark} on the console`, MARK_SECONDS, async () => {
      this.#lines.push(...(await this.browser.console()));
      return this.#lines.some(isMark);
    }, LOOK_EVERY_MS);
    const lines = this.#lines.splice(0, this.#lines.findIndex(isMark) + 1);
    return lines.slice(0, -1);
  }
}
