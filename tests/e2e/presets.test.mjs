// Start from: policies as links.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Each preset with its first origin, and whether its origins are an example to be replaced. */
const PRESETS = [
  ["SPA with cookies", "https://app.example.com", true],
  ["SPA with bearer token", "https://app.example.com", true],
  ["Public read-only API", "*", false],
  ["Several customers' domains", "https://www.customer-one.example", true],
  ["Preview deployments", "https://app.example.com", true],
  ["Local development next to production", "https://app.example.com", true],
  ["Mobile web view", "capacitor://localhost", false],
  ["MCP server", "https://client.example.com", true],
  ["Blank", undefined, false],
];

const opener = (page) => page.page.getByRole("button", { name: /^Start from/ });
const list = (page) => page.page.getByRole("navigation", { name: "Start from" }).getByRole("link");

test("every preset is offered with a word on what it is for", async () => {
  const page = await browser.open();
  await opener(page).click();
  const texts = await list(page).allInnerTexts();
  assert.deepEqual(texts.map((text) => text.split("\n")[0].trim()), PRESETS.map(([name]) => name));
  for (const text of texts) assert.match(text, /\n.+\.$/);
  await page.keys.press("Escape");
  assert.equal(await list(page).count(), 0);
  assert.match(await page.focused(), /^Start from/);
});

test("every preset is ready, allowed and without a risk, and one step of undo", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&fault=server-down&follow=1");
  for (const [name, first, isExample] of PRESETS) {
    await page.startFrom(name);
    assert.equal(await opener(page).innerText(), `Start from: ${name}`);
    assert.equal((await page.entries("Allowed origins"))[0], first);
    const expected = first ? /^Ready for nginx \| Allowed .* \| (\d tips?|Nothing to review)/ : /^Can't be deployed yet: 1 error/;
    assert.match(await page.status(), expected, name);
    assert.equal(/Example\./.test(await page.region("Policy").innerText()), isExample, name);
    assert.match(await page.focused(), /^Start from/);
    await page.button("Undo").click();
    assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
  }
  assert.deepEqual(page.messages, []);
});

test("presets are links that can be shared", async () => {
  const page = await browser.open();
  await opener(page).click();
  const links = await list(page).evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const [index, link] of links.entries()) {
    const other = await page.beside(link);
    assert.equal(await opener(other).innerText(), `Start from: ${PRESETS[index][0]}`);
    assert.equal(await other.region("Notes on the link").count(), 0);
    await other.page.close();
  }
});

test("list is walked with the keyboard", async () => {
  const page = await browser.open();
  await opener(page).focus();
  await page.keys.press("Enter");
  await page.keys.press("Tab");
  await page.keys.press("Tab");
  await page.keys.press("Enter");
  assert.equal(await opener(page).innerText(), "Start from: SPA with bearer token");
});

test("name goes once the policy is another one", async () => {
  const page = await browser.open();
  await page.field("Allow credentials").click();
  assert.equal(await opener(page).innerText(), "Start from");
});

test("own origin takes the place of the examples, and keeps the others", async () => {
  const page = await browser.open();
  await page.startFrom("Local development next to production");
  await page.add("Allowed origins", "https://app.acme.dev");
  assert.deepEqual(await page.entries("Allowed origins"), ["http://localhost:5173", "https://app.acme.dev"]);
});
