// Processes and folders that belong to a run, and their end.
//
// Whatever was started is stopped by its id, also after a failure or Ctrl-C:
// each browser leads a process group of its own, and only those groups are
// signalled.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const groups = new Set();
const folders = new Set();
/** How often and how long a group that ends is looked after. */
const LOOKS = 100;
const LOOK_EVERY_MS = 50;
/** Time for groups to end that are killed on the way out. */
const LAST_WAIT_MS = 300;

/** Starts a program at the head of its own process group. */
export function start(program, args, { stdio = 'ignore', env = {} } = {}) {
  const child = spawn(program, args, { stdio, detached: true, env: { ...process.env, ...env } });
  if (child.pid !== undefined) groups.add(child.pid);
  child.on('error', () => undefined);
  return child;
}

/** Ends a process group, politely first and then for good, and waits until it has gone: it may write until then. */
export async function stop(child) {
  if (child.pid === undefined) return;
  for (const name of ['SIGTERM', 'SIGKILL']) {
    signal(child.pid, name);
    for (let looks = 0; looks < LOOKS && isAlive(child.pid); looks += 1) await pause(LOOK_EVERY_MS);
  }
  groups.delete(child.pid);
}

/** A folder that is removed when the run ends. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `cors-browsers-${name}-`));
  folders.add(folder);
  return folder;
}

/** Ends everything at once; for the way out. */
export function stopEverything() {
  for (const group of groups) signal(group, 'SIGKILL');
  // A group cannot be seen to end from here: its head stays a zombie as long as this process is busy.
  if (groups.size > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_WAIT_MS);
  groups.clear();
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      // What is left lying is no result of the run.
      console.error(`${folder} could not be removed: ${error.message}`);
    }
  }
  folders.clear();
}

/** Sees to it that nothing outlives this process. */
export function stopEverythingOnExit() {
  process.on('exit', stopEverything);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => process.exit(130));
}

export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks `probe` until it gives something, for at most `seconds`. */
export async function until(what, seconds, probe, everyMs = 50) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${what}: nothing after ${seconds} s`);
    await pause(everyMs);
  }
}

function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch {
    // The group has ended by itself.
  }
}

function isAlive(group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
