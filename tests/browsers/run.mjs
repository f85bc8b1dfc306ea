// Running browsers as the judge: generated cases, served on loopback, performed
// by Chromium, Firefox and WebKitGTK, and compared with what the core predicts.

import { readFileSync, writeFileSync } from 'node:fs';
import { stdout } from 'node:process';
import { MissingBrowser } from './drivers/find.mjs';
import { stopEverythingOnExit } from './drivers/process.mjs';
import { generate, sample } from './generate/generate.mjs';
import { Conductor } from './judge/conduct.mjs';
import { CORPUS, corpusEntry } from './judge/console-text.mjs';
import { readDeviations } from './judge/deviations.mjs';
import { stepsOf, unservable } from './judge/exchange.mjs';
import { findCors, predict, recorded } from './judge/predict.mjs';
import { isLate } from './judge/timing.mjs';
import { judge } from './judge/verdict.mjs';
import { HELP, readOptions, UsageError } from './options.mjs';
import { table, totals, undecidedText, unplannedText, writeReport } from './report.mjs';

/** How much of the differences goes to the terminal; the report has them all. */
const CASES_SHOWN = 20;
const FIELDS_SHOWN = 6;

stopEverythingOnExit();
try {
  process.exitCode = await main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${HELP}` : error.message);
  if (!(error instanceof UsageError) && process.env.DEBUG) console.error(error.stack);
  process.exitCode = 2;
}
// A browser's pipe that is still open must not keep the run alive.
process.exit();

async function main(options) {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { cases, source } = casesFor(options);
  const looksOnly = options.record !== null || options.recordConsole;
  const cors = options.recorded || looksOnly ? null : findCors(options.cors);
  const deviations = readDeviations();
  const verdicts = [];
  const missing = [];
  const one = async (browser) => {
    try {
      verdicts.push(await runBrowser(browser, cases, options, cors, deviations));
    } catch (error) {
      if (!(error instanceof MissingBrowser)) throw error;
      missing.push({ browser, packages: error.packages });
      console.log(`NOT RUN: ${error.message}`);
    }
  };
  if (options.sideBySide) await Promise.all(options.browsers.map(one));
  else for (const browser of options.browsers) await one(browser);
  verdicts.sort((a, b) => options.browsers.indexOf(a.browser) - options.browsers.indexOf(b.browser));

  if (looksOnly) {
    if (options.record !== null) record(options.record, cases, verdicts);
    if (options.recordConsole) recordConsole(cases, verdicts);
    return verdicts.length === options.browsers.length ? 0 : 1;
  }
  const groups = {};
  for (const { group = 'other' } of cases) groups[group] = (groups[group] ?? 0) + 1;
  const run = { source, predicted_by: cors === null ? 'the recording' : 'cors fetch', seed: options.seed, groups, missing };
  const { markdown } = writeReport(options.report, run, verdicts);
  for (const verdict of verdicts) showDifferences(verdict);
  console.log(['', ...table(verdicts), ''].join('\n'));
  console.log(`Report: ${markdown}`);
  const { passed, failed } = totals(verdicts);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || verdicts.length === 0 || (missing.length > 0 && process.env.CI === 'true') ? 1 : 0;
}

/** The cases of a run, from the generator or from a file. */
function casesFor({ count, file, seed, sample: size, only }) {
  const all = file === null ? generate(seed, count) : readCases(file);
  const chosen = only === null ? all : all.filter(({ id }) => id.startsWith(only));
  const cases = size === null ? chosen : sample(chosen, size);
  const part = cases.length === all.length ? '' : ` of ${all.length}`;
  const source = file === null ? `${cases.length}${part} cases generated from the seed ${seed}` : `${cases.length}${part} cases of ${file.split('/').at(-1)}`;
  if (cases.length === 0) throw new UsageError('no case is left to run');
  return { cases, source };
}

function readCases(file) {
  const cases = JSON.parse(readFileSync(file, 'utf8'));
  const served = cases.filter((kase) => unservable(kase) === null);
  for (const kase of cases) {
    const why = unservable(kase);
    if (why !== null) console.log(`NOT RUN: ${kase.id}: ${why}`);
  }
  return served;
}

async function runBrowser(browser, cases, options, cors, deviations) {
  const predictions = await predictionsFor(browser, cases, options, cors);
  const again = cors === null ? null : (measured) => predict(cors, browser, measured);
  const conductor = await Conductor.start(await import(`./drivers/${browser}.mjs`));
  try {
    const show = progress(`${browser} ${conductor.version}`, cases.length);
    const verdict = await judge({ conductor, browser, cases, predictions, predict: again, deviations, onProgress: show });
    if (again === null) refuseLate(cases, verdict.results);
    return verdict;
  } finally {
    await conductor.close();
  }
}

/** Predictions by id; null while recording, when there is nothing to compare with. */
async function predictionsFor(browser, cases, { recorded: fromFile }, cors) {
  if (cors === null && !fromFile) return null;
  const predictions = cors === null ? recorded(browser, cases) : await predict(cors, browser, cases);
  return new Map(cases.map(({ id }, index) => [id, predictions[index]]));
}

/** A recording is of the planned waits, and only the core can say what is right after others. */
function refuseLate(cases, results) {
  const late = cases.filter((kase) => isLate(kase, results.get(kase.id).times));
  if (late.length > 0) throw new Error(`the machine was too busy to record or to compare with a recording: ${late.map(({ id }) => id).join(', ')} waited longer than planned`);
}

/** A line that renews itself on a terminal, and ten lines elsewhere. */
function progress(name, total) {
  const every = stdout.isTTY ? 10 : Math.ceil(total / 10);
  return (done, differing) => {
    if (done % every !== 0 && done !== total) return;
    const text = `${name}: ${done}/${total} cases${differing > 0 ? `, ${differing} differ so far` : ''}`;
    stdout.write(stdout.isTTY ? `\r\x1b[K${text}${done === total ? '\n' : ''}` : `${text}\n`);
  };
}

function showDifferences({ browser, version, differences, stale, unplanned, undecided }) {
  const unexplained = differences.filter((difference) => difference.differences.some(({ explained }) => explained === null));
  for (const { id, note, differences: found } of unexplained.slice(0, CASES_SHOWN)) {
    console.log(`\n${browser} ${version}: ${id} (${note})`);
    const open = found.filter((difference) => difference.explained === null);
    for (const { field, step, predicted, seen } of open.slice(0, FIELDS_SHOWN)) {
      console.log(`  step ${step + 1}, ${field}: predicted ${JSON.stringify(predicted)}, seen ${JSON.stringify(seen)}`);
    }
    if (open.length > FIELDS_SHOWN) console.log(`  and ${open.length - FIELDS_SHOWN} more fields`);
  }
  if (unexplained.length > CASES_SHOWN) console.log(`\n${browser}: ${unexplained.length - CASES_SHOWN} more in the report`);
  if (unplanned.length > 0) console.log(`NOTE ${browser}: ${unplannedText(unplanned)}`);
  if (undecided.length > 0) console.log(`NOTE ${browser}: ${undecidedText(undecided)}`);
  for (const entry of stale) console.log(`\n${browser} ${version}: deviations.json explains nothing any more with ${JSON.stringify(entry)}`);
}

/** Writes the cases with what was seen, in the form that `--recorded` reads. */
function record(file, cases, verdicts) {
  const lines = cases.map((kase) => {
    const seen = (step) => Object.fromEntries(verdicts.map(({ browser, results }) => {
      const { stray: _, error: __, ...outcome } = results.get(kase.id).outcomes[step];
      return [browser, outcome];
    }));
    const steps = kase.steps?.map((step, index) => ({ ...step, expect_in: seen(index) }));
    return JSON.stringify({ ...kase, ...(steps ? { steps } : {}), expect_in: seen(0) });
  });
  writeFileSync(file, `[\n${lines.join(',\n')}\n]\n`);
  console.log(`Recorded: ${file}`);
}

/** Writes what the browsers print, one case a line. */
function recordConsole(cases, verdicts) {
  const lines = cases.filter((kase) => kase.console_row !== undefined && stepsOf(kase).length === 1).map((kase) => {
    const printed = Object.fromEntries(verdicts.map(({ browser, results }) => [browser, results.get(kase.id).console]));
    return JSON.stringify(corpusEntry(kase, printed));
  });
  const versions = JSON.stringify(Object.fromEntries(verdicts.map(({ browser, version }) => [browser, version])));
  writeFileSync(CORPUS, `{\n"recorded_in": ${versions},\n"cases": [\n${lines.join(',\n')}\n]\n}\n`);
  console.log('Recorded: tests/corpus/console.json');
}
