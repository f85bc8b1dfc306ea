// HTTP/1.1 messages read byte by byte.
//
// Node's own parser refuses methods such as `foo` and `patch` and some header
// bytes, and it hides the spelling that arrived; a judge needs all of it.

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Takes one whole request off the front of `bytes`.
 *
 * @returns the request and the bytes behind it, or null while more is needed.
 */
export function takeRequest(bytes) {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return null;
  const [line, ...fields] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [method, target] = line.split(' ');
  const headers = fields.map(splitField);
  const rest = bytes.subarray(end + END_OF_HEAD.length);
  const taken = /chunked/i.test(valueOf(headers, 'transfer-encoding') ?? '')
    ? takeChunks(rest)
    : takeLength(rest, Number(valueOf(headers, 'content-length') ?? 0));
  return taken && { request: { method, target, headers, body: taken.body }, rest: taken.rest };
}

/** The value of the first field called `name`, or null. */
export function valueOf(headers, name) {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? null;
}

/**
 * The bytes of an answer. What the case lists is sent exactly as listed; the
 * body is as long as its Content-Length says, or empty.
 */
export function answerBytes({ status, headers }, requestMethod) {
  const head = [`HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Answer'}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const length = Number(valueOf(headers, 'content-length') ?? 0);
  const body = hasBody(status, requestMethod) && length > 0 ? 'ok'.repeat(length).slice(0, length) : '';
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

/** Whether the connection can serve another request after this answer. */
export function endsItself({ status, headers }, requestMethod) {
  return !hasBody(status, requestMethod) || valueOf(headers, 'content-length') !== null;
}

function hasBody(status, requestMethod) {
  return requestMethod !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
}

function splitField(field) {
  const colon = field.indexOf(':');
  return [field.slice(0, colon), field.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
}

function takeLength(bytes, length) {
  return bytes.length < length ? null : { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

function takeChunks(bytes) {
  const parts = [];
  for (let rest = bytes; ; ) {
    const end = rest.indexOf('\r\n');
    if (end < 0) return null;
    const size = parseInt(rest.subarray(0, end).toString('latin1'), 16);
    if (rest.length < end + 2 + size + 2) return null;
    parts.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 2 + size + 2);
    if (size === 0) return { body: Buffer.concat(parts), rest };
  }
}
