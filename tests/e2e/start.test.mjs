// What there is before the page's WebAssembly has been loaded.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

const WASM = /\/assets\/cors-header-builder-[0-9a-f]+\.wasm$/;
const LINK = "#v=1&origins=https://a.example&theme=dark";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Opens the page while its first module doesn't come until `release` is called. */
async function openHeld(fragment, options = {}) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const prepare = async (page) => {
    await options.prepare?.(page);
    await page.route(WASM, async (route) => (await held, route.continue()));
  };
  return { builder: await browser.open(fragment, { prepare, until: "nothing" }), release };
}

const app = (builder) => builder.page.locator("#app");
const isVisible = (builder) => app(builder).evaluate((app) => getComputedStyle(app).visibility === "visible");
const isInert = (builder) => app(builder).evaluate((app) => app.inert);

test("example can be read before the page has started, but not used", async () => {
  const { builder, release } = await openHeld("");
  assert.ok(await isVisible(builder));
  assert.ok(await isInert(builder));
  assert.match(await app(builder).innerText(), /OPTIONS \/api\/users/);
  assert.match(await app(builder).innerText(), /map \$http_origin/);
  release();
  await builder.ready();
  assert.ok(!(await isInert(builder)));
  assert.deepEqual(builder.messages, []);
});

for (const link of [LINK, LINK.replace("#", "?")]) {
  test(`link never shows the example: ${link[0]}`, async () => {
    // Looks at every frame that the browser paints.
    const prepare = (page) =>
      page.addInitScript(() => {
        globalThis.seen = [];
        const look = () => {
          const app = document.getElementById("app");
          const text = app && getComputedStyle(app).visibility === "visible" ? app.innerText : "";
          if (text.includes("app.example.com")) globalThis.seen.push(text);
          requestAnimationFrame(look);
        };
        look();
      });
    const { builder, release } = await openHeld(link, { prepare });
    assert.ok(!(await isVisible(builder)));
    assert.equal(await builder.page.evaluate(() => document.documentElement.dataset.theme), "dark");
    release();
    await builder.ready();
    assert.ok(await isVisible(builder));
    assert.match(await app(builder).innerText(), /a\.example/);
    assert.deepEqual(await builder.page.evaluate(() => globalThis.seen), []);
  });
}

test("without scripting the example can be read and copied", async () => {
  const builder = await browser.open("", { javaScriptEnabled: false, until: "nothing" });
  const text = await builder.page.locator("body").innerText();
  assert.match(text, /OPTIONS \/api\/users/);
  assert.match(text, /turn on JavaScript/);
  assert.equal(await app(builder).getAttribute("inert"), null);
});

test("page that can't be loaded says so and offers to reload", async () => {
  const prepare = (page) => page.route(WASM, (route) => route.abort());
  const builder = await browser.open("", { prepare, until: "nothing" });
  const alert = builder.page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /couldn’t load/);
  await builder.page.unroute(WASM);
  await builder.button("Reload", alert).click();
  await builder.ready();
  assert.ok(await alert.isHidden());
});

test("page built without SITE_URL says nothing about its address", async () => {
  const builder = await browser.open("", { until: "nothing" });
  const head = await builder.page.locator("head").innerHTML();
  for (const name of ["canonical", "og:url", "og:image", "twitter:card", "oembed"]) assert.ok(!head.includes(name), name);
  assert.equal((await builder.page.request.get(new URL("oembed.json", builder.url).href)).status(), 404);
});
