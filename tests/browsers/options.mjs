// What can be said on the command line.

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_COUNT, DEFAULT_SEED } from './generate/generate.mjs';

export const BROWSERS = ['chromium', 'firefox', 'webkit'];

export const HELP = `Usage: node tests/browsers/run.mjs [options]

Runs cases in real browsers and compares what they do with what the core predicts.

  --browser LIST       chromium, firefox, webkit (default: all three)
  --cases N|FILE       how many cases to generate (default ${DEFAULT_COUNT}), or a file of cases
  --sample N           only N of them, spread evenly, always the same
  --only TEXT          only cases whose id begins with TEXT
  --seed N             the seed of the generator (default ${DEFAULT_SEED})
  --recorded           predict from the file's own expect_in instead of the command line \`cors\`
  --cors PATH          the \`cors\` program (default: $CORS, or newest below the target folder)
  --report PLACE       a folder, or a file that ends in .json (default tests/artifacts/browsers)
  --record FILE        compare nothing, but write the cases with what each browser did, as vectors
  --record-console     write what the browsers print to tests/corpus/console.json
  --side-by-side       run the browsers at the same time
  --help
`;

/** A mistake on the command line, in words for the person who made it. */
export class UsageError extends Error {}

export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        browser: { type: 'string', default: BROWSERS.join(',') },
        cases: { type: 'string', default: String(DEFAULT_COUNT) },
        sample: { type: 'string' },
        only: { type: 'string' },
        seed: { type: 'string', default: String(DEFAULT_SEED) },
        recorded: { type: 'boolean', default: false },
        cors: { type: 'string' },
        report: { type: 'string', default: fileURLToPath(new URL('../artifacts/browsers/', import.meta.url)) },
        record: { type: 'string' },
        'record-console': { type: 'boolean', default: false },
        'side-by-side': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  const browsers = values.browser.split(',').map((name) => name.trim()).filter(Boolean);
  const unknown = browsers.find((name) => !BROWSERS.includes(name));
  if (unknown !== undefined || browsers.length === 0) throw new UsageError(`--browser ${values.browser}: choose from ${BROWSERS.join(', ')}`);
  const count = /^\d+$/.test(values.cases) ? wholeNumber('--cases', values.cases) : null;
  return {
    browsers,
    count,
    file: count === null ? values.cases : null,
    sample: values.sample === undefined ? null : wholeNumber('--sample', values.sample),
    only: values.only ?? null,
    seed: wholeNumber('--seed', values.seed),
    recorded: values.recorded,
    cors: values.cors ?? null,
    report: values.report,
    record: values.record ?? null,
    recordConsole: values['record-console'],
    sideBySide: values['side-by-side'],
    help: values.help,
  };
}

function wholeNumber(option, text) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new UsageError(`${option} ${text}: a whole number is needed`);
  return number;
}
