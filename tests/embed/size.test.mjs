// Every page with a figure loads embed.js, so it has a limit of its own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";

const script = await readFile(new URL("../../public/embed.js", import.meta.url));

test("embed.js is at most two kilobytes, as hosts compress it", () => {
  const sizes = [gzipSync(script).length, brotliCompressSync(script).length];
  for (const size of sizes) assert.ok(size <= 2048, `${sizes} bytes`);
});

test("embed.js loads nothing and evaluates nothing", () => {
  const text = script.toString();
  assert.doesNotMatch(text, /\b(import|fetch|XMLHttpRequest|eval|Function|innerHTML|srcdoc|localStorage|cookie)\b/);
});
