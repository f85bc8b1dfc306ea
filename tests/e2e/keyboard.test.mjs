// Five journeys with the keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Presses Tab until something has the focus; fails if it is never reached. */
async function tabTo(page, name, key = "Tab") {
  const passed = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keys.press(key);
    const now = await page.focused();
    if (now === name) return;
    passed.push(now);
  }
  assert.fail(`${name} was not reached: ${passed.join(", ")}`);
}

test("build a policy and copy its config", async () => {
  const page = await browser.open();
  await tabTo(page, "Allowed origins");
  await page.keys.type("https://app.acme.dev");
  await page.keys.press("Enter");
  await page.keys.type("https://admin.acme.dev");
  await page.keys.press("Enter");
  assert.deepEqual(await page.entries("Allowed origins"), ["https://app.acme.dev", "https://admin.acme.dev"]);
  await tabTo(page, "PATCH");
  await page.keys.press("Space");
  await tabTo(page, "Add authorization");
  await page.keys.press("Enter");
  assert.equal(await page.focused(), "Request headers");
  await tabTo(page, "Allow credentials");
  await page.keys.press("Space");
  await tabTo(page, "Cache preflights for");
  await page.keys.press("Control+A");
  await page.keys.type("3600");
  await tabTo(page, "Copy config", "Shift+Tab");
  await page.keys.press("Enter");
  await eventually(async () => assert.match(await page.clipboard(), /admin\\\.acme\\\.dev[\s\S]*PATCH[\s\S]*authorization[\s\S]*"3600"/));
  assert.deepEqual(page.messages, []);
});

test("choose another server, with its version, and copy one file", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&methods=PUT&follow=1");
  await tabTo(page, "Skip to the config");
  await page.keys.press("Enter");
  await eventually(async () => assert.equal(await page.page.evaluate(() => document.activeElement.id), "config"));
  await tabTo(page, "Server");
  await page.keys.press("Control+A");
  await page.keys.type("express cors");
  await page.keys.press("Enter");
  await eventually(async () => assert.match(await page.status(), /^Ready for Express with cors/));
  await page.keys.press("Tab");
  assert.match(await page.focused(), /^Version/);
  await page.keys.press("ArrowDown");
  await page.region("Config").getByText(/^Tested on .*4\.22\.3/).waitFor();
  const [path] = Object.keys(await page.files());
  await tabTo(page, `Copy ${path}`);
  await page.keys.press("Enter");
  await eventually(async () => assert.equal(await page.clipboard(), Object.values(await page.files())[0]));
});

test("find an error and fix it", async () => {
  const page = await browser.open("#v=1&origins=app.acme.dev&methods=PUT&max-age=600&follow=1");
  await tabTo(page, "Skip to the checks");
  await page.keys.press("Enter");
  await eventually(async () => assert.equal(await page.page.evaluate(() => document.activeElement.id), "checks"));
  await tabTo(page, "Use https://app.acme.dev");
  await page.keys.press("Enter");
  assert.match(await page.status(), /^Ready for nginx/);
  assert.equal(await page.focused(), "Allowed origins");
});

test("walk the tabs, edit the request and read a step", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1");
  await tabTo(page, "Config");
  assert.equal(await page.page.locator('[role="tab"][tabindex="0"]').count(), 1);
  for (const [key, name] of [["ArrowRight", "Request flow"], ["End", "Troubleshoot"], ["Home", "Config"], ["ArrowLeft", "Troubleshoot"], ["ArrowRight", "Config"], ["ArrowRight", "Request flow"]]) {
    await page.keys.press(key);
    assert.equal(await page.focused(), name);
    await page.region(name).waitFor();
  }
  await tabTo(page, "Edit request");
  await page.keys.press("Enter");
  await tabTo(page, "Method");
  await page.keys.press("Control+A");
  await page.keys.type("DELETE");
  assert.match(await page.status(), /Blocked DELETE from one\.dev, as your policy says/);
  await tabTo(page, "server to browser: 204");
  await page.keys.press("Enter");
  await eventually(async () => assert.match(await page.focused(), /^Preflight response/));
  await page.keys.press("Shift+Tab");
  await tabTo(page, "Reset to policy", "Shift+Tab");
  await page.keys.press("Enter");
  assert.match(await page.status(), /Allowed PUT from one\.dev/);
});

test("paste, open, share and close", async () => {
  const page = await browser.open();
  await page.keys.press("Control+K");
  await eventually(async () => assert.match(await page.focused(), /^Paste a console error/));
  await page.paste("https://cors.example/#v=1&origins=https://linked.dev&follow=1");
  await tabTo(page, "Open it");
  await page.keys.press("Enter");
  assert.deepEqual(await page.entries("Allowed origins"), ["https://linked.dev"]);
  await page.button("Share").focus();
  await page.keys.press("Enter");
  await tabTo(page, "Embed");
  await page.keys.press("Space");
  await tabTo(page, "Copy code");
  await page.keys.press("Enter");
  await eventually(async () => assert.match(await page.clipboard(), /<cors-header-builder[\s\S]*linked\.dev/));
  await page.keys.press("Escape");
  assert.equal(await page.focused(), "Share");
});
