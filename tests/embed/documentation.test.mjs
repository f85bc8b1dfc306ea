// docs/embedding.md has what embed.js and the page have: attributes, views, messages, and what a host must allow.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { strict } from "./support/host.mjs";
import { embedding } from "./support/limits.mjs";

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** The first column of the table under this head. */
function column(head) {
  const lines = embedding.split("\n");
  const start = lines.findIndex((line, at) => line.startsWith(`| ${head} |`) && lines[at + 1].startsWith("|---"));
  assert.ok(start >= 0, `no table has the head ${head}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith("|"));
  return rows.slice(0, end).map((row) => row.match(/^\| `([^`]+)` \|/)[1]);
}

const words = (text) => [...text.matchAll(/"([^"]+)"/g)].map(([, word]) => word);

test("every attribute is documented", async () => {
  const [, list] = (await read("public/embed.js")).match(/observedAttributes = \[([^\]]*)\]/);
  assert.deepEqual(column("attribute").sort(), words(list).sort());
});

test("every view is documented", async () => {
  const [, list] = (await read("crates/cors-state/src/presentation.rs")).match(/const VIEWS: [^=]*= \[([^\]]*)\]/);
  assert.deepEqual(column("`view`").sort(), words(list).sort());
});

test("every message is documented", async () => {
  const source = (await read("src/lazy/host_messages.rs")).split("#[cfg(test)]")[0];
  const heard = [...source.matchAll(/^ +"([a-z-]+)" => /gm)].map(([, word]) => word);
  const said = [...source.matchAll(/=> \("([a-z]+)", "/g)].map(([, word]) => word);
  assert.ok(heard.length > 0 && said.length > 0);
  assert.deepEqual(column("type").sort(), [...heard, ...said].sort());
});

test("policy of a host is the one that figures are tested under", () => {
  const [, policy] = embedding.match(/```text\n(script-src .*)\n```/);
  for (const directive of policy.split("; ")) {
    assert.ok(strict("https://cors.example/").split("; ").includes(directive), directive);
  }
});
