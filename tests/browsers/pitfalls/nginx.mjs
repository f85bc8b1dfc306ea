// A real nginx whose configuration a set-up has written, and what it answered.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onPath } from '../drivers/find.mjs';
import { start, stop, temporaryFolder, until } from '../drivers/process.mjs';

const PROGRAMS = ['/usr/sbin/nginx', '/usr/local/sbin/nginx'];

/** nginx is not installed. */
export class MissingNginx extends Error {
  constructor() {
    super('nginx is not installed: apt-get install nginx');
  }
}

/** Below the range from which systems give ports away, so that nobody is given one before nginx has it. */
const [FIRST_PORT, LAST_PORT] = [18_000, 32_000];
const taken = new Set();

/** Free ports of loopback, all different. */
export async function freePorts(count) {
  const ports = [];
  while (ports.length < count) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    ports.push(port);
  }
  return ports;
}

function isFree(port) {
  return new Promise((resolve) => {
    const listener = createServer();
    listener.once('error', () => resolve(false));
    listener.listen(port, '127.0.0.1', () => listener.close(() => resolve(true)));
  });
}

export class Nginx {
  #log;
  #file;

  /** @param http what stands in `http { }` */
  static async start(http, ports) {
    const program = PROGRAMS.find((path) => existsSync(path)) ?? onPath('nginx');
    if (!program) throw new MissingNginx();
    const nginx = new Nginx();
    nginx.folder = temporaryFolder('nginx');
    // The workers of an nginx that root starts are another user's.
    chmodSync(nginx.folder, 0o755);
    mkdirSync(join(nginx.folder, 'cache'), { mode: 0o777 });
    chmodSync(join(nginx.folder, 'cache'), 0o777);
    nginx.#log = join(nginx.folder, 'access.log');
    nginx.#file = join(nginx.folder, 'nginx.conf');
    nginx.#write(http);
    nginx.child = start(program, ['-p', nginx.folder, '-c', nginx.#file, '-e', join(nginx.folder, 'error.log')]);
    try {
      for (const port of ports) await until(`nginx on port ${port}`, 20, () => nginx.child.exitCode === null ? isOpen(port) : nginx.#fail());
    } catch (error) {
      await nginx.stop();
      throw error;
    }
    return nginx;
  }

  /** Runs another configuration from now on; `holds` says when it does. */
  async change(http, holds) {
    this.#write(http);
    process.kill(this.child.pid, 'SIGHUP');
    await until('the new configuration', 20, holds);
  }

  /** What the servers on these ports have answered since the last call: `PUT 200` and so on, in order. */
  answered(ports) {
    const lines = existsSync(this.#log) ? readFileSync(this.#log, 'utf8').split('\n') : [];
    writeFileSync(this.#log, '');
    return lines.map((line) => line.split(' ')).filter(([port]) => ports.includes(port)).map(([, ...rest]) => rest.join(' '));
  }

  async stop() {
    await stop(this.child);
  }

  #fail() {
    throw new Error(`nginx has ended: ${readFileSync(join(this.folder, 'error.log'), 'utf8')}`);
  }

  #write(http) {
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${this.folder}/${kind}_temp;`).join('\n');
    writeFileSync(this.#file, `daemon off;
pid ${this.folder}/nginx.pid;
worker_processes 1;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  log_format answered '$server_port $request_method $status';
  access_log ${this.#log} answered;
  server_tokens off;
  variables_hash_max_size 4096;
${places}
  proxy_cache_path ${this.folder}/cache keys_zone=shared:1m;
${http}
}
`);
  }
}

function isOpen(port) {
  return fetch(`http://127.0.0.1:${port}/ready`, { redirect: 'manual' }).then(() => true, () => false);
}
