// What browsers print, without the lines that say nothing.

const NOISE = [/^Failed to load resource/, /^Fetch API cannot load .* due to access control checks\.$/, /^XMLHttpRequest cannot load .* due to access control checks\.$/];
const FIREFOX_FOLLOW_UP = /\(Reason: CORS request did not succeed\)\. Status code: \(null\)\.$/;
const WEBKIT_PREFIX = /^CONSOLE (?:SECURITY|JS|NETWORK|OTHER) (?:ERROR|WARNING|LOG) /;

/** The lines that name a cause. Firefox's second line is kept only when it is alone. */
export function telling(lines) {
  const plain = lines.map((line) => line.replace(WEBKIT_PREFIX, '').trim()).filter((line) => line !== '' && !NOISE.some((noise) => noise.test(line)));
  const causes = plain.filter((line) => !FIREFOX_FOLLOW_UP.test(line));
  return causes.length > 0 ? causes : [...new Set(plain)];
}

/** Compares with the field `console` of a prediction, if it has one. */
export function compareConsole(predicted, lines) {
  const stated = predicted.at(-1)?.console;
  if (stated === undefined) return [];
  const expected = stated === null ? [] : [stated].flat();
  const seen = telling(lines);
  return JSON.stringify(expected) === JSON.stringify(seen) ? [] : [{ field: 'console', predicted: expected, seen, step: predicted.length - 1 }];
}

/** One entry of tests/corpus/console.json. */
export function corpusEntry(kase, linesByBrowser) {
  const { id, console_row, note, request, preflight_response, response, hops } = kase;
  const entry = { id, row: console_row, note, request, preflight_response, response, ...(hops ? { hops } : {}) };
  const console = Object.fromEntries(Object.entries(linesByBrowser).map(([browser, lines]) => [browser, telling(lines)]));
  return { ...entry, console };
}
