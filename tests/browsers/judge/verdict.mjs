// One browser's run: conduct, compare, repeat what differs, explain.

import { compare } from './compare.mjs';
import { compareConsole, keyOf, readCorpus } from './console-text.mjs';
import { covers, entriesFor, explains } from './deviations.mjs';

/** How often a case that differs must agree, alone, to count as disturbed rather than different. */
const REPEATS = 2;

/**
 * @param predictions by id, or null to only look
 * @returns the differences (explained or not), the cases that settled, and the
 *   entries of the deviation list that explain nothing any more
 */
export async function judge({ conductor, browser, cases, predictions, deviations, onProgress }) {
  const began = performance.now();
  const results = new Map();
  const differing = [];
  const texts = readCorpus(browser);
  const look = (kase, result) => {
    if (predictions === null) return [];
    const predicted = predictions.get(kase.id);
    return [...compare(predicted, result.outcomes), ...(result.console ? compareConsole(predicted, texts.get(keyOf(kase)), result.console) : [])];
  };
  await conductor.runAll(cases, (kase, result) => {
    results.set(kase.id, result);
    const differences = look(kase, result);
    if (differences.length > 0) differing.push({ kase, result, differences });
    onProgress?.(results.size, differing.length);
  });
  const entries = entriesFor(deviations, browser, conductor.version);
  const used = new Set();
  const settled = [];
  const differences = [];
  for (const { kase, result, differences: found } of differing) {
    const again = await conductor.repeat(kase, REPEATS, (repeated) => look(kase, repeated).length === 0);
    if (again.every((repeated) => look(kase, repeated).length === 0)) {
      settled.push({ id: kase.id, note: kase.note, once: found });
      continue;
    }
    const explained = found.map((difference) => {
      const entry = entries.find((candidate) => explains(candidate, kase, difference));
      if (entry) used.add(entry);
      return { ...difference, explained: entry?.reason ?? null };
    });
    const stable = again.every((repeated) => JSON.stringify(look(kase, repeated)) === JSON.stringify(found));
    differences.push({ id: kase.id, group: kase.group, note: kase.note, stable, error: result.outcomes.at(-1).error, differences: explained });
  }
  const stale = entries.filter((entry) => !used.has(entry) && cases.some((kase) => covers(entry, kase)));
  const unexplained = differences.filter((difference) => difference.differences.some(({ explained }) => explained === null));
  return {
    browser,
    version: conductor.version,
    cases: cases.length,
    late: [...results.values()].filter((result) => result.late).length,
    differences,
    explained: differences.length - unexplained.length,
    unexplained: unexplained.length,
    settled,
    stale,
    seconds: (performance.now() - began) / 1000,
    results,
  };
}
