// The page as somebody finds it who opens the bare address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

test("bare address shows an SPA with cookies, ready for nginx and allowed", async () => {
  const page = await browser.open();
  assert.equal(await page.page.title(), "CORS Header Builder");
  assert.match(
    await page.status(),
    /^Ready for nginx \| Allowed PUT from app\.example\.com, 1 preflight \| (Nothing to review|\d tips?) \| Copy config$/,
  );
  assert.equal(await page.page.getByRole("button", { name: /^Start from/ }).innerText(), "Start from: SPA with cookies");
  assert.deepEqual(await page.entries("Allowed origins"), ["https://app.example.com"]);
  assert.ok(await page.field("Allow credentials").isChecked());
  assert.match(await page.region("Policy").innerText(), /Example\. The first origin you add replaces it\./);
  assert.match(await page.verdict(), /^Allowed: https:\/\/app\.example\.com can read the response, after a preflight/);
  assert.match(await page.region("Request flow").innerText(), /PUT https:\/\/api\.example\.com\/users/);
  assert.deepEqual(Object.keys(await page.files()), ["cors-maps.conf", "cors-server.conf"]);
  assert.match(await page.config(), /\^https:\/\/app\\\.example\\\.com\$/);
  assert.equal(await page.fragment(), "");
});

test("Copy config copies exactly the files shown, each under its name", async () => {
  const page = await browser.open();
  const files = await page.files();
  await page.button("Copy config").click();
  await page.button("Copied 2 files").waitFor();
  const copied = await page.clipboard();
  const names = /^# (cors-maps\.conf|cors-server\.conf): .*\n/gm;
  assert.deepEqual([...copied.matchAll(names)].map((match) => match[1]), Object.keys(files));
  const [nothing, first, second] = copied.split(names).filter((_, index) => index % 2 === 0);
  assert.equal(nothing, "");
  assert.deepEqual([first.trimEnd(), second.trimEnd()], Object.values(files).map((text) => text.trimEnd()));
});

test("Copy config is the only filled button, and there is one of it in view", async () => {
  for (const [width, height] of [[1280, 800], [1440, 900], [768, 1024], [390, 844]]) {
    const page = await browser.open("", { width, height });
    if (width === 390) await page.button("Config").click();
    const filled = await page.page.getByRole("button").evaluateAll((buttons) => {
      // How far a color is from grey.
      const vivid = (color) => {
        const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
        return (Math.max(red, green, blue) - Math.min(red, green, blue)) * alpha;
      };
      const shown = buttons.filter((button) => button.checkVisibility());
      return shown.filter((button) => vivid(getComputedStyle(button).backgroundColor) > 80).map((button) => button.innerText.trim());
    });
    assert.deepEqual(filled, ["Copy config"], `at ${width} px`);
    await page.close();
  }
});

test("regions, tabs and the one status have the names that they are found by", async () => {
  const page = await browser.open();
  for (const name of ["Policy", "Config", "Request flow"]) assert.equal(await page.region(name).count(), 1, name);
  const tabs = await page.page.getByRole("tab").allInnerTexts();
  assert.deepEqual(tabs, ["Config", "Request flow", "Checks", "Troubleshoot"]);
  for (const name of tabs) {
    await page.openTab(name);
    assert.equal(await page.region(name).count(), 1, name);
  }
  await page.openTab("Request flow");
  assert.equal(await page.region("Test request").count(), 1);
  assert.equal(await page.page.locator("[role=status], [aria-live]").count(), 1);
});

test("status is spoken after a pause, in one short text", async () => {
  // The page's clock stands still while somebody types, so that a slow machine makes no pause.
  const page = await browser.open("", { prepare: (page) => page.clock.install() });
  const status = page.page.getByRole("status");
  const first = /^Ready for nginx\. PUT from app\.example\.com: allowed, 1 preflight\. (Nothing to review|\d tips?)\.$/;
  await eventually(async () => assert.match(await status.textContent(), first));
  const before = await status.textContent();
  await page.page.clock.pauseAt((await page.page.evaluate(() => Date.now())) + 60_000);
  await page.field("Allowed origins").pressSequentially("https://a.dev");
  await page.page.clock.runFor(600);
  assert.equal(await status.textContent(), before, "not before the pause is over");
  await page.page.clock.runFor(200);
  await eventually(async () => assert.match(await status.textContent(), /^Ready for nginx\. PUT from a\.dev: allowed/));
  assert.equal(await status.locator("*").count(), 0, "text only");
});

test("using the page asks no other host and says nothing in the console", async () => {
  const page = await browser.open();
  for (const name of ["Request flow", "Checks", "Troubleshoot", "Config"]) await page.openTab(name);
  await page.chooseServer("Express + cors");
  await page.region("Config").getByText("import cors from").waitFor();
  await page.button("Share").click();
  await page.button("Embed").click();
  await page.page.getByTitle("Preview of the embed").waitFor();
  await page.button("Close Share").click();
  await page.button("Help").click();
  await page.button("Close Help").click();
  await page.page.getByRole("button", { name: /^Theme/ }).click();
  const host = new URL(page.url).host;
  const others = page.requests.filter((address) => !/^(data|blob):/.test(address) && new URL(address).host !== host);
  assert.deepEqual(others, []);
  assert.deepEqual(page.messages, []);
});

test("markup from a text is refused by the browser", async () => {
  // The page's policy makes it an error; this asks for the policy itself, so that the test fails when it is gone.
  const page = await browser.open();
  const policy = (await page.page.request.get(page.url)).headers()["content-security-policy"];
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'/);
  const refused = await page.page.evaluate(() => {
    try {
      document.createElement("p").innerHTML = "<b>x</b>";
      return false;
    } catch {
      return true;
    }
  });
  assert.ok(refused);
});
