// What the page loads later: not before it is needed, and with a way to try again when it doesn't come.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1";

/** Each module, how somebody looks at it, where its message is, and what is there once it has come. */
const MODULES = [
  ["checks", "The checks", (page) => page.page.getByRole("tab", { name: /^Checks/ }).click(), "Attack test"],
  ["troubleshoot", "Troubleshoot", (page) => page.keys.press("Control+K"), "Nothing you paste leaves your browser."],
  ["targets", "The other servers", (page) => page.chooseServer("Express + cors"), "Ready for Express + cors"],
  ["exports", "The files", async (page) => (await page.button("Share").click(), page.button("Files").click()), "cors-request-flow.md"],
  ["exports", "The files", async (page) => (await page.button("Share").click(), page.button("Embed").click()), "Copy code"],
  ["help", "Help", (page) => page.button("Help").click(), "How preflights work"],
];

/** Keeps every lazy module away until `release` is called, or for good. */
async function openWithout(fragment, release) {
  const modules = /\/assets\/(?!cors-header-builder)[^/]*\.wasm$/;
  const prepare = (page) =>
    page.route(modules, async (route) => (release ? (await release, route.continue()) : route.abort()));
  const page = await browser.open(fragment, { prepare, until: "first" });
  return { page, arrive: () => page.page.unroute(modules) };
}

for (const [module, name, look, there] of MODULES) {
  test(`missing ${module} says so and is tried again (${there})`, async () => {
    const { page, arrive } = await openWithout(OWN);
    await look(page);
    const alert = page.page.getByRole("alert").filter({ hasText: `${name} couldn't be loaded. Check your connection.` }).first();
    await alert.waitFor();
    assert.match(await page.status(), /Allowed PUT|Loading|Express/, "the rest still works");
    await arrive();
    await page.button("Try again", alert).click();
    await page.page.getByText(there, { exact: false }).first().waitFor();
    assert.equal(await page.page.getByText(`${name} couldn't be loaded.`).count(), 0);
    await page.close();
  });
}

test("page works without any of them", async () => {
  const { page } = await openWithout("");
  await page.field("Allowed origins").focus();
  await page.paste("https://app.acme.dev, https://admin.acme.dev");
  await page.field("Allow credentials").click();
  await page.button("PATCH").click();
  assert.match(await page.status(), /^Ready for nginx \| Allowed PUT from app\.acme\.dev, 1 preflight/);
  assert.match(await page.config(), /admin\\\.acme\\\.dev/);
  await page.button("Copy config").click();
  await page.button("Copied 2 files").waitFor();
  await page.openTab("Request flow");
  await page.choice("Simulate a failure").selectOption("The server is down");
  await eventually(async () => assert.match(await page.verdict(), /^Not a CORS problem: /));
  await page.button("Share").click();
  assert.match(await page.field("Link to this policy and request").inputValue(), /admin\.acme\.dev/);
});

test("what isn't there yet is awaited, and no config is copied meanwhile", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const { page } = await openWithout(`${OWN}&target=express-cors`, held);
  assert.match(await page.status(), /^Loading Express \+ cors…/);
  assert.equal(await page.button("Copy config").getAttribute("aria-disabled"), "true");
  assert.match(await page.region("Config").innerText(), /Loading the other servers…/);
  release();
  await eventually(async () => assert.match(await page.status(), /^Ready for Express \+ cors/));
  assert.match(await page.config(), /import cors from/);
});

test("first screen loads one module before it can be used, and the checks and the other servers after it", async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      const watch = () => {
        if (document.documentElement?.hasAttribute("data-ready")) globalThis.readyAt ??= performance.now();
      };
      new MutationObserver(watch).observe(document, { attributes: true, subtree: true, childList: true });
    });
  const page = await browser.open("", { prepare });
  const { before, after: later } = await page.page.evaluate(() => {
    const programs = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm"));
    const names = (early) =>
      programs
        .filter(({ startTime }) => startTime <= globalThis.readyAt === early)
        .map(({ name }) => name.match(/([a-z-]+)[-_]?[0-9a-f]*.*\.wasm$/)[1]);
    return { before: names(true), after: names(false) };
  });
  assert.equal(before.length, 1, before.join());
  for (const name of ["exports", "help", "troubleshoot", "embed"]) assert.ok(!later.some((other) => other.startsWith(name)), later.join());
});

test("page works in a frame without an origin of its own", async () => {
  const page = await browser.open();
  const outer = await page.page.context().newPage();
  await outer.setContent(`<iframe sandbox="allow-scripts" width="1280" height="800" src="${page.url}"></iframe>`);
  const frame = outer.frameLocator("iframe");
  await frame.locator("html[data-whole]").waitFor({ state: "attached" });
  await frame.getByRole("tab", { name: /^Checks/ }).click();
  await frame.getByRole("region", { name: "Attack test" }).waitFor();
});

/** Patterns with credentials, and what the status says once the Public Suffix List has come. */
const PATTERNS = [
  ["https://*.acme.dev", /^Ready for nginx \|/],
  ["https://*.co.uk", /^Can't be deployed yet: 1 error/],
];

for (const [pattern, then] of PATTERNS) {
  test(`no config for ${pattern} with credentials before its domain is checked`, async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const { page } = await openWithout(`#v=1&origins=${pattern}&methods=GET&credentials=1&max-age=600&follow=1`, held);
    await eventually(async () => assert.match(await page.status(), /^Checking the domain…/));
    assert.equal(await page.button("Copy config").getAttribute("aria-disabled"), "true");
    assert.match(await page.region("Config").innerText(), /Checking the domain…/);
    assert.deepEqual(await page.files(), {});
    release();
    await eventually(async () => assert.match(await page.status(), then));
  });
}
