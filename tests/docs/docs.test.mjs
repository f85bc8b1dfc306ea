// Every command that the documentation shows works, and is tested as the table in commands.mjs says.
import assert from "node:assert/strict";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { COMMANDS } from "./commands.mjs";
import { commandsIn } from "./markdown.mjs";
import { repository, scratch } from "./run.mjs";

after(() => rm(scratch, { recursive: true, force: true }));

const inDocs = (await readdir(join(repository, "docs"))).filter((name) => name.endsWith(".md"));
const documents = ["README.md", "CONTRIBUTING.md", ...inDocs.map((name) => `docs/${name}`)];
const texts = await Promise.all(documents.map((name) => readFile(join(repository, name), "utf8")));
const documented = new Set(texts.flatMap(commandsIn));

function check(markdown, expected) {
  assert.deepEqual(commandsIn(markdown), expected);
}

describe("commands are found", () => {
  test("in code blocks for a shell, without comments", () =>
    check("```sh\ncargo a  # why\n\n# only a comment\ncargo b '#1'\n```\n```js\nf()\n```\n", ["cargo a", "cargo b '#1'"]));
  test("in lines that go on", () => check("```sh\necho x |\n  cors a \\\n  --b\n```", ["echo x | cors a --b"]));
  test("in tables", () => check("| `cargo a\\|b` and `cors c` | `cors` `x y` |", ["cargo a|b", "cors c"]));
  test("not in running text", () => check("Call `cargo a`.", []));
  test("only if every code block has a language", () => assert.throws(() => commandsIn("```\ncargo a\n```"), /no language/));
});

test("every documented command is in the table", () => {
  assert.deepEqual([...documented].filter((command) => !(command in COMMANDS)), []);
});

test("every command in the table is documented", () => {
  assert.deepEqual(Object.keys(COMMANDS).filter((command) => !documented.has(command)), []);
});

describe("documented command works:", () => {
  for (const [command, run] of Object.entries(COMMANDS)) test(command, run);
});
