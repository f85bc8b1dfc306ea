// What a person sees after a panic.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

const LINK = "#v=1&origins=https://a.dev&credentials=1";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Makes the page panic. */
function crash(builder) {
  return builder.page.evaluate(async () => {
    const { js } = document.querySelector("script[data-js]").dataset;
    const { panicForTest } = await import(new URL(js, document.baseURI));
    try {
      panicForTest();
    } catch (error) {
      return String(error);
    }
  });
}

test("panic shows a message with the link that leads back", async () => {
  const builder = await browser.open(LINK);
  assert.ok(await builder.page.getByRole("alert").isHidden());
  assert.match(await crash(builder), /RuntimeError: unreachable/);
  const alert = builder.page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /^Something went wrong\. Reload, or copy this link for a bug report\./);
  assert.equal(await builder.field("Link for a bug report").inputValue(), builder.page.url());
  assert.match(builder.page.url(), /origins=https:\/\/a\.dev/);
  assert.ok(await builder.page.locator("#app").evaluate((app) => app.inert), "what no longer works takes no click");
  assert.ok(
    builder.messages.some((message) => /panicked at .*\.rs:\d+/.test(message)),
    `the console names the place: ${builder.messages}`,
  );

  await builder.button("Copy link", alert).click();
  assert.equal(await builder.page.evaluate(() => navigator.clipboard.readText()), builder.page.url());
  await builder.button("Reload", alert).click();
  await builder.ready();
  assert.ok(await alert.isHidden());
  assert.match(await builder.fragment(), /origins=https:\/\/a\.dev/);
});

test("message fits into a small figure", async () => {
  const builder = await browser.open(`${LINK}&embed=1`, { width: 320, height: 240 });
  await builder.page.evaluate(() => document.getElementById("crash").removeAttribute("hidden"));
  const box = await builder.page.getByRole("alert").boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 320 && box.height <= 240, JSON.stringify(box));
});
