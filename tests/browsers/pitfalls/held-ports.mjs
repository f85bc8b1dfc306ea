// Ports of loopback that are this process's from the moment they are chosen.
//
// A port that was found free a moment ago may be somebody else's now: another
// run of these tests on the same machine looks for ports just like this one.

import { connect, createServer } from 'node:net';

const HOST = '127.0.0.1';
/** The sockets that listen on a port until a program takes them over. */
const held = new Map();

/** Ports to serve on. */
export async function freePorts(count) {
  const ports = [];
  while (ports.length < count) {
    const listener = await listen();
    held.set(listener.address().port, listener);
    ports.push(listener.address().port);
  }
  return ports;
}

/** The descriptors of the sockets that listen on these ports, for `stdio` of a program that is to serve there. */
export function descriptorsOf(ports) {
  return ports.map((port) => held.get(port)._handle.fd);
}

/** Leaves ports to a program that has got their descriptors, or to nobody. */
export function release(ports) {
  for (const port of ports) {
    held.get(port)?.close();
    held.delete(port);
  }
}

/** A port that refuses every connection: it is the near end of a connection, so nobody can listen there. */
export async function closedPort() {
  const listener = await listen();
  const socket = connect(listener.address().port, HOST);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  listener.close();
  socket.unref();
  return socket.localPort;
}

async function listen() {
  const listener = createServer((socket) => socket.unref());
  await new Promise((resolve, reject) => listener.once('error', reject).listen(0, HOST, resolve));
  // What holds a port must not hold the process.
  return listener.unref();
}
