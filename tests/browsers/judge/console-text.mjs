// What browsers print, without the lines that say nothing.

import { existsSync, readFileSync } from 'node:fs';

/** Where the recorded texts lie. */
export const CORPUS = new URL('../../corpus/console.json', import.meta.url);

const NOISE = [/^Failed to load resource/, /^Fetch API cannot load .* due to access control checks\.$/, /^XMLHttpRequest cannot load .* due to access control checks\.$/];
const FIREFOX_FOLLOW_UP = /\(Reason: CORS request did not succeed\)\. Status code: \(null\)\.$/;
const WEBKIT_PREFIX = /^(?:http\S+:\d+:\d+: )?CONSOLE (?:SECURITY|JS|NETWORK|OTHER) (?:ERROR|WARNING|LOG) /;

/** The lines that name a cause. Firefox's second line is kept only when it is alone. */
export function telling(lines) {
  const plain = lines.map((line) => line.replace(WEBKIT_PREFIX, '').trim()).filter((line) => line !== '' && !NOISE.some((noise) => noise.test(line)));
  const causes = plain.filter((line) => !FIREFOX_FOLLOW_UP.test(line));
  return causes.length > 0 ? causes : [...new Set(plain)];
}

/**
 * Compares with the field `console` of a prediction; where there is none, with
 * what was recorded in the corpus, which the core's own tests are held to.
 */
export function compareConsole(predicted, recorded, lines) {
  const stated = predicted.at(-1)?.console;
  const expected = stated === undefined ? recorded : stated === null ? [] : [stated].flat();
  if (expected === undefined) return [];
  const seen = telling(lines);
  return JSON.stringify(expected) === JSON.stringify(seen) ? [] : [{ field: 'console', predicted: expected, seen, step: predicted.length - 1 }];
}

/** What the corpus says that `browser` prints, by case. */
export function readCorpus(browser) {
  if (!existsSync(CORPUS)) return new Map();
  return new Map(JSON.parse(readFileSync(CORPUS, 'utf8')).cases.map((entry) => [keyOf(entry), entry.console[browser]]));
}

/** An entry is for exactly the case that it was recorded from. */
export function keyOf({ id, request, preflight_response, response, hops }) {
  return JSON.stringify([id, request, preflight_response, response, hops]);
}

/** One entry of tests/corpus/console.json. */
export function corpusEntry(kase, linesByBrowser) {
  const { id, console_row, note, request, preflight_response, response, hops } = kase;
  const entry = { id, row: console_row, note, request, preflight_response, response, ...(hops ? { hops } : {}) };
  const console = Object.fromEntries(Object.entries(linesByBrowser).map(([browser, lines]) => [browser, telling(lines)]));
  return { ...entry, console };
}
