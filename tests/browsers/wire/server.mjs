// The loopback server that plays the page's host, the API and another host.
//
// It answers each request with what the active case says for that URL, and
// keeps what arrived. Under `/judge/` on the page's port it talks with the
// script in the page.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { answerBytes, endsItself, takeRequest, valueOf } from './http-message.mjs';
import { Ports } from './ports.mjs';

const LOOPBACK = '127.0.0.1';
const FILES = {
  '/judge/': ['text/html; charset=utf-8', 'judge.html'],
  '/judge/judge.js': ['text/javascript; charset=utf-8', 'judge.js'],
  '/judge/perform.js': ['text/javascript; charset=utf-8', 'perform.js'],
};

/** Starts the three listeners on free ports. */
export async function startServer() {
  const server = new JudgeServer();
  await server.listen();
  return server;
}

class JudgeServer {
  #listeners = [];
  #sockets = new Set();
  /** Exchanges that may be asked for now, by their unique path. */
  #active = new Map();
  /** Work for the page that it has not fetched, and the poll that waits for it. */
  #queue = [];
  #poll = null;
  /** The number of the page that is given work; those shown before are given none. */
  #page = 0;
  #pending = new Map();
  #nextTicket = 1;

  async listen() {
    for (let index = 0; index < 3; index += 1) {
      this.#listeners.push(await listenOn((socket) => this.#serve(socket, index)));
    }
    this.ports = new Ports(this.#listeners.map((listener) => listener.address().port));
  }

  /**
   * The address of a page that has not been shown before. From now on only that page is given work: one that is being
   * left could still take some, and would never answer it.
   */
  newPage(origin = `http://localhost:${this.ports.real[0]}`) {
    this.#page += 1;
    this.#poll?.destroy();
    this.#poll = null;
    return `${origin}/judge/?page=${this.#page}`;
  }

  /** Whether the newest page is there and waits for work. */
  get pageAsks() {
    return this.#poll !== null;
  }

  /** Makes the answers of one step reachable; `arrived` fills as requests come. */
  activate(path, hops, arrived) {
    this.#active.set(path, { hops, arrived, position: 0 });
  }

  deactivate(path) {
    this.#active.delete(path);
  }

  /** Has the page perform one request; resolves with what its script saw. */
  perform(request, opaque, timeoutMs) {
    const ticket = this.#nextTicket;
    this.#nextTicket += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(ticket, { allowed: false, error: 'no answer in time', timed_out: true }), timeoutMs);
      this.#pending.set(ticket, { resolve, timer });
      this.#queue.push({ ticket, request, opaque });
      this.#feed();
    });
  }

  close() {
    for (const { resolve, timer } of this.#pending.values()) {
      clearTimeout(timer);
      resolve({ allowed: false, error: 'the run was stopped', timed_out: true });
    }
    this.#pending.clear();
    for (const socket of this.#sockets) socket.destroy();
    for (const listener of this.#listeners) listener.close();
  }

  #serve(socket, host) {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    let bytes = Buffer.alloc(0);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.#poll === socket) this.#poll = null;
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let taken = takeRequest(bytes); taken; taken = takeRequest(bytes)) {
        bytes = taken.rest;
        this.#answer(socket, host, taken.request);
      }
    });
  }

  #answer(socket, host, request) {
    if (host === 0 && request.target.startsWith('/judge/')) return this.#converse(socket, request);
    const answer = this.#answerOfCase(host, request);
    // A case without an answer is a host that hangs up.
    if (!answer) return socket.destroy();
    socket.write(answerBytes(answer, request.method));
    if (!endsItself(answer, request.method)) socket.end();
    return undefined;
  }

  #answerOfCase(host, request) {
    const path = request.target.split('?')[0].replace(/^(\/c\/[^/]+).*$/, '$1');
    const active = this.#active.get(path);
    const preflight = request.method === 'OPTIONS' && valueOf(request.headers, 'access-control-request-method') !== null;
    const hop = active ? hopOf(active, host, request.target) : -1;
    if (hop >= 0 && !preflight) active.position = hop + 1;
    active?.arrived.push({ at: performance.now(), host, hop, preflight, ...request, headers: request.headers.map(([n, v]) => [n, this.ports.inward(v)]) });
    if (hop < 0) return { status: 404, headers: [['Content-Length', '0']] };
    const { preflight_response: toPreflight, response } = active.hops[hop];
    return preflight ? toPreflight && withLength(toPreflight) : response;
  }

  #converse(socket, request) {
    const [path, query] = request.target.split('?');
    if (path === '/judge/next') {
      // A page that is being left waits until it is gone.
      if (query !== `page=${this.#page}`) return undefined;
      // A reloaded page polls anew; its old connection is of no use.
      this.#poll?.destroy();
      this.#poll = socket;
      return this.#feed();
    }
    if (path === '/judge/result') {
      const { ticket, seen } = JSON.parse(request.body.toString('utf8'));
      socket.write(answerBytes({ status: 204, headers: [] }, 'POST'));
      return this.#settle(ticket, seen);
    }
    const [type, name] = FILES[path] ?? [];
    if (!name) return socket.write(answerBytes({ status: 404, headers: [['Content-Length', '0']] }, 'GET'));
    const body = readFileSync(new URL(`../page/${name}`, import.meta.url));
    return socket.write(page(200, type, body));
  }

  #feed() {
    if (!this.#poll || this.#queue.length === 0) return;
    const socket = this.#poll;
    this.#poll = null;
    socket.write(page(200, 'application/json', Buffer.from(JSON.stringify(this.#queue.splice(0)))));
  }

  #settle(ticket, seen) {
    const pending = this.#pending.get(ticket);
    if (!pending) return;
    this.#pending.delete(ticket);
    clearTimeout(pending.timer);
    pending.resolve(seen);
  }
}

/** Where in the chain a request is; a URL that occurs again is the next of its kind. */
function hopOf({ hops, position }, host, target) {
  const matches = (entry) => entry.host === host && entry.target === target;
  const ahead = hops.findIndex((entry, index) => index >= position && matches(entry));
  return ahead >= 0 ? ahead : hops.findLastIndex(matches);
}

function listenOn(serve) {
  return new Promise((resolve, reject) => {
    const listener = createServer(serve);
    listener.once('error', reject);
    listener.listen(0, LOOPBACK, () => resolve(listener));
  });
}

function withLength(answer) {
  return valueOf(answer.headers, 'content-length') === null && answer.status !== 204 && answer.status !== 304
    ? { status: answer.status, headers: [...answer.headers, ['Content-Length', '0']] }
    : answer;
}

function page(status, type, body) {
  const head = `HTTP/1.1 ${status} OK\r\nContent-Type: ${type}\r\nCache-Control: no-store\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
