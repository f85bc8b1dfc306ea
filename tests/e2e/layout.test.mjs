import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { states } from "./support/states.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

for (const [name, fragment] of Object.entries(states)) {
  test(`no width scrolls sideways: ${name}`, async () => {
    const page = await browser.open(fragment);
    for (const width of [320, 390, 767, 768, 1024, 1199, 1200, 1280, 1920]) {
      await page.page.setViewportSize({ width, height: 800 });
      const over = await page.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} px too wide at ${width} px`);
    }
    await page.page.context().close();
  });
}

test("wide page has two columns, the form on the left", async () => {
  const page = await browser.open();
  const policy = await page.region("Policy").boundingBox();
  const request = await page.region("Request").boundingBox();
  const exchange = await page.region("Exchange").boundingBox();
  assert.ok(policy.width >= 390 && policy.width <= 460);
  assert.ok(request.y >= policy.y + policy.height);
  assert.ok(exchange.x >= policy.x + policy.width);
});

test("result stays in view while the form is scrolled", async () => {
  const page = await browser.open();
  const before = await page.region("Exchange").boundingBox();
  await page.field("Request URL").scrollIntoViewIfNeeded();
  await page.field("Request URL").fill("https://api.example.com/x");
  assert.deepEqual(await page.region("Exchange").boundingBox(), before);
});

test("narrow page keeps the verdict at the bottom edge, and it leads to the exchange", async () => {
  const page = await browser.open("", { width: 390, height: 844 });
  const link = page.page.getByRole("link", { name: /To the exchange$/ });
  const box = await link.boundingBox();
  assert.ok(Math.abs(box.y + box.height - 844) <= 1, "at the bottom edge");
  await page.field("Method").fill("PATCH");
  assert.match(await link.innerText(), /^Refused/);
  // The field was scrolled into view, and with it the verdict itself, which covers the line.
  await page.page.evaluate(() => scrollTo(0, 0));
  await link.click();
  const exchange = await page.region("Exchange").boundingBox();
  assert.ok(exchange.y >= 0 && exchange.y < 844);
  assert.equal(await page.page.evaluate(() => document.activeElement.id), "exchange");
  assert.match(await page.fragment(), /^#v=1/);
});

test("page does not jump while it loads", async () => {
  const page = await browser.open();
  const shift = await page.page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
  assert.ok(shift < 0.02, `layout shift ${shift}`);
});
