// The attack test: a summary, and a table of all attack origins that can be opened.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const policy = "#v=1&origins=https://app.example.com&methods=PUT&target=nginx";

/** The region, once the attackers have been tried. */
async function tried(page) {
  const region = page.region("Attackers");
  await region.getByText(/^Tried \d+ attack origins/).waitFor();
  return region;
}

/** The cells of the row of an origin. */
function cells(region, origin) {
  return region
    .getByRole("row")
    .filter({ has: region.page().getByRole("rowheader", { name: origin, exact: true }) })
    .getByRole("cell")
    .allTextContents();
}

test("the summary says that no attacker can read, and the table is closed", async () => {
  const page = await browser.open(policy);
  const region = await tried(page);
  assert.match(
    await region.innerText(),
    /Tried 19 attack origins on nginx [\d.]+\. None can read responses\./,
  );
  assert.equal(await region.getByRole("table").isVisible(), false);
  assert.deepEqual(page.messages, []);
});

test("every attacker has its origin, its trick, a verdict, and whether the application ran", async () => {
  const page = await browser.open(policy);
  const region = await tried(page);
  await region.getByText("See what each of them gets").click();
  assert.equal(await region.getByRole("row").count(), 20);
  const [tries, verdict, ran] = await cells(region, "https://app.example.com.evil.example");
  assert.match(tries, /^Your host as a prefix/);
  assert.equal(verdict, "Blocked");
  assert.equal(ran, "Yes, unless a preflight comes first");
  const [, program] = await cells(region, "https://app.example.com/");
  assert.equal(program, "Blocked; never sent by browsers");
});

test("the keyboard opens the table", async () => {
  const page = await browser.open(policy);
  const region = await tried(page);
  await region.locator("summary").focus();
  await page.page.keyboard.press("Enter");
  assert.equal(await region.getByRole("table").isVisible(), true);
});

test("what an entry means is allowed, and no attack", async () => {
  const page = await browser.open("#v=1&origins=https://*.example.com&target=express-cors");
  const region = await tried(page);
  assert.match(await region.innerText(), /3 can read responses, because your policy allows them/);
  await region.getByText("See what each of them gets").click();
  const [, verdict, ran] = await cells(region, "https://evil.example.com");
  assert.equal(verdict, "Allowed by the entry https://*.example.com");
  assert.match(ran, /^Yes/);
});

test("the table follows the policy and stays open", async () => {
  const page = await browser.open(policy);
  const region = await tried(page);
  await region.getByText("See what each of them gets").click();
  await page.page.goto(`${page.url}#v=1&origins=https://www.example.org&target=axum-tower-http`);
  await region.getByText("https://www.example.org.evil.example").waitFor();
  assert.match(await region.innerText(), /on axum with tower-http/);
  assert.equal(await region.getByRole("table").isVisible(), true);
});

for (const theme of ["light", "dark"]) {
  test(`the open table fits a narrow window, and axe finds nothing, ${theme}`, async () => {
    const page = await browser.open(policy, { width: 390, theme, bypassCSP: true });
    const region = await tried(page);
    await region.getByText("See what each of them gets").click();
    const wider = await page.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wider, 0);
    assert.equal(await region.getByRole("row").count(), 20);
    await page.page.evaluate(axe);
    const { violations } = await page.page.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ["violations"] }),
    );
    assert.deepEqual(violations.map(({ id, help }) => `${id}: ${help}`), []);
  });
}
