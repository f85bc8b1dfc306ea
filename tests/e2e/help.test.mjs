// Help: a panel that keeps the state, with ways into states that show what it says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1";

async function openHelp() {
  const page = await browser.open(OWN);
  await page.button("Help").click();
  const help = page.dialog("Help");
  await help.getByRole("heading", { name: "How preflights work" }).waitFor();
  return { page, help };
}

test("says how preflights work, what the headers are, what to check, and what is often told wrongly", async () => {
  const { help } = await openHelp();
  assert.deepEqual(await help.getByRole("heading", { level: 3 }).allInnerTexts(), [
    "How preflights work",
    "Often told wrongly",
    "Before going live",
    "The headers",
    "Keyboard",
    "More",
  ]);
  const text = await help.innerText();
  for (const header of ["Origin", "Access-Control-Allow-Origin", "Access-Control-Max-Age", "Vary"]) assert.ok(text.includes(header), header);
  for (const words of [/body in the preflight/, /match in case/, /always/]) assert.match(text, words);
});

test("keeps the state, and gives the focus back", async () => {
  const { page, help } = await openHelp();
  await page.keys.press("Escape");
  await help.waitFor({ state: "hidden" });
  assert.equal(await page.focused(), "Help");
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
  assert.equal(await page.page.evaluate(() => location.hash), OWN);
});

test("every See it opens the state that it talks about, and Back leads back", async () => {
  const { page, help } = await openHelp();
  const count = await help.getByRole("link", { name: /^See it/, includeHidden: true }).count();
  assert.ok(count >= 9, `${count} links`);
  for (let index = 0; index < count; index += 1) {
    if (!(await help.isVisible())) await page.button("Help").click();
    const topic = help.locator("details").nth(index);
    await topic.locator("summary").click();
    const link = topic.getByRole("link", { name: /^See it: / });
    const fragment = await link.getAttribute("href");
    await link.click();
    await help.waitFor({ state: "hidden" });
    await eventually(async () => assert.deepEqual(await page.entries("Allowed origins"), ["https://app.example.com"]));
    assert.equal(await page.page.evaluate(() => location.hash), fragment);
    assert.equal(await page.region("Request flow").count(), 1);
    await page.page.goBack();
    await eventually(async () => assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]));
  }
  assert.deepEqual(page.messages, []);
});

test("link format opens next to the page", async () => {
  const { page, help } = await openHelp();
  const [format] = await Promise.all([
    page.page.context().waitForEvent("page"),
    help.getByRole("link", { name: "Link format" }).click(),
  ]);
  await format.getByRole("heading", { level: 1, name: "Link format" }).waitFor();
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
});
