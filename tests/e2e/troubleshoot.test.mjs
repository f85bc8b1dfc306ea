// Paste what you have: links, policies and origin lists, from anywhere on the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1";
const FIELD = "Paste a console error, response headers, curl or config";

const ways = [
  ["entry in the header", (page) => page.page.getByRole("banner").getByRole("button", { name: /^Paste / }).click()],
  ["Ctrl+K", (page) => page.keys.press("Control+K")],
  ["Ctrl+K in a field", async (page) => (await page.field("Allowed origins").focus(), page.keys.press("Control+K"))],
  ["tab", async (page) => (await page.openTab("Troubleshoot"), page.field(FIELD).click())],
];

for (const [name, go] of ways) {
  test(`way in: ${name}`, async () => {
    const page = await browser.open(OWN);
    await go(page);
    await eventually(async () => assert.equal(await page.focused(), FIELD));
    assert.match(await page.region("Troubleshoot").innerText(), /Nothing you paste leaves your browser\./);
    await page.close();
  });
}

/** What is pasted, what it is taken for, the button, and the origins then. */
const PASTES = [
  ["https://a.dev, https://b.dev", "A list of origins", "Add to the allowed origins", ["https://one.dev", "https://a.dev", "https://b.dev"]],
  ["https://cors.example/#v=1&origins=https://linked.dev", "A link to this page", "Open it", ["https://linked.dev"]],
  [`{"allow_origins":["https://json.dev"],"max_age":60}`, "A policy as JSON", "Open it", ["https://json.dev"]],
  [`{"policy":{"allow_origins":["https://state.dev"]},"target":"express-cors"}`, "A state as JSON", "Open it", ["https://state.dev"]],
];

async function checkPaste(text, kind, button, origins) {
  const page = await browser.open(OWN);
  await page.page.getByRole("heading", { level: 1 }).click();
  await page.paste(text);
  const region = page.region("Troubleshoot");
  await region.getByText(kind, { exact: true }).waitFor();
  assert.equal(await page.field(FIELD).inputValue(), text);
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"], "nothing changes unasked");
  await page.button(button, region).click();
  assert.deepEqual(await page.entries("Allowed origins"), origins);
  assert.notEqual(await page.focused(), "nothing", "the focus isn't lost");
  await page.button("Undo").click();
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
  assert.deepEqual(page.messages, []);
  await page.close();
}

for (const [text, kind, button, origins] of PASTES) {
  test(`pasted anywhere: ${kind}`, () => checkPaste(text, kind, button, origins));
}

test("what isn't known says what is, and is cleared", async () => {
  const page = await browser.open(OWN);
  await page.keys.press("Control+K");
  await page.field(FIELD).fill("hello there");
  const region = page.region("Troubleshoot");
  await region.getByText(/This wasn't recognized\. Paste/).waitFor();
  await page.button("Clear", region).click();
  assert.equal(await page.field(FIELD).inputValue(), "");
  assert.equal(await page.focused(), FIELD);
  assert.doesNotMatch(await page.fragment(), /hello/);
});

test("paste into a field is that field's", async () => {
  const page = await browser.open(OWN);
  await page.field("Cache preflights for").focus();
  await page.keys.press("Control+A");
  await page.paste("7200");
  assert.equal(await page.field("Cache preflights for").inputValue(), "7200");
  assert.equal(await page.page.getByRole("tab", { name: "Config" }).getAttribute("aria-selected"), "true");
});
