// Performs one request of a case and says what a script can see of the outcome.
// The page and the sandboxed frame (an opaque origin) both load this file.

'use strict';

/** The body whose implied Content-Type is `type`; none without a type. */
function bodyOf(type) {
  if (type === undefined || type === null) return undefined;
  if (type === 'text/plain;charset=UTF-8') return 'x';
  if (type === 'application/x-www-form-urlencoded;charset=UTF-8') return new URLSearchParams({ x: '1' });
  if (type.startsWith('multipart/form-data')) {
    const form = new FormData();
    form.append('x', '1');
    return form;
  }
  return new Blob(['x'], { type });
}

async function performFetch(request) {
  try {
    const init = { method: request.method, headers: request.headers, credentials: request.credentials, mode: request.mode, body: bodyOf(request.body_type) };
    if (request.redirect) init.redirect = request.redirect;
    if (request.cache) init.cache = request.cache;
    const response = await fetch(request.url, init);
    const seen = { allowed: true, type: response.type, status: response.status, headers: [...response.headers] };
    await response.arrayBuffer().catch(() => undefined);
    return seen;
  } catch (error) {
    return { allowed: false, error: `${error.name}: ${error.message}` };
  }
}

function performXhr(request) {
  return new Promise((resolve) => {
    try {
      const xhr = new XMLHttpRequest();
      xhr.open(request.method, request.url);
      xhr.withCredentials = request.credentials === 'include';
      for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
      if (request.upload_listeners) xhr.upload.addEventListener('progress', () => undefined);
      xhr.onload = () => resolve({ allowed: true, type: 'xhr', status: xhr.status, headers: linesOf(xhr.getAllResponseHeaders()) });
      xhr.onerror = () => resolve({ allowed: false, error: 'XMLHttpRequest error' });
      xhr.send(bodyOf(request.body_type));
    } catch (error) {
      resolve({ allowed: false, error: `${error.name}: ${error.message}` });
    }
  });
}

function linesOf(text) {
  return text.split('\r\n').filter(Boolean).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

/** Shows an image; whether it could be shown says nothing about what the cache now holds. */
function performImage(request) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve({ allowed: true, type: 'image', status: 0, headers: [] });
    image.onerror = () => resolve({ allowed: false, error: 'image error' });
    image.src = request.url;
    document.body.append(image);
  });
}

/** Prints a text behind everything that has been printed. Of what script can print, all drivers hear uncaught errors. */
async function performMark(request) {
  reportError(request.text);
  return { allowed: true };
}

function perform(request) {
  const by = { xhr: performXhr, image: performImage, mark: performMark };
  return (by[request.api] ?? performFetch)(request);
}
