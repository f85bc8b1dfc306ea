// Chromium over the DevTools protocol, through a pipe: no port, no library.

import { MissingBrowser, onPath } from './find.mjs';
import { start, stop, temporaryFolder } from './process.mjs';

export const packages = ['chromium'];

const ARGUMENTS = [
  '--headless=new',
  // Only the page of this run is ever loaded; the sandbox does not start as root or in most containers.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--remote-debugging-pipe',
];

export async function launch() {
  const program = process.env.CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome');
  if (!program) throw new MissingBrowser('Chromium', packages);
  const profile = temporaryFolder('chromium');
  const child = start(program, [...ARGUMENTS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  const lines = [];
  const pipe = new Pipe(child, (method, params) => {
    if (method === 'Log.entryAdded') lines.push(params.entry.text);
    if (method === 'Runtime.exceptionThrown') lines.push([params.exceptionDetails.text, params.exceptionDetails.exception?.value ?? []].flat().join(' '));
  });
  let session = null;
  const { product } = await pipe.send('Browser.getVersion');
  return {
    version: product.split('/')[1],
    async open(url) {
      // A second session would hear every message a second time.
      session ??= await attach(pipe);
      await pipe.send('Page.navigate', { url }, session);
    },
    async console() {
      return lines.splice(0);
    },
    async close() {
      await stop(child);
    },
  };
}

/** Listens to the page, and gives the session that steers it. */
async function attach(pipe) {
  const { targetInfos } = await pipe.send('Target.getTargets');
  const target = targetInfos.find((info) => info.type === 'page')?.targetId ?? (await pipe.send('Target.createTarget', { url: 'about:blank' })).targetId;
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId: target, flatten: true });
  const listen = (session) => Promise.all(['Log.enable', 'Runtime.enable'].map((method) => pipe.send(method, {}, session)));
  pipe.onAttached = (session) => listen(session).catch(() => undefined);
  await listen(sessionId);
  // The sandboxed frame may live in a process of its own.
  await pipe.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }, sessionId);
  return sessionId;
}

/** NUL-separated JSON on the descriptors 3 and 4. */
class Pipe {
  #pending = new Map();
  #nextId = 1;
  #text = '';
  #closed = false;
  onAttached = () => undefined;

  constructor(child, onEvent) {
    this.child = child;
    this.out = child.stdio[3];
    this.out.on('error', () => undefined);
    child.stdio[4].setEncoding('utf8');
    child.stdio[4].on('data', (chunk) => this.#receive(chunk, onEvent));
    child.on('close', () => this.#fail());
    child.on('error', () => this.#fail());
  }

  send(method, params = {}, sessionId = undefined) {
    if (this.#closed) return Promise.reject(new Error('Chromium has ended'));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(chunk, onEvent) {
    const parts = (this.#text + chunk).split('\0');
    this.#text = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      if (message.method === 'Target.attachedToTarget') this.onAttached(message.params.sessionId);
      if (message.method) onEvent(message.method, message.params);
      const pending = this.#pending.get(message.id);
      if (!pending) continue;
      this.#pending.delete(message.id);
      if (message.error) pending.reject(new Error(`${message.error.message}`));
      else pending.resolve(message.result);
    }
  }

  #fail() {
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(new Error('Chromium has ended'));
    this.#pending.clear();
  }
}
