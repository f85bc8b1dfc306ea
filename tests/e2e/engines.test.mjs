// A walk through the cases in which engines differ, as a reader of the page sees them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const engines = ["Fetch standard", "Chromium", "Firefox", "WebKit"];

/** The verdict in each engine, by the first word, and the whole text of the exchange. */
async function walk(fragment) {
  const page = await browser.open(fragment);
  const verdicts = [];
  for (const engine of engines) {
    await page.page.getByRole("radio", { name: engine }).check();
    verdicts.push((await page.verdict()).match(/^\w+/)[0]);
  }
  await page.page.getByRole("radio", { name: "Fetch standard" }).check();
  const exchange = await page.exchange();
  assert.deepEqual(page.messages, []);
  return { verdicts, exchange, verdict: await page.verdict() };
}

test("patch in lower case is refused everywhere, and the page says how to write it", async () => {
  const { verdicts, verdict } = await walk(
    "#v=1&origins=https://app.example.com&methods=PATCH&method=patch",
  );
  assert.deepEqual(verdicts, ["Refused", "Refused", "Refused", "Refused"]);
  assert.match(verdict, /Write PATCH in the script/);
});

test("Authorization under a wildcard passes in engines, and the page says so unasked", async () => {
  const { verdicts, exchange } = await walk(
    "#v=1&origins=https://app.example.com&headers=*&send=authorization",
  );
  assert.deepEqual(verdicts, ["Refused", "Shared", "Shared", "Shared"]);
  for (const engine of engines.slice(1)) {
    assert.match(exchange, new RegExp(`${engine} shares it, which by the standard is refused`));
  }
});

test("a wildcard with credentials is refused everywhere and not written for a server", async () => {
  const page = await browser.open("#v=1&origins=*&credentials=1&cred=include");
  assert.match(await page.verdict(), /^Refused/);
  assert.match(await page.configuration(), /cannot be deployed/);
});

test("a redirect to another host makes the origin null, and the whole chain is shown", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&url=https://api.example.com/users");
  await page.field("Switched on").selectOption("The answer redirects to another host");
  assert.match(await page.verdict(), /^Refused/);
  const exchange = await page.exchange();
  assert.match(exchange, /307 Temporary Redirect/);
  assert.match(exchange, /Location: https:\/\/elsewhere\.example\/users/);
  assert.match(exchange, /Origin: null/);
  await page.reload();
  assert.match(await page.exchange(), /Origin: null/);
});

test("a second request within and after max-age is told for each engine", async () => {
  const { exchange } = await walk(
    "#v=1&origins=https://app.example.com&methods=PUT&method=PUT&max-age=86400",
  );
  for (const time of ["86400 seconds = 1 day", "7200 seconds = 2 hours", "600 seconds = 10 minutes"]) {
    assert.ok(exchange.includes(`Remembered for ${time}`), time);
  }
  assert.match(exchange, /WebKit remembers the preflight for 600 seconds = 10 minutes/);
});
