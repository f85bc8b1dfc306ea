// Predictions: from the command line `cors`, or from what was recorded.

import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { stepsOf } from './exchange.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What `cors fetch` knows of a case; the rest is for people. */
const CASE_KEYS = ['id', 'request', 'preflight_response', 'response', 'hops'];
const STEP_KEYS = ['delay_seconds', 'request', 'preflight_response', 'response', 'hops'];

/** The `cors` program to ask: as told, or the newest that was built. */
export function findCors(told) {
  const named = told ?? process.env.CORS;
  if (named) {
    if (!existsSync(named)) throw new Error(`${named} does not exist: build it with \`cargo build -p cors-cli\``);
    return named;
  }
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'cors')).filter((path) => existsSync(path));
  if (built.length === 0) throw new Error('the command line `cors` is not built: run `cargo build -p cors-cli`');
  return built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

/** Predictions in the order of the cases, one list of steps each, from `cors fetch --profile`. */
export async function predict(cors, profile, cases) {
  const input = cases.map((kase) => JSON.stringify(caseFor(kase))).join('\n');
  const output = await run(cors, ['fetch', '--profile', profile], `${input}\n`);
  const lines = output.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  if (lines.length !== cases.length) throw new Error(`cors fetch --profile ${profile} answered ${lines.length} of ${cases.length} cases`);
  return lines.map((line, index) => {
    const { id } = cases[index];
    if (line.error !== undefined) throw new Error(`cors fetch --profile ${profile} refused ${id}: ${JSON.stringify(line.error)}`);
    if (line.id !== undefined && line.id !== id) throw new Error(`cors fetch --profile ${profile} answered ${line.id} in place of ${id}`);
    return line.steps ?? [line];
  });
}

/** Predictions that the file itself holds in `expect_in`. */
export function recorded(profile, cases) {
  return cases.map((kase) => {
    const steps = stepsOf(kase).map((step) => step.expect_in?.[profile]);
    if (steps.includes(undefined)) throw new Error(`${kase.id} holds no expect_in for ${profile}`);
    return steps;
  });
}

function caseFor(kase) {
  const plain = keep(kase, CASE_KEYS);
  return kase.steps ? { ...plain, steps: kase.steps.map((step) => keep(step, STEP_KEYS)) } : plain;
}

function keep(value, keys) {
  return Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]));
}

function run(program, args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, err] = [[], []];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(out).toString('utf8');
      if (code !== 0 && text === '') reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${Buffer.concat(err)}`));
      else resolve(text);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
