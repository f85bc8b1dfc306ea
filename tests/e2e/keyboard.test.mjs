import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** What has the focus, by its name. */
const focused = (page) =>
  page.page.evaluate(() => {
    const element = document.activeElement;
    return (
      element.getAttribute("aria-label") ??
      element.labels?.[0]?.innerText ??
      element.innerText ??
      ""
    ).trim();
  });

/** Presses Tab until something has the focus; fails if it is never reached. */
async function tabTo(page, name, limit = 60) {
  for (let step = 0; step < limit; step += 1) {
    await page.page.keyboard.press("Tab");
    if ((await focused(page)) === name) return;
  }
  assert.fail(`${name} was not reached with Tab`);
}

test("whole job is done with the keyboard alone", async () => {
  const page = await browser.open();
  const keys = page.page.keyboard;
  await keys.press("Tab");
  assert.equal(await focused(page), "Skip to the policy");
  await keys.press("Enter");

  await tabTo(page, "Allowed origins");
  await keys.type("https://admin.example.com");
  await keys.press("Enter");
  assert.equal(await focused(page), "Allowed origins");
  assert.equal(await page.field("Allowed origin 2").inputValue(), "https://admin.example.com");

  await tabTo(page, "PATCH");
  await keys.press("Space");
  assert.match(await page.files(), /PATCH/);

  await tabTo(page, "Allow credentials");
  await keys.press("Space");
  assert.ok(await page.field("Allow credentials").isChecked());

  await tabTo(page, "Method");
  await keys.press("Control+A");
  await keys.type("PATCH");
  assert.match(await page.verdict(), /^Shared.*PATCH/);

  const tabs = await page.page.getByRole("tab").allInnerTexts();
  await tabTo(page, tabs[0]);
  await keys.press("ArrowRight");
  assert.equal(await focused(page), tabs[1]);
  await keys.press("End");
  assert.equal(await focused(page), tabs.at(-1));
  await keys.press("Home");
  assert.equal(await focused(page), tabs[0]);
  assert.equal(await page.page.locator('[role="tab"][tabindex="0"]').count(), 1);

  await tabTo(page, "Copy");
  await keys.press("Enter");
  await page.region("Configuration").getByText("Copied").first().waitFor();
  assert.equal(
    await page.page.evaluate(() => navigator.clipboard.readText()),
    await page.region("Configuration").locator("pre").first().textContent(),
  );
  assert.deepEqual(page.messages, []);
});

test("removing an entry leaves the focus in the list", async () => {
  const page = await browser.open();
  await page.add("Allowed origins", "https://b.example.com");
  await page.button("Remove https://b.example.com").focus();
  await page.page.keyboard.press("Enter");
  assert.equal(await focused(page), "Allowed origins");
});

test("everything that has the focus shows it", async () => {
  const page = await browser.open();
  const seen = new Set();
  for (let step = 0; step < 70; step += 1) {
    await page.page.keyboard.press("Tab");
    const state = await page.page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return undefined;
      // Toggles are drawn by the element after the input.
      const drawn = element.matches(".toggle > input") ? element.nextElementSibling : element;
      const style = getComputedStyle(drawn);
      const box = drawn.getBoundingClientRect();
      return {
        name: `${element.tagName} ${element.getAttribute("aria-label") ?? element.innerText}`,
        outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (state === undefined) break;
    seen.add(state.name);
    assert.ok(state.outline, `${state.name} has an outline`);
    assert.ok(state.inView, `${state.name} is in view`);
  }
  assert.ok(seen.size > 30);
});
