// What the command line `cors` says of a case.

import { spawnSync } from 'node:child_process';

/** The oldest line of nginx: its config runs on every newer one. */
const NGINX = '1.22';

/** The prediction for one browser: how it ends, what is printed, and what the server answers. */
export function predict(cors, browser, { policy, request, fault, mendedStatus, before }, mended) {
  const state = { policy, request, target: 'nginx', version: NGINX, ...(mended ? {} : { fault }) };
  const told = run(cors, ['explain', '--profile', browser], state);
  const engine = told.failure?.engines.find((one) => one.browser === browser);
  const answered = [];
  for (const { message } of told.entries.filter((entry) => entry.message)) {
    if (message.method) answered.push(message.method);
    else if (message.status) answered.push(`${answered.pop()} ${message.status}`);
    else answered.pop();
  }
  // The last answer that a browser keeps never leaves its cache.
  if (told.failure?.response_from === 'browser-cache') answered.pop();
  // A mended server may have an application that fails all the same.
  if (mended && mendedStatus) answered.push(answered.pop().replace(/\d+$/, mendedStatus));
  // Where only the change is left out, the browser still remembers.
  if (mended && before.again) answered.shift();
  const printed = told.console.find((one) => one.browser === browser)?.text ?? null;
  return {
    allowed: told.allowed,
    error: engine?.error ?? null,
    console: engine === undefined ? printed : engine.console,
    answered,
    effect: told.failure?.effect ?? 'mended',
    earlier: told.failure?.before ?? [],
  };
}

/** The two parts of the nginx snippet for a policy. */
export function snippetFor(cors, policy) {
  const { files, error } = run(cors, ['snippet', '--target', 'nginx', '--version', NGINX], policy);
  if (error !== undefined) throw new Error(`cors snippet: ${error}`);
  const text = (part) => files.find(({ path }) => path === part)?.text;
  const [http, server] = [text('cors-maps.conf'), text('cors-server.conf')];
  if (http === undefined || server === undefined) throw new Error('the nginx snippet has other parts than expected');
  return { http, server };
}

function run(cors, args, input) {
  const { stdout, stderr, status } = spawnSync(cors, args, { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`cors ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}
