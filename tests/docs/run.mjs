// Runs a command as a shell does. Whatever is started here is ended here, by its process id.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../", import.meta.url));
/** Folder for whatever the commands write and for what they install. */
export const scratch = await mkdtemp(join(tmpdir(), "cors-docs-"));

/** Time for a command to end after Ctrl+C. */
const TO_STOP = 10_000;
/** Time for everything else, which may have to be built. */
const TO_RUN = 600_000;

/**
 * Command that has to end with success. `input` is its standard input; its output has to contain `prints`,
 * one text or several, and not `omits`; files and folders in `restores` have to be the same afterwards, and are put back if they are not.
 */
export function ends(command, { input = "", prints = [], omits, restores = [] } = {}) {
  return async () => {
    const before = await Promise.all(restores.map(keep));
    try {
      const { child, output } = start(command, input);
      const [code, signal] = await once(child, "close");
      assert.equal(signal ?? code, 0, output.all);
      for (const text of [prints].flat()) assert.ok(output.all.includes(text), `no ${JSON.stringify(text)} in ${output.all}`);
      if (omits) assert.ok(!output.all.includes(omits), `${JSON.stringify(omits)} in ${output.all}`);
    } finally {
      const changed = await Promise.all(before.map(restore));
      assert.deepEqual(changed.flat(), [], "files that the command changed");
    }
  };
}

/**
 * Command that serves until Ctrl+C. The first line of its standard output is the address, unless `address`
 * is. What is at that address has to contain `responds`. `files` are written to the scratch folder first.
 */
export function serves(command, { address, responds, files = {} }) {
  return async () => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(scratch, name), text);
    const port = await freePort();
    // With `exec` the process that gets the signal is the command and not a shell.
    const { child, output } = start(`exec ${command}`, "", { PORT: port });
    const closed = once(child, "close");
    const stopped = () => Promise.race([closed.then(() => true), sleep(TO_STOP, false, { ref: false })]);
    try {
      const url = address?.replace("$PORT", port) ?? (await until(child, output, () => firstLine(output)));
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\//, output.all);
      const body = await until(child, output, () => textAt(url));
      assert.ok(body.includes(responds), `no ${JSON.stringify(responds)} in ${body}`);
      child.kill("SIGINT");
      assert.ok(await stopped(), `still running ${TO_STOP / 1000} s after Ctrl+C: ${output.all}`);
      await assert.rejects(fetch(url), `${url} is still served after Ctrl+C`);
    } finally {
      // Ctrl+C first, so that the command can stop what it started.
      if (isRunning(child)) child.kill("SIGINT");
      if (!(await stopped())) child.kill("SIGKILL");
    }
  };
}

function start(command, input, variables = {}) {
  const { NODE_TEST_CONTEXT, ...inherited } = process.env;
  const PATH = [join(scratch, "bin"), inherited.PATH].join(delimiter);
  const child = spawn("sh", ["-c", command], {
    cwd: repository,
    env: { ...inherited, PATH, SCRATCH: scratch, ...variables },
    timeout: TO_RUN,
  });
  const output = { stdout: "", all: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
    output.all += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => (output.all += text));
  // A command that does not read its input may be gone before all of it is written.
  child.stdin.on("error", () => {}).end(input);
  return { child, output };
}

const isRunning = (child) => child.exitCode === null && child.signalCode === null;

/** What `look` finds as soon as it finds something, while the command runs. */
async function until(child, output, look) {
  while (isRunning(child)) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`the command has ended: ${output.all}`);
}

function firstLine({ stdout }) {
  return stdout.includes("\n") ? stdout.split("\n")[0] : undefined;
}

async function textAt(url) {
  try {
    const response = await fetch(url);
    return response.ok ? await response.text() : undefined;
  } catch {
    // Nobody listens yet.
    return undefined;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}

async function keep(path) {
  const copy = join(scratch, "kept", basename(path));
  await mkdir(join(scratch, "kept"), { recursive: true });
  await cp(join(repository, path), copy, { recursive: true });
  return { path, copy };
}

/** Puts back what differs from its copy; the paths of it. */
async function restore({ path, copy }) {
  const [now, before] = await Promise.all([contents(join(repository, path)), contents(copy)]);
  const names = new Set([...now.keys(), ...before.keys()]);
  const changed = [...names].filter((name) => now.get(name) !== before.get(name));
  for (const name of changed) {
    if (before.has(name)) await cp(join(copy, name), join(repository, path, name));
    else await rm(join(repository, path, name));
  }
  return changed.map((name) => join(path, name));
}

/** Text of a file, or of every file below a folder, by relative path. */
async function contents(path) {
  if ((await stat(path)).isFile()) return new Map([["", await readFile(path, "latin1")]]);
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file.slice(path.length + 1), await readFile(file, "latin1")])));
}
