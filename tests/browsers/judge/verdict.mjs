// One browser's run: conduct, compare, explain. A case that differs is never run again.

import { compare } from './compare.mjs';
import { compareConsole, keyOf, readCorpus } from './console-text.mjs';
import { covers, entriesFor, explains } from './deviations.mjs';
import { asItTookPlace } from './timing.mjs';

/**
 * @param predictions by id, or null to only look
 * @param predict gives the predictions of a list of cases; without it, sequences are compared with `predictions`
 *   however long they waited
 * @returns the differences (explained or not) and the entries of the deviation list that explain nothing any more
 */
export async function judge({ conductor, browser, cases, predictions, predict, deviations, onProgress }) {
  const began = performance.now();
  const results = new Map();
  const differing = [];
  const sequences = [];
  const texts = readCorpus(browser);
  const look = (kase, result, predicted) => [...compare(predicted, result.outcomes), ...(result.console ? compareConsole(predicted, texts.get(keyOf(kase)), result.console) : [])];
  const note = (kase, result, differences) => {
    if (differences.length > 0) differing.push({ kase, result, differences });
  };
  await conductor.runAll(cases, (kase, result) => {
    results.set(kase.id, result);
    if (kase.steps && predict) sequences.push(kase);
    else if (predictions !== null) note(kase, result, look(kase, result, predictions.get(kase.id)));
    onProgress?.(results.size, differing.length);
  });
  const [unplanned, undecided] = [[], []];
  for (const { kase, possible } of await predictMeasured(sequences, results, predict)) {
    const result = results.get(kase.id);
    const found = possible.map((predicted) => look(kase, result, predicted));
    note(kase, result, found.find((differences) => differences.length === 0) ?? found[0]);
    if (possible.length > 1) undecided.push(kase.id);
    else if (!isSame(possible[0], predictions.get(kase.id))) unplanned.push(kase.id);
  }
  const entries = entriesFor(deviations, browser, conductor.version);
  const used = new Set();
  const differences = differing.map(({ kase, result, differences: found }) => {
    const explained = found.map((difference) => {
      const entry = entries.find((candidate) => explains(candidate, kase, difference));
      if (entry) used.add(entry);
      return { ...difference, explained: entry?.reason ?? null };
    });
    return { id: kase.id, group: kase.group, note: kase.note, error: result.outcomes.at(-1).error, differences: explained };
  });
  const stale = entries.filter((entry) => !used.has(entry) && cases.some((kase) => covers(entry, kase)));
  const unexplained = differences.filter((difference) => difference.differences.some(({ explained }) => explained === null));
  return {
    browser,
    version: conductor.version,
    cases: cases.length,
    unplanned,
    undecided,
    differences,
    explained: differences.length - unexplained.length,
    unexplained: unexplained.length,
    stale,
    seconds: (performance.now() - began) / 1000,
    results,
  };
}

/** What can have been right for each sequence, given when its steps took place: nearly always one thing. */
async function predictMeasured(sequences, results, predict) {
  const measured = sequences.map((kase) => ({ kase, variants: asItTookPlace(kase, results.get(kase.id).times) }));
  const predicted = measured.length > 0 ? await predict(measured.flatMap(({ variants }) => variants)) : [];
  return measured.map(({ kase, variants }) => {
    const ofCase = predicted.splice(0, variants.length);
    return { kase, possible: ofCase.filter((one, index) => ofCase.findIndex((other) => isSame(one, other)) === index) };
  });
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
