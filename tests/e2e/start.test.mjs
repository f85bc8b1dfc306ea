// What there is before the page's WebAssembly has been loaded, and how it is taken over.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

const WASM = /\/assets\/cors-header-builder-[0-9a-f]+\.wasm$/;
const LINK = "#v=1&origins=https://a.dev&theme=dark";

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
  return { builder: await browser.open(fragment, { ...options, prepare, until: "nothing" }), release };
}

const app = (builder) => builder.page.locator("#app");
const isVisible = (builder) =>
  app(builder).evaluate((app) => app.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && app.innerText.trim() !== "");

for (const [width, height] of [[1440, 900], [1280, 800], [768, 1024], [390, 844]]) {
  test(`rendered page is taken over: no element is replaced, nothing jumps, ${width} px`, async () => {
    const prepare = (page) =>
      page.addInitScript(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) globalThis.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      });
    const { builder, release } = await openHeld("", { prepare, width, height });
    await builder.page.waitForLoadState("load");
    await builder.page.evaluate(() => {
      const parts = (width) => (width < 768 ? "header.top, #policy" : "header.top, #policy, #config");
      globalThis.known = [...document.querySelectorAll(parts(innerWidth))].flatMap((part) => [part, ...part.querySelectorAll("*")]);
    });
    release();
    await builder.ready();
    const { count, gone, marked, shift } = await builder.page.evaluate(() => {
      // The count of checks comes with them, and the line with the address names it as the browser has it.
      const mayChange = (one) => one.closest(".status-checks") || one.closest(".line")?.textContent.includes("#v=1");
      return {
        count: globalThis.known.length,
        gone: globalThis.known.filter((one) => !one.isConnected && !mayChange(one)).map((one) => one.outerHTML.slice(0, 80)),
        marked: document.querySelectorAll(".changed").length,
        shift: globalThis.shift,
      };
    });
    assert.ok(count > 150, `${count} elements`);
    assert.deepEqual(gone.slice(0, 5), [], `${gone.length} elements were replaced`);
    assert.equal(marked, 0, "no line is marked as changed");
    assert.ok(shift < 0.002, `layout shift ${shift}`);
    assert.deepEqual(builder.messages, []);
    await builder.close();
  });
}

test("example can be read before the page has started", async () => {
  const { builder, release } = await openHeld("");
  assert.ok(await isVisible(builder));
  const text = await app(builder).innerText();
  for (const words of ["Ready for nginx", "Allowed", "PUT https://api.example.com/users", "map $http_origin"]) assert.ok(text.includes(words), words);
  release();
  await builder.ready();
  const lines = (text) => text.split("\n").filter((line) => line.trim() && !/#v=1|^\d tips?$|^Nothing to review$|^Ready for nginx\. /.test(line));
  const after = lines(await app(builder).innerText());
  // The steps of the server follow its files.
  assert.deepEqual(lines(text).filter((line) => !after.includes(line)), [], "and reads the same afterwards");
});

for (const [name, fragment, memory] of [
  ["fragment", LINK],
  ["query", LINK.replace("#", "?")],
  ["embed", `${LINK}&embed=1&view=exchange`],
  ["server chosen earlier", "", "v=1&target=express-cors"],
]) {
  test(`no frame shows the example: ${name}`, async () => {
    const prepare = async (page) => {
      await page.addInitScript((memory) => {
        if (memory) localStorage.setItem("cors-header-builder.server", memory);
        globalThis.seen = [];
        const look = () => {
          const app = document.getElementById("app");
          const isShown = app?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
          const text = isShown ? app.innerText : "";
          const wrong = memory ? "map $http_origin" : "app.example.com";
          if (text.includes(wrong)) globalThis.seen.push(text.slice(0, 200));
          requestAnimationFrame(look);
        };
        look();
      }, memory);
    };
    const { builder, release } = await openHeld(fragment, { prepare });
    await builder.page.waitForLoadState("load");
    assert.ok(!(await isVisible(builder)));
    if (!memory) assert.equal(await builder.page.evaluate(() => document.documentElement.dataset.theme), "dark");
    release();
    await builder.ready();
    await eventually(async () => assert.ok(await isVisible(builder)));
    if (memory) assert.match(await builder.status(), /Express \+ cors/);
    else assert.match(await app(builder).innerText(), /a\.dev/);
    assert.deepEqual(await builder.page.evaluate(() => globalThis.seen), []);
    assert.deepEqual(builder.messages, []);
  });
}

test("without scripting the example can be read, whole, and says what is missing", async () => {
  for (const width of [1280, 390]) {
    const builder = await browser.open("", { width, javaScriptEnabled: false, until: "nothing" });
    const text = await builder.page.locator("body").innerText();
    const whole = width === 390 ? [/needs JavaScript/, /https:\/\/app\.example\.com/] : [/needs JavaScript/, /OPTIONS \/users/, /map \$http_origin/];
    for (const words of whole) assert.match(text, words);
    await builder.close();
  }
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

test("nothing that is pressed before the page is ready is half done", async () => {
  const { builder, release } = await openHeld("");
  for (const name of ["PATCH", "Share", "Copy config"]) {
    await builder.button(name).click({ force: true, timeout: 2000 }).catch(() => {});
  }
  release();
  await builder.ready();
  assert.equal(await builder.button("PATCH").getAttribute("aria-pressed"), "false");
  assert.ok(await builder.dialog("Share").isHidden());
  assert.deepEqual(builder.messages, []);
});

test("text typed before the page is ready survives and counts", async () => {
  const { builder, release } = await openHeld("");
  await builder.field("Allowed origins").pressSequentially("https://typed.dev");
  release();
  await builder.ready();
  await eventually(async () => assert.equal(await builder.field("Allowed origins").inputValue(), "https://typed.dev"));
  assert.match(await builder.config(), /typed\\\.dev/);
  assert.equal(await builder.focused(), "Allowed origins");
  await builder.keys.type("s");
  assert.match(await builder.config(), /typed\\\.devs/);
});
