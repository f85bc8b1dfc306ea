// What goes wrong in practice, set up on real servers and watched in real browsers.
//
// For every fault a misbehaving server is started (nginx with a broken
// configuration, or a server that errs), a browser asks it, and how it ends,
// what script sees, what the console says and what the server answered are
// compared with what `cors explain` predicts for that fault. The same set-up,
// mended, is compared with the prediction without the fault.

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MissingBrowser } from './drivers/find.mjs';
import { stopEverythingOnExit, until } from './drivers/process.mjs';
import { Listener } from './judge/listener.mjs';
import { findCors } from './judge/predict.mjs';
import { BROWSERS } from './options.mjs';
import { CASES, ELSEWHERE, withToken } from './pitfalls/cases.mjs';
import { MissingNginx } from './pitfalls/nginx.mjs';
import { perform } from './pitfalls/perform.mjs';
import { predict } from './pitfalls/predict.mjs';
import { startServer } from './wire/server.mjs';

const HELP = `Usage: node tests/browsers/pitfalls.mjs [options]

Sets up what goes wrong in practice on real servers and compares what browsers do with what the core predicts.

  --browser LIST   ${BROWSERS.join(', ')} (default: all three)
  --only TEXT      only cases whose id begins with TEXT
  --cors PATH      the \`cors\` program (default: $CORS, or newest below the target folder)
  --report FILE    where to write the counts and what is missing, as JSON
  --verbose        print every case with what was seen
  --help
`;
/** A browser's first start on a busy machine. */
const START_SECONDS = 90;
/** What the tokens of this run begin with. */
const RUN = randomBytes(4).toString('hex');

stopEverythingOnExit();
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.code?.startsWith?.('ERR_PARSE_ARGS') ? `${error.message}\n\n${HELP}` : (error.stack ?? error.message));
  process.exitCode = 2;
}
process.exit();

async function main() {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: BROWSERS.join(',') },
      only: { type: 'string', default: '' },
      cors: { type: 'string' },
      report: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const cases = CASES.filter(({ id }) => id.startsWith(values.only));
  if (cases.length === 0) throw new Error(`no case begins with ${values.only}`);
  const cors = findCors(values.cors ?? null);
  let [passed, failed] = [0, 0];
  const missing = [];
  for (const browser of values.browser.split(',')) {
    if (!BROWSERS.includes(browser)) throw new Error(`--browser ${browser}: choose from ${BROWSERS.join(', ')}`);
    try {
      const counts = await runBrowser(browser, cases, cors, values.verbose);
      passed += counts.passed;
      failed += counts.failed;
    } catch (error) {
      if (!(error instanceof MissingBrowser || error instanceof MissingNginx)) throw error;
      console.log(`NOT RUN: ${error.message}`);
      missing.push({ browser, packages: error.packages });
    }
  }
  if (values.report) writeFileSync(values.report, `${JSON.stringify({ passed, failed, missing })}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 || (missing.length > 0 && process.env.CI === 'true') ? 1 : 0;
}

async function runBrowser(name, cases, cors, verbose) {
  const driver = await import(`./drivers/${name}.mjs`);
  const server = await startServer();
  const browser = await driver.launch();
  const counts = { passed: 0, failed: 0 };
  const stage = { server, browser, listener: new Listener(server, browser), cors, open: opener(server, browser) };
  try {
    console.log(`${name} ${browser.version}: ${cases.length} cases`);
    for (const [number, plain] of cases.entries()) {
      for (const mended of plain.triesMended ? [false, true] : [false]) {
        const kase = withToken(plain, `${RUN}-${name}-${number}${mended ? '-mended' : ''}`);
        const predicted = translated(predict(cors, name, kase, mended));
        const seen = await perform(stage, kase, mended);
        const differences = compare(predicted, seen);
        counts[differences.length > 0 ? 'failed' : 'passed'] += 1;
        const title = `${name}: ${kase.id}${mended ? ', mended' : ''} (${predicted.effect})`;
        if (verbose) console.log(`${title}: ${JSON.stringify(seen)}`);
        for (const { field, predicted: wanted, seen: got } of differences) {
          console.log(`DIFFERS ${title}\n  ${field}: predicted ${JSON.stringify(wanted)}\n  ${' '.repeat(field.length)}       seen ${JSON.stringify(got)}`);
        }
      }
    }
  } finally {
    server.close();
    await browser.close();
  }
  return counts;
}

/** Shows the page under the origin that a case wants, and waits until it asks for work. */
function opener(server, browser) {
  let shown = null;
  return async (origin) => {
    if (shown === origin) return;
    await browser.open(server.newPage(origin));
    await until(`the page ${origin}`, START_SECONDS, () => server.pageAsks);
    shown = origin;
  };
}

function compare(predicted, seen) {
  const fields = ['allowed', 'console', 'answered', ...(predicted.error === null && !predicted.allowed ? [] : ['error'])];
  return fields
    .map((field) => ({ field, predicted: predicted[field], seen: seen[field] }))
    .filter(({ predicted: one, seen: other }) => JSON.stringify(one) !== JSON.stringify(other));
}

/** The model's other host is one that is served here. */
function translated(predicted) {
  const [from, to] = ELSEWHERE;
  return JSON.parse(JSON.stringify(predicted).replaceAll(from, to));
}
