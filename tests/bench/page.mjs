// node tests/bench/page.mjs OUT [--peer DIR] [--runs N] [--keys N]
// Loads the built page beside the floor, and beside a peer where there is one, and measures keys. Writes OUT/load.json,
// OUT/keys.json and OUT/page.svg; the tables go to the terminal. What the figures mean: measure.mjs.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const [out, ...rest] = process.argv.slice(2);
const option = (name, fallback) => {
  const place = rest.indexOf(`--${name}`);
  return place < 0 ? fallback : rest[place + 1];
};
const peer = option("peer");
if (peer && !existsSync(join(peer, "index.html"))) throw new Error(`there is no index.html in ${peer}`);
mkdirSync(out, { recursive: true });

const subjects = JSON.parse(readFileSync(join(here, "subjects.json"), "utf8"))
  .filter(({ name }) => peer || name !== "ssl-config")
  .map((subject) => (subject.name === "ssl-config" ? { ...subject, dir: peer } : subject));
const list = join(out, "subjects.json");
writeFileSync(list, JSON.stringify(subjects, null, 1));

function measure(only, results, ...more) {
  const { status } = spawnSync(
    process.execPath,
    [join(here, "measure.mjs"), list, "--only", only.join(","), "--ref", "floor", "--out", join(out, results), ...more],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exit(status ?? 1);
}

const loaded = ["floor", "page", ...(peer ? ["ssl-config"] : [])];
measure(loaded, "load.json", "--skip-keys", "--conds", "slow4g", "--runs", option("runs", "9"));
measure(["floor", "page typing"], "keys.json", "--skip-load", "--keys", option("keys", "200"));

const middle = (values) => values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)];
const { load, live } = JSON.parse(readFileSync(join(out, "load.json"), "utf8"));
const bars = loaded.flatMap((name) => [
  [`${name}: largest paint`, middle(load[name].slow4g.map(({ lcp }) => lcp))],
  [`${name}: usable`, middle(live[name].slow4g)],
]);
const longest = Math.max(...bars.map(([, value]) => value));
const rows = bars.map(
  ([name, value], index) =>
    `<text x="190" y="${index * 28 + 44}" text-anchor="end">${name}</text>` +
    `<rect x="200" y="${index * 28 + 28}" width="${Math.round((value / longest) * 320)}" height="20" fill="#2563eb"/>` +
    `<text x="${Math.round((value / longest) * 320) + 208}" y="${index * 28 + 44}">${Math.round(value)} ms</text>`,
);
writeFileSync(
  join(out, "page.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" width="620" height="${bars.length * 28 + 32}" font-family="sans-serif" font-size="13">` +
    `<rect width="100%" height="100%" fill="#fff"/><text x="10" y="18" font-weight="bold">Slow 4G, processor 4 times slower, medians</text>${rows.join("")}</svg>\n`,
);
