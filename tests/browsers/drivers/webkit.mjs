// WebKitGTK's MiniBrowser on a display of its own.
//
// The page asks for its work by itself, so nothing but an address has to be
// handed over; console messages come on its output.

import { execFileSync } from 'node:child_process';
import { MissingBrowser, miniBrowser, onPath } from './find.mjs';
import { start, stop, temporaryFolder } from './process.mjs';

export const packages = ['webkit2gtk-driver', 'xvfb'];

export async function launch() {
  const program = process.env.MINIBROWSER ?? miniBrowser();
  const display = onPath('Xvfb');
  if (!program || !display) throw new MissingBrowser('WebKitGTK with Xvfb', packages);
  const screen = await startDisplay(display);
  const env = environment(temporaryFolder('webkit'), screen.name);
  const lines = [];
  let child = null;
  return {
    version: versionOf(program, env),
    async open(url) {
      // It takes one address, so another one is another browser with the same profile.
      if (child) await stop(child);
      child = start(program, ['--enable-write-console-messages-to-stdout=true', url], { stdio: ['ignore', 'pipe', 'pipe'], env });
      collectLines(child.stdout, lines);
      collectLines(child.stderr, lines);
    },
    async console() {
      return lines.splice(0).filter((line) => line.includes('CONSOLE '));
    },
    async close() {
      if (child) await stop(child);
      await stop(screen.child);
    },
  };
}

function environment(home, display) {
  return {
    HOME: home,
    XDG_CACHE_HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    XDG_RUNTIME_DIR: home,
    DISPLAY: display,
    WAYLAND_DISPLAY: '',
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
    GSETTINGS_BACKEND: 'memory',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    // A proxy of the surroundings has no business between two loopback ports.
    no_proxy: '*',
  };
}

/** Xvfb picks a free number and writes it to the descriptor 3. */
function startDisplay(program) {
  const child = start(program, ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp', '-ac'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb: no display after 30 s')), 30_000);
    child.once('close', () => reject(new Error('Xvfb has ended')));
    child.stdio[3].once('data', (number) => {
      clearTimeout(timer);
      resolve({ child, name: `:${String(number).trim()}` });
    });
  });
}

function versionOf(program, env) {
  const text = execFileSync(program, ['--version'], { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  return /(\d+\.\d+\.\d+)/.exec(text)?.[1] ?? text.trim();
}

function collectLines(stream, lines) {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const parts = (text + chunk).split('\n');
    text = parts.pop();
    lines.push(...parts);
  });
}
