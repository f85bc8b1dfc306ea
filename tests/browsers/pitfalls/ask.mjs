// One request of the harness itself.

import { request } from 'node:http';

/**
 * Asks over a connection of its own, which is closed behind it: one that is kept may be cut by the server in the very
 * moment in which it is used again.
 *
 * @returns the status, the headers and the body; rejects where there is no answer
 */
export function ask(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}
