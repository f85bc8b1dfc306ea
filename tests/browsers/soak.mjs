// Runs the steps in browsers many times in a row: a test that fails once in
// thirty runs is as wrong as one that always fails, and is only found like this.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findCors } from './judge/predict.mjs';
import { BROWSERS } from './options.mjs';

const HELP = `Usage: node tests/browsers/soak.mjs [options]

Runs the steps in browsers many times in a row, as \`cargo xtask test\` calls them.

  --faults N       how often to run what goes wrong in practice (default 20)
  --exchanges N    how often to run the generated cases (default 5)
  --browser LIST   ${BROWSERS.join(', ')} (default: all three, one after another)
  --busy           keep every processor busy meanwhile
  --log FILE       where to append the results (default tests/artifacts/browsers/soak.log)
  --cors PATH      the \`cors\` program (default: $CORS, or newest below the target folder)
  --help
`;
const HERE = fileURLToPath(new URL('.', import.meta.url));
const ARTIFACTS = fileURLToPath(new URL('../artifacts/browsers/', import.meta.url));
/** Chromium has all cases, the others as many as in \`cargo xtask test\`. */
const SAMPLES = { firefox: ['--sample', '200'], webkit: ['--sample', '200'] };
/** Computes without end, in slices between which it sees that this process has gone. */
const LOAD = 'process.stdin.on("end", () => process.exit()).resume(); (function spin() { for (const end = Date.now() + 50; Date.now() < end;); setImmediate(spin); })();';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill();
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => process.exit(130));
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.code?.startsWith?.('ERR_PARSE_ARGS') ? `${error.message}\n\n${HELP}` : error.message);
  process.exitCode = 2;
}
process.exit();

async function main() {
  const { values } = parseArgs({
    options: {
      faults: { type: 'string', default: '20' },
      exchanges: { type: 'string', default: '5' },
      browser: { type: 'string', default: BROWSERS.join(',') },
      busy: { type: 'boolean', default: false },
      log: { type: 'string', default: join(ARTIFACTS, 'soak.log') },
      cors: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const browsers = values.browser.split(',');
  const cors = findCors(values.cors ?? null);
  mkdirSync(dirname(values.log), { recursive: true });
  const say = (text) => {
    console.log(text);
    appendFileSync(values.log, `${text}\n`);
  };
  if (values.busy) for (let count = 0; count < availableParallelism(); count += 1) startLoad();
  const plan = [
    ...runs('exchanges', values.exchanges, browsers, (browser) => ['run.mjs', '--browser', browser, '--report', join(ARTIFACTS, `soak-${browser}`), ...(SAMPLES[browser] ?? [])]),
    ...runs('faults', values.faults, browsers, (browser) => ['pitfalls.mjs', '--browser', browser]),
  ];
  say(`${now()} ${plan.length} runs on ${availableParallelism()} processors${values.busy ? ', which are kept busy' : ''}`);
  let failed = 0;
  for (const { name, args } of plan) {
    const { status, output, seconds } = await run([join(HERE, args[0]), ...args.slice(1), '--cors', cors]);
    // A browser that is not there has shown nothing.
    const passed = status === 0 && !output.includes('NOT RUN');
    if (!passed) failed += 1;
    const load = loadavg()[0].toFixed(1);
    say(`${now()} ${passed ? 'passed' : `FAILED (${status})`} ${name}${values.busy ? ', busy' : ''}: ${output.trimEnd().split('\n').at(-1)}, ${seconds.toFixed(0)} s, load ${load}`);
    for (const line of output.split('\n').filter((text) => !passed || text.startsWith('NOTE '))) say(`    ${line}`);
  }
  say(`${now()} ${plan.length - failed} of ${plan.length} runs passed, ${failed} failed`);
  return failed > 0 || plan.length === 0 ? 1 : 0;
}

function runs(step, count, browsers, argsFor) {
  if (!/^\d+$/.test(count)) throw new Error(`--${step} ${count}: a whole number is needed`);
  return Array.from({ length: Number(count) }, (_, index) => browsers.map((browser) => ({ name: `${step} ${index + 1}/${count} ${browser}`, args: argsFor(browser) }))).flat();
}

function startLoad() {
  const child = spawn(process.execPath, ['-e', LOAD], { stdio: ['pipe', 'ignore', 'inherit'] });
  running.add(child);
}

function run(args) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status, signal) => {
      running.delete(child);
      resolve({ status: status ?? signal, output, seconds: (performance.now() - began) / 1000 });
    });
  });
}

function now() {
  return new Date().toISOString().slice(0, 19);
}
