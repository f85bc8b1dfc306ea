import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { states } from "./support/states.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

for (const [name, fragment] of Object.entries(states)) {
  for (const theme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      test(`axe finds nothing: ${name}, ${theme}, ${width} px`, async () => {
        // The script of the checker would be stopped by the page's own policy.
        const page = await browser.open(fragment, { theme, width, bypassCSP: true, reducedMotion: "reduce" });
        await page.page.evaluate(axe);
        const { violations } = await page.page.evaluate(() =>
          globalThis.axe.run(document, { resultTypes: ["violations"] }),
        );
        const found = violations.map(
          ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(" | ").slice(0, 400)}`,
        );
        assert.deepEqual(found, []);
        await page.page.context().close();
      });
    }
  }
}

test("Theme button wins over the system", async () => {
  const page = await browser.open("", { theme: "light" });
  const ground = () => page.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.button("Theme").click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.button("Theme").click();
  assert.equal(await ground(), light);
});
