// Pages of somebody else, on an origin of their own, and the tool that they show.
import { createServer } from "node:http";
import { serve } from "../../e2e/support/server.mjs";

/** Where the tool is: the address that is given, or a server for `dist`. */
export async function tool() {
  const own = process.env.PAGE_URL ? undefined : await serve();
  return { url: process.env.PAGE_URL ?? own.url, close: () => own?.close() };
}

/** The policy of a careful host: the script and the frame of the tool, and nothing else. */
export const strict = (tool) =>
  `default-src 'none'; script-src ${tool}embed.js; frame-src ${tool}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** A page with this body. */
export const page = (tool, body, policy = strict(tool)) => ({
  html: `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A host</title>
<script type="module" src="${tool}embed.js"></script>
<body>${body}</body></html>`,
  policy,
});

/** Serves pages by their paths; `asked` is every path that was asked for. */
export async function host(pages) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const found = pages[request.url];
    if (found === undefined) {
      // Browsers ask for an icon by themselves.
      response.statusCode = request.url === "/favicon.ico" ? 204 : 404;
      response.end();
      return;
    }
    if (found.policy) response.setHeader("Content-Security-Policy", found.policy);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(found.html);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails does not come to closing it.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
