// Real servers that run the complete example as `cors snippet` writes it, but for the ports.
import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, connect } from "node:net";
import http from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { cors } from "./cors.mjs";

const folder = fileURLToPath(new URL("../artifacts/exports/", import.meta.url));
const nginx = process.env.NGINX ?? "/usr/sbin/nginx";

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listens(port, child) {
  for (let tries = 0; tries < 500; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${child.said}`);
    const open = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.end());
    });
    if (open) return;
    await wait(20);
  }
  throw new Error(`nobody listens at ${port}: ${child.said}`);
}

function run(program, words, options) {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], ...options });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (child.said += data));
  return child;
}

/** The application behind nginx: it has one path, and remembers what it was asked. */
async function application(path) {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    response.statusCode = request.url === path ? 200 : 404;
    response.end("said\n");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, asked, close: () => server.close() };
}

/**
 * Starts the target with the policy of a state. `path` is what the application behind nginx has; the others are
 * their own application. The state that comes back asks that server.
 */
export async function serve(target, state, path = "/") {
  // The config for the oldest line of nginx runs on every newer one.
  const version = target === "nginx" ? "1.22" : "";
  const snippet = JSON.parse(cors(["snippet"], { policy: state.policy, target, version }));
  const here = join(folder, `${target}-${process.pid}-${(serve.count = (serve.count ?? 0) + 1)}`);
  await rm(here, { recursive: true, force: true });
  const port = await freePort();
  const behind = await application(path);
  for (const file of snippet.example) {
    await mkdir(dirname(join(here, file.path)), { recursive: true });
    const text = file.text
      .replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${behind.port}`);
    await writeFile(join(here, file.path), text);
  }
  const child =
    target === "nginx"
      ? run(nginx, ["-p", here, "-c", join(here, "nginx.conf"), "-g", "master_process off;"])
      : run(process.execPath, ["server.mjs"], { cwd: here, env: { ...process.env, PORT: String(port) } });
  await listens(port, child);
  return {
    port,
    asked: behind.asked,
    folder: here,
    state: { ...state, target, version, request: { ...state.request, url: `http://127.0.0.1:${port}${path}` } },
    async close() {
      behind.close();
      child.kill("SIGKILL");
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.on("exit", resolve) : resolve()));
    },
  };
}
