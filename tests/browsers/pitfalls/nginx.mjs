// A real nginx whose configuration a set-up has written, and what it answered.
//
// nginx writes its line about a request after it has answered, so whoever has
// the answer may still miss the line, and find it among those of the next
// request. Hence nothing here is read from the log before nginx itself has said
// that it has nothing in hand. A server of its own, on a port that no browser
// knows, is asked for that; its line about that question is the last one that
// counts, since one worker does everything in turn. And every request that is
// counted carries the token of its case.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../drivers/find.mjs';
import { start, stop, temporaryFolder, until } from '../drivers/process.mjs';
import { ask } from './ask.mjs';
import { descriptorsOf, freePorts, release } from './held-ports.mjs';

const PATIENCE_SECONDS = 60;
const LOOK_EVERY_MS = 5;
const PROGRAMS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx'];

/** nginx is not installed. */
export class MissingNginx extends Error {
  constructor() {
    super('nginx is not installed: apt-get install nginx');
    this.packages = ['nginx'];
  }
}

/** Where nginx is, or null. */
export function nginxProgram() {
  return PROGRAMS.find((path) => existsSync(path)) ?? onPath('nginx');
}

export class Nginx {
  #log;
  #file;
  #control;
  #marks = 0;
  /** How many lines of the log have been given. */
  #given = 0;

  /** @param http what stands in `http { }`; it listens on ports of `freePorts` */
  static async start(http) {
    const program = nginxProgram();
    if (!program) throw new MissingNginx();
    const nginx = new Nginx();
    nginx.folder = temporaryFolder('nginx');
    // The workers of an nginx that root starts are another user's.
    chmodSync(nginx.folder, 0o755);
    mkdirSync(join(nginx.folder, 'cache'), { mode: 0o777 });
    chmodSync(join(nginx.folder, 'cache'), 0o777);
    nginx.#log = join(nginx.folder, 'access.log');
    nginx.#file = join(nginx.folder, 'nginx.conf');
    [nginx.#control] = await freePorts(1);
    nginx.#write(http);
    const ports = [...readFileSync(nginx.#file, 'utf8').matchAll(/listen 127\.0\.0\.1:(\d+);/g)].map(([, port]) => Number(port));
    nginx.child = start(program, ['-p', nginx.folder, '-c', nginx.#file, '-e', join(nginx.folder, 'error.log')], {
      stdio: ['ignore', 'ignore', 'ignore', ...descriptorsOf(ports)],
      // The sockets that it is handed over, as from an nginx whose place it takes.
      env: { NGINX: ports.map((_, index) => `${index + 3};`).join('') },
    });
    release(ports);
    try {
      await until('nginx', PATIENCE_SECONDS, () => (nginx.child.exitCode === null ? nginx.#state().catch(() => null) : nginx.#fail('nginx has ended')));
    } catch (error) {
      await nginx.stop();
      throw error;
    }
    return nginx;
  }

  /** Runs another configuration; nothing is answered by the old one from then on. */
  async change(http) {
    const { worker } = await this.#state();
    this.#write(http);
    process.kill(this.child.pid, 'SIGHUP');
    // Nothing may be asked before: the old worker would cut the connection, or answer by the old configuration.
    await until('the end of the old worker', PATIENCE_SECONDS, () => !isRunning(worker)).catch(({ message }) => this.#fail(message));
  }

  /**
   * What the servers on these ports have answered since the last call to requests whose query holds `case` with this
   * token: `PUT 200` and so on, in order.
   */
  async answered(token, ports) {
    const { mark } = await until('nginx to have nothing in hand', PATIENCE_SECONDS, async () => {
      const state = await this.#state();
      return state.inHand === 0 ? state : null;
    }, LOOK_EVERY_MS);
    const lines = await until(`${mark} in the log`, PATIENCE_SECONDS, () => {
      const all = readFileSync(this.#log, 'utf8').split('\n');
      const end = all.findIndex((line) => line.endsWith(` ${mark}`));
      return end < 0 ? null : all.slice(0, end);
    }, LOOK_EVERY_MS);
    const asked = lines.slice(this.#given).map(readLine);
    this.#given = lines.length;
    return asked.filter((line) => ports.includes(line.port) && line.token === token).map(({ method, status }) => `${method} ${status}`);
  }

  async stop() {
    await stop(this.child);
  }

  /** What nginx says of itself: how many other requests it has in hand, and which worker says so. */
  async #state() {
    this.#marks += 1;
    const mark = `/mark/${this.#marks}`;
    const { headers, body } = await ask(`http://127.0.0.1:${this.#control}${mark}`);
    const [, reading, writing] = /Reading: (\d+) Writing: (\d+)/.exec(body).map(Number);
    // The question itself is one of those.
    return { mark, worker: Number(headers['x-worker']), inHand: reading + writing - 1 };
  }

  #fail(what) {
    throw new Error(`${what}: ${readFileSync(join(this.folder, 'error.log'), 'utf8')}`);
  }

  #write(http) {
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${this.folder}/${kind}_temp;`).join('\n');
    writeFileSync(this.#file, `daemon off;
pid ${this.folder}/nginx.pid;
worker_processes 1;
# A connection that a browser has opened ahead would keep an old worker waiting for a request.
worker_shutdown_timeout 1s;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  log_format answered '$server_port $request_method $status $request_uri';
  access_log ${this.#log} answered;
  server_tokens off;
  variables_hash_max_size 4096;
${places}
  proxy_cache_path ${this.folder}/cache keys_zone=shared:1m;
  server {
    listen 127.0.0.1:${this.#control};
    location / { stub_status; add_header X-Worker $pid; }
  }
${http}
}
`);
  }
}

/** A line of the log: `18000 GET 200 /api/users?case=a`. */
function readLine(line) {
  const [port, method, status, uri] = line.split(' ');
  return { port: Number(port), method, status, token: new URL(uri, 'http://localhost').searchParams.get('case') };
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error.code === 'EPERM';
  }
}
