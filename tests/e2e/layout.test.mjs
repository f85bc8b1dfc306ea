// Where things are, at every width: no sideways scroll, readable sizes, one scroller per pane, the phone's bar.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";
import { openState, states } from "./support/states.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://app.acme.dev&methods=GET,PUT&headers=content-type&max-age=600&follow=1";

/** Text that is smaller than 13 px, controls under 24 px, and how much too wide the page is. */
const measure = (page) =>
  page.page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.data.trim() || !holder.checkVisibility({ visibilityProperty: true }) || holder.closest("script, style, noscript, .visually-hidden")) continue;
      const size = parseFloat(getComputedStyle(holder).fontSize);
      if (size < 13) small.add(`${size}px: ${node.data.trim().slice(0, 30)}`);
    }
    const low = [...document.querySelectorAll("button, summary, select, input, textarea, [role=tab]")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .map((one) => [one, one.getBoundingClientRect()])
      // A text link in a line of text and a switch within its label are as high as their lines.
      .filter(([one, box]) => (box.height < 23.95 || box.width < 23.95) && !one.matches(".link, input[type=checkbox], :is(.visually-hidden, .skip)"))
      .map(([one, box]) => `${one.getAttribute("aria-label") ?? one.innerText}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
    return { wide: document.documentElement.scrollWidth - innerWidth, small: [...small], low };
  });

for (const [name, state] of Object.entries(states)) {
  test(`nothing is too wide, too small or too low: ${name}`, async () => {
    const page = await openState(browser, state);
    const found = {};
    for (const width of [320, 390, 768, 1280, 1440, 1920]) {
      await page.page.setViewportSize({ width, height: 800 });
      await page.page.evaluate(() => new Promise(requestAnimationFrame));
      const { wide, small, low } = await measure(page);
      const all = [...(wide > 0 ? [`${wide} px too wide`] : []), ...small, ...low];
      if (all.length > 0) found[width] = all.slice(0, 6);
    }
    assert.deepEqual(found, {});
    await page.close();
  });
}

/** What is where: the left edge of each region as a share of the window, and what isn't there. */
const PLACES = [
  [1920, 1080, ["Policy", "Config", "Request flow"], ["Request flow", "Checks", "Troubleshoot"]],
  [1440, 900, ["Policy", "Config", "Request flow"], ["Request flow", "Checks", "Troubleshoot"]],
  [1280, 800, ["Policy", "Request flow"], ["Config", "Request flow", "Checks", "Troubleshoot"]],
  [1024, 768, ["Policy"], ["Config", "Request flow", "Checks", "Troubleshoot"]],
  [768, 1024, ["Policy"], ["Config", "Request flow", "Checks", "Troubleshoot"]],
];

for (const [width, height, beside, tabs] of PLACES) {
  test(`panes and tabs at ${width} px`, async () => {
    const page = await browser.open(OWN, { width, height });
    const boxes = await Promise.all(beside.map((name) => page.region(name).boundingBox()));
    for (const [index, box] of boxes.entries()) {
      if (index > 0) assert.ok(box.x >= boxes[index - 1].x + boxes[index - 1].width, `${beside[index]} is beside ${beside[index - 1]}`);
      assert.ok(box.y < 180, `${beside[index]} is at the top`);
    }
    const shown = page.page.getByRole("tab");
    assert.deepEqual((await shown.allInnerTexts()).map((text) => text.trim()), tabs);
    if (width < 1200) {
      const [policy, config] = [await page.region("Policy").boundingBox(), await page.region("Config").boundingBox()];
      assert.ok(config.y >= policy.y + policy.height);
    }
    await page.close();
  });
}

test("at 1280x800 the first view holds form, flow with its verdict, and the start of the config with its Copy", async () => {
  const page = await browser.open();
  for (const [name, place] of [
    ["origins", page.field("Allowed origins")],
    ["methods", page.button("DELETE")],
    ["request headers", page.field("Request headers")],
    ["response headers", page.field("Response headers")],
    ["credentials", page.page.getByText("Allow credentials")],
    ["max age", page.field("Cache preflights for")],
    ["verdict", page.page.locator(".verdict:visible")],
    ["server", page.choice("Server")],
    ["Copy config", page.button("Copy config")],
    ["Copy of a file", page.button("Copy cors-maps.conf")],
  ]) {
    const box = await place.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 800, `${name}: ${JSON.stringify(box)}`);
  }
});

test("status line is one line of at most 48 px, above everything and over nothing", async () => {
  for (const [width, height] of [[1440, 900], [1280, 800], [1024, 768], [768, 1024]]) {
    const page = await browser.open(OWN, { width, height });
    const status = await page.page.locator(".status").boundingBox();
    assert.ok(status.height <= 48, `${status.height} px at ${width} px`);
    await page.page.mouse.move(width / 2, height / 2);
    await page.page.mouse.wheel(0, 3000);
    await page.page.evaluate(() => new Promise(requestAnimationFrame));
    const top = await page.page.locator(".status").boundingBox();
    assert.ok(top.y >= 0 && top.y + top.height < 150, "stays at the top");
    await page.close();
  }
});

test("every pane has at most one scroller, and the page none beside them", async () => {
  const many = Array.from({ length: 60 }, (_, index) => `https://tenant-${index}.acme.dev`).join(",");
  for (const [width, height, pageScrolls] of [[1440, 900, false], [1280, 800, false], [1024, 768, true], [390, 844, true]]) {
    for (const tab of ["config", "flow", "checks"]) {
      const page = await browser.open(`#v=1&origins=${many}&methods=PUT&follow=1&tab=${tab}`, { width, height });
      const { nested, body } = await page.page.evaluate(() => {
        const scrolls = (one) => {
          const { overflowY } = getComputedStyle(one);
          return (overflowY === "auto" || overflowY === "scroll") && one.scrollHeight > one.clientHeight + 1;
        };
        const scrollers = [...document.querySelectorAll("main, main *")].filter((one) => one.checkVisibility() && scrolls(one));
        return {
          nested: scrollers.filter((one) => scrollers.some((other) => other !== one && other.contains(one))).map((one) => one.className),
          body: document.documentElement.scrollHeight > innerHeight + 1,
        };
      });
      assert.deepEqual(nested, [], `${width} px, ${tab}`);
      assert.equal(body, pageScrolls, `the page scrolls at ${width} px, ${tab}`);
      await page.close();
    }
  }
});

test("result stays in view while the form is scrolled", async () => {
  const origins = Array.from({ length: 12 }, (_, index) => `https://tenant-${index}.acme.dev`);
  const page = await browser.open(`#v=1&origins=${origins}&methods=PUT&max-age=600&follow=1`);
  const place = async () => (({ x, y, width }) => ({ x, y, width }))(await page.region("Config").boundingBox());
  const before = await place();
  await page.field("Cache preflights for").scrollIntoViewIfNeeded();
  await page.field("Cache preflights for").fill("60");
  assert.deepEqual(await place(), before);
});

test("phone has a bar of five at the bottom, one part at a time", async () => {
  const page = await browser.open("", { width: 390, height: 844 });
  const bar = page.page.getByRole("navigation", { name: "Parts of the page" });
  const names = ["Policy", "Config", "Request flow", "Checks", "Troubleshoot"];
  const entries = bar.getByRole("button");
  assert.deepEqual((await entries.allInnerTexts()).map((text) => text.trim()), ["Policy", "Config", "Flow", "Checks", "Trouble"]);
  const box = await bar.boundingBox();
  assert.ok(Math.abs(box.y + box.height - 844) <= 1, "at the bottom edge");
  for (const name of names) {
    await page.button(name, bar).click();
    await page.region(name).waitFor();
    for (const other of names) assert.equal(await page.region(other).count(), other === name ? 1 : 0, `${name}: ${other}`);
    assert.equal(await bar.locator("[aria-current=true]").getAttribute("aria-label"), name);
    assert.equal(await page.page.evaluate(() => scrollY), 0);
  }
  await page.button("Config", bar).click();
  assert.ok((await page.button("Copy config").boundingBox()).y < 400, "Copy config is at the top of Config");
});

test("phone says what can be deployed and what is to review", async () => {
  const page = await browser.open("#v=1&origins=https://*.acme.dev&methods=PUT&credentials=1&max-age=600&follow=1", { width: 390, height: 844 });
  const shown = page.page.locator(".status > :visible");
  const words = (await shown.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
  assert.deepEqual(words.filter((word) => !word.startsWith("Ready for nginx.")), ["Ready for nginx", "1 risk"]);
});

test("panes follow when the window changes its width, and keep what is typed", async () => {
  const page = await browser.open(OWN, { width: 1440, height: 900 });
  await page.field("Allowed origins").fill("https://typed.dev");
  for (const width of [1280, 900, 1440]) {
    await page.page.setViewportSize({ width, height: 900 });
    assert.equal(await page.field("Allowed origins").inputValue(), "https://typed.dev");
  }
  await page.page.setViewportSize({ width: 390, height: 900 });
  await eventually(async () => assert.equal(await page.page.getByRole("navigation", { name: "Parts of the page" }).isVisible(), true));
});

test("print is on white, whole, and without what is for the screen", async () => {
  const page = await browser.open(OWN, { theme: "dark", height: 700 });
  await page.page.emulateMedia({ media: "print", colorScheme: "dark" });
  const { ground, cut, buttons } = await page.page.evaluate(() => {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true });
    return {
      ground: getComputedStyle(document.body).backgroundColor,
      cut: [...document.querySelectorAll("main, main *")].filter((one) => shown(one) && getComputedStyle(one).overflowY !== "visible" && one.clientHeight > 2 && one.scrollHeight > one.clientHeight + 2).map((one) => one.className || one.tagName),
      buttons: [...document.querySelectorAll("button")].filter((one) => shown(one) && /Copy|Download|Share|Undo|Edit as text|Show/.test(one.innerText)).map((one) => one.innerText),
    };
  });
  assert.equal(ground, "rgb(255, 255, 255)");
  assert.deepEqual(cut, []);
  assert.deepEqual(buttons, []);
  await page.page.emulateMedia({ media: "print" });
  assert.match(await page.page.locator("main").innerText(), /app\\\.acme\\\.dev/);
});
