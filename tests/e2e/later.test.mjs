import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

/** The address of the later part, whatever its hash. */
const LATER = /\/assets\/later-[0-9a-f]+\.wasm$/;

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Opens the page while the later part does not come until `release` is called. */
async function openHeld(fragment) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const prepare = (page) => page.route(LATER, async (route) => (await held, route.continue()));
  return { page: await browser.open(fragment, { prepare, until: "first" }), release };
}

test("first screen asks for no later part", async () => {
  // Notes when the page said that it can be used.
  const prepare = (page) =>
    page.addInitScript(() => {
      const watch = () => {
        if (document.documentElement?.hasAttribute("data-ready")) window.readyAt ??= performance.now();
      };
      new MutationObserver(watch).observe(document, { attributes: true, subtree: true, childList: true });
    });
  const page = await browser.open("", { prepare });
  const { readyAt, programs } = await page.page.evaluate(() => ({
    readyAt: window.readyAt,
    programs: performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith(".wasm"))
      .map(({ name, startTime }) => ({ name, startTime })),
  }));
  const before = programs.filter(({ startTime }) => startTime <= readyAt);
  assert.equal(before.length, 1);
  assert.doesNotMatch(before[0].name, LATER);
  const after = programs.filter(({ startTime }) => startTime > readyAt);
  assert.equal(after.length, 1);
  assert.match(after[0].name, LATER);
});

test("every field, switch and engine works before the later part is there", async () => {
  const { page, release } = await openHeld("");
  assert.match(await page.verdict(), /^Shared: https:\/\/app\.example\.com may read this answer\./);
  assert.match(await page.files(), /map \$http_origin/);
  await page.field("Method").fill("PATCH");
  assert.match(await page.verdict(), /^Refused/);
  await page.field("Method").fill("PUT");
  await page.field("Allow credentials").check();
  assert.match(await page.exchange(), /Access-Control-Allow-Credentials: true/);
  await page.add("Allowed origins", "https://other.example");
  assert.match(await page.files(), /other\\\.example/);
  await page.page.getByRole("radio", { name: "Firefox" }).check();
  assert.match(await page.verdict(), /^Shared/);
  assert.match(await page.findings(), /The findings are being loaded/);
  release();
  await page.ready();
  assert.doesNotMatch(await page.findings(), /being loaded/);
  assert.deepEqual(page.messages, []);
});

test("target that is not there yet is awaited, and then shown", async () => {
  const { page, release } = await openHeld("#v=1&origins=https://a.example&target=express-cors");
  assert.match(await page.configuration(), /are being loaded/);
  assert.match(await page.exchange(), /are being loaded/);
  assert.match(await page.verdict(), /is not known yet/);
  release();
  await page.ready();
  assert.match(await page.files(), /import cors from 'cors'/);
  assert.match(await page.verdict(), /^Shared/);
});

test("later part that does not come says so, and is tried again", async () => {
  const prepare = (page) => page.route(LATER, (route) => route.abort());
  const page = await browser.open("", { prepare });
  assert.match(await page.findings(), /were not loaded/);
  await page.page.getByRole("tab").nth(1).click();
  const configuration = page.region("Configuration");
  await configuration.getByRole("alert").waitFor();
  assert.match(await page.configuration(), /were not loaded/);
  await page.page.unroute(LATER);
  await page.button("Try again", configuration).click();
  await configuration.locator("pre").first().waitFor();
  assert.doesNotMatch(await page.findings(), /were not loaded/);
});

test("page works in a frame without an origin of its own", async () => {
  const page = await browser.open();
  const outer = await page.page.context().newPage();
  await outer.setContent(`<iframe sandbox="allow-scripts" width="1200" height="800" src="${page.url}"></iframe>`);
  const frame = outer.frameLocator("iframe");
  await frame.locator("html[data-whole]").waitFor({ state: "attached" });
  await frame.getByRole("tab").nth(1).click();
  await frame.getByRole("region", { name: "Configuration" }).locator("pre").first().waitFor();
});
