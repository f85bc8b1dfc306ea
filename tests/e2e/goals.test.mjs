// The goals that the page was rebuilt for, each measured as somebody would do the task.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Notes in every frame what is red, and how far anything was scrolled. */
const watch = (page) =>
  page.addInitScript(() => {
    globalThis.seen = { red: [], scrolled: 0, clicks: 0 };
    addEventListener("scroll", ({ target }) => {
      const top = target === document ? scrollY : target.scrollTop;
      globalThis.seen.scrolled = Math.max(globalThis.seen.scrolled, top);
    }, { capture: true });
    addEventListener("pointerdown", () => (globalThis.seen.clicks += 1), { capture: true });
    const isRed = (color) => {
      const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
      return red > 120 && red > green * 1.8 && red > blue * 1.8;
    };
    const look = () => {
      for (const one of document.querySelectorAll(".status *, .verdict, .verdict *, .token, .notice")) {
        if (one.checkVisibility() && [getComputedStyle(one).color, getComputedStyle(one).borderColor].some(isRed)) {
          globalThis.seen.red.push(one.innerText || one.className);
        }
      }
      requestAnimationFrame(look);
    };
    addEventListener("DOMContentLoaded", look);
  });

const seen = (page) => page.page.evaluate(() => globalThis.seen);

/** What the task ends with: two origins, cookies, JSON, ten minutes, for nginx. */
async function assertDone(page) {
  await eventually(async () => {
    const copied = await page.clipboard();
    for (const part of ["app\\.acme\\.dev", "admin\\.acme\\.dev", "content-type", "Access-Control-Allow-Credentials", "PUT", '"600"', "cors-maps.conf", "cors-server.conf"]) {
      assert.ok(copied.includes(part), part);
    }
    assert.ok(!copied.includes("example"), "nothing of the example");
  });
  assert.match(await page.status(), /^Ready for nginx \| Allowed PUT from app\.acme\.dev, 1 preflight/);
}

test("the watch sees red and scrolling where there is some", async () => {
  const page = await browser.open("#v=1&origins=app.acme.dev&follow=1&methods=PUT", { prepare: watch });
  await page.page.mouse.move(900, 600);
  await page.page.mouse.wheel(0, 200);
  await page.page.setViewportSize({ width: 1000, height: 400 });
  await page.page.mouse.wheel(0, 200);
  await eventually(async () => {
    const { red, scrolled } = await seen(page);
    assert.ok(red.length > 0 && scrolled > 0, JSON.stringify({ red: red.length, scrolled }));
  });
});

test("T1 at 1280: nginx with two origins, cookies and JSON in at most 6 clicks, 0 px scrolled, never red, one Copy", async () => {
  const page = await browser.open("", { prepare: watch });
  await page.startFrom("SPA with cookies");
  await page.field("Allowed origins").click();
  await page.paste("https://app.acme.dev\nhttps://admin.acme.dev");
  await page.button("Copy config").click();
  await assertDone(page);
  const { red, scrolled, clicks } = await seen(page);
  assert.deepEqual(red, []);
  assert.equal(scrolled, 0);
  assert.ok(clicks <= 6, `${clicks} clicks`);
});

test("T1 by keyboard: at most 80 keys, and Copy config within 12 stops", async () => {
  const page = await browser.open("", { prepare: watch });
  let keys = 0;
  const press = async (key) => {
    keys += 1;
    await page.keys.press(key);
  };
  const tabTo = async (name, key = "Tab") => {
    let stops = 0;
    do {
      await press(key);
      stops += 1;
    } while ((await page.focused()) !== name && stops < 80);
    return stops;
  };
  const toCopy = await tabTo("Copy config");
  assert.ok(toCopy <= 12, `${toCopy} stops from the top`);
  await tabTo("Allowed origins");
  for (const letter of "https://app.acme.dev,https://admin.acme.dev") await press(letter);
  await press("Enter");
  const back = await tabTo("Copy config", "Shift+Tab");
  assert.ok(back <= 12, `${back} stops from the last field`);
  await press("Enter");
  await assertDone(page);
  assert.ok(keys <= 80, `${keys} keys`);
  assert.deepEqual((await seen(page)).red, []);
});

test("T1 on a phone: one tap brings Copy config into view", async () => {
  const page = await browser.open("", { width: 390, height: 844, hasTouch: true, prepare: watch });
  await page.button("Config").tap();
  const box = await page.button("Copy config").boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= 844, JSON.stringify(box));
  assert.equal((await seen(page)).scrolled, 0);
});

test("T5: wildcard with cookies is in the status line, one click from the reason", async () => {
  const page = await browser.open("#v=1&origins=https://*.acme.dev&methods=PUT&credentials=1&max-age=600&follow=1", { prepare: watch });
  await page.button("1 risk").click();
  const reason = page.page.getByRole("list", { name: "Findings" }).getByText(/can act as your signed-in users/);
  const box = await reason.boundingBox();
  assert.ok(box.y + box.height <= 800);
  assert.deepEqual((({ scrolled, clicks }) => ({ scrolled, clicks }))(await seen(page)), { scrolled: 0, clicks: 1 });
});

test("T6: embed code in at most 3 clicks", async () => {
  const page = await browser.open("", { prepare: watch });
  await page.button("Share").click();
  await page.button("Embed").click();
  await page.button("Copy code").click();
  await eventually(async () => assert.match(await page.clipboard(), /<cors-header-builder/));
  assert.equal((await seen(page)).clicks, 3);
});

/** What may be wrong in a pasted list, with what is meant. */
const TYPOS = [
  ["app.bad-0.dev", "https://app.bad-0.dev"],
  ["htps://bad-1.dev", "https://bad-1.dev"],
  ["https://bad-2.dev/path", "https://bad-2.dev"],
  ["https:/bad-3.dev", "https://bad-3.dev"],
  ["https://bad-4.dev?x=1", "https://bad-4.dev"],
  ["wss://bad-5.dev", "https://bad-5.dev"],
  ["localhost:3000", "http://localhost:3000"],
  ["^https://.*\\.bad-7\\.dev$", "https://*.bad-7.dev"],
];

test("T9: 30 origins at once, 8 of them bad, need one click, and none is missed", async () => {
  const good = Array.from({ length: 22 }, (_, index) => `https://tenant-${index}.acme.dev`);
  const mixed = good.flatMap((origin, index) => (TYPOS[index] ? [TYPOS[index][0], origin] : [origin]));
  const meant = good.flatMap((origin, index) => (TYPOS[index] ? [TYPOS[index][1], origin] : [origin]));
  const page = await browser.open("#v=1&methods=GET&follow=1");
  await page.field("Allowed origins").focus();
  await page.paste(mixed.map((origin, index) => origin + ["\n", ", ", "; ", " "][index % 4]).join(""));
  assert.deepEqual(await page.entries("Allowed origins"), mixed);
  assert.match(await page.status(), /^Can't be deployed yet: 8 errors/);
  await page.button("Fix all 8").click();
  assert.deepEqual(await page.entries("Allowed origins"), meant);
  assert.match(await page.status(), /^Ready for nginx/);
});

test("page is at most 1,600 px high at 1280 with Config open", async () => {
  // High enough that no pane has to scroll.
  const page = await browser.open("", { height: 6000 });
  const height = await page.page.evaluate(() =>
    Math.max(...[...document.querySelectorAll("header, .pane")].filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().bottom)),
  );
  assert.ok(height <= 1600, `${height} px`);
  const usual = await browser.open("");
  assert.equal(await usual.page.evaluate(() => document.documentElement.scrollHeight), 800, "and at 800 px the panes scroll");
});

test("no text is under 13 px", async () => {
  const page = await browser.open("");
  for (const tab of ["Config", "Request flow", "Checks", "Troubleshoot"]) {
    await page.openTab(tab);
    const small = await page.page.evaluate(() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let count = 0;
      while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (parentElement.checkVisibility() && !parentElement.closest("script, style") && parseFloat(getComputedStyle(parentElement).fontSize) < 13) count += data.trim().length;
      }
      return count;
    });
    assert.equal(small, 0, `${small} characters in ${tab}`);
  }
});
