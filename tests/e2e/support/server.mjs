// A static server for `dist`, with the headers of `public/_headers`, for running these tests by hand.
// The project command serves the page itself and passes its address in PAGE_URL.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../../../dist/", import.meta.url));

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** The rules of a `_headers` file: a path pattern, then indented headers. */
function parseHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (line.startsWith("/")) rules.push({ pattern: line.trim(), headers: [] });
    else {
      const [name, ...value] = line.trim().split(":");
      rules.at(-1).headers.push([name, value.join(":").trim()]);
    }
  }
  return rules;
}

const applies = (pattern, path) =>
  pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

/** Starts the server on a free port of loopback. */
export async function serve(folder = process.env.DIST ?? dist) {
  const rules = parseHeaders(await readFile(join(folder, "_headers"), "utf8"));
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    const file = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const body = await readFile(join(folder, normalize(decodeURIComponent(file))));
      for (const { pattern, headers } of rules) {
        if (applies(pattern, path)) for (const [name, value] of headers) response.setHeader(name, value);
      }
      response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end("Not found\n");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
