// The limits of the messages, as the page has them, and what the documentation says about both.
import { readFile } from "node:fs/promises";

const read = (path) => readFile(new URL(`../../../${path}`, import.meta.url), "utf8");

const source = await read("src/lazy/host_messages.rs");

function constant(name) {
  const found = source.match(new RegExp(`^const ${name}: usize = ([\\d_]+);$`, "m"));
  if (!found) throw new Error(`src/lazy/host_messages.rs has no constant ${name}`);
  return Number(found[1].replaceAll("_", ""));
}

/** How many bytes a state may have, and how many characters of an error are told. */
export const limits = { state: constant("LIMIT"), quoted: constant("QUOTED") };

/** The documentation of embeds. */
export const embedding = await read("docs/embedding.md");

/** Every key of a link, from the table that the documentation has of them. */
export const keys = await (async () => {
  const [, table] = (await read("README.md")).split(/<!-- (?:end of )?keys -->/);
  const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)];
  return rows.map(([, key]) => key);
})();
