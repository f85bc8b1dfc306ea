// Changing the policy: lists in one field, methods, credentials, max age, undo.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const ORIGINS = "Allowed origins";
const OWN = "#v=1&origins=https://one.dev,https://two.dev&methods=GET,PUT&headers=content-type&max-age=600&follow=1";

const LISTS = [
  [ORIGINS, "https://three.dev", /three\\?\.dev/],
  ["Request headers", "x-trace-id", /x-trace-id/i],
  ["Response headers", "x-total-count", /x-total-count/i],
];

/** An entry counts while it is typed, is kept with Enter, is changed in its place, and goes with its button. */
async function checkList(label, entry, inConfig) {
  const page = await browser.open(OWN);
  const before = await page.entries(label);
  await page.field(label).fill(entry);
  assert.deepEqual(await page.entries(label), before, "no token yet");
  assert.match(await page.config(), inConfig, "counts while it is typed");
  await page.field(label).press("Enter");
  assert.deepEqual(await page.entries(label), [...before, entry]);
  assert.equal(await page.field(label).inputValue(), "");
  assert.equal(await page.focused(), label);

  const changed = entry.replace("t", "r");
  await page.button(`Edit ${entry}`).click();
  await page.page.getByRole("textbox", { name: `Edit ${entry}` }).fill(changed);
  await page.keys.press("Enter");
  assert.deepEqual(await page.entries(label), [...before, changed]);

  await page.remove(changed, label);
  assert.deepEqual(await page.entries(label), before);
  assert.doesNotMatch(await page.config(), inConfig);
  assert.equal(await page.focused(), label, "the focus stays in the field");
  assert.deepEqual(page.messages, []);
  await page.close();
}

for (const [label, entry, inConfig] of LISTS) {
  test(`${label}: typed, changed and removed`, () => checkList(label, entry, inConfig));
}

const PASTES = [
  ["commas and lines", "https://a.dev, https://b.dev\nhttps://c.dev", ["https://a.dev", "https://b.dev", "https://c.dev"]],
  ["quotes and brackets", `["https://a.dev", "https://b.dev"]`, ["https://a.dev", "https://b.dev"]],
  ["spaces and semicolons", "https://a.dev https://b.dev;https://c.dev", ["https://a.dev", "https://b.dev", "https://c.dev"]],
];

for (const [name, text, expected] of PASTES) {
  test(`pasted origins become tokens: ${name}`, async () => {
    const page = await browser.open();
    await page.field(ORIGINS).focus();
    await page.paste(text);
    assert.deepEqual(await page.entries(ORIGINS), expected, "and the example's origin is gone");
    for (const origin of expected) assert.ok((await page.config()).includes(origin.replaceAll(".", "\\.")), origin);
    await page.close();
  });
}

test("first origin of one's own replaces the example's, everywhere", async () => {
  const page = await browser.open();
  await page.add(ORIGINS, "https://app.acme.dev");
  assert.deepEqual(await page.entries(ORIGINS), ["https://app.acme.dev"]);
  assert.match(await page.status(), /Ready for nginx \| Allowed PUT from app\.acme\.dev, 1 preflight/);
  assert.match(await page.region("Request flow").innerText(), /PUT https:\/\/api\.acme\.dev\/users/);
  for (const text of [await page.page.getByRole("main").innerText(), await page.fragment()]) {
    assert.doesNotMatch(text, /app\\?\.example\\?\.com|Example\./);
  }
  await page.add(ORIGINS, "https://admin.acme.dev");
  assert.deepEqual(await page.entries(ORIGINS), ["https://app.acme.dev", "https://admin.acme.dev"]);
});

test("chips add what they say, and go", async () => {
  const page = await browser.open();
  for (const [header, label] of [["authorization", "Request headers"], ["content-disposition", "Response headers"]]) {
    await page.button(`Add ${header}`).click();
    assert.ok((await page.entries(label)).includes(header));
    assert.equal(await page.button(`Add ${header}`).count(), 0);
    assert.equal(await page.focused(), label);
    assert.match(await page.config(), new RegExp(header, "i"));
  }
});

test("list is edited as text and becomes tokens again", async () => {
  const page = await browser.open(OWN);
  const toggle = page.page.getByRole("button", { name: /Edit.*as text/ }).first();
  await toggle.click();
  const text = page.field(`${ORIGINS}, one in a line`);
  assert.equal(await text.inputValue(), "https://one.dev\nhttps://two.dev");
  await text.fill("https://two.dev\nhttps://four.dev\n");
  await page.button("Done: Allowed origins").click();
  assert.deepEqual(await page.entries(ORIGINS), ["https://two.dev", "https://four.dev"]);
});

test("Backspace in the empty field takes the last entry back into it", async () => {
  const page = await browser.open(OWN);
  await page.field(ORIGINS).press("Backspace");
  assert.equal(await page.field(ORIGINS).inputValue(), "https://two.dev");
  assert.deepEqual(await page.entries(ORIGINS), ["https://one.dev"]);
  await page.field(ORIGINS).press("Escape");
  assert.equal(await page.field(ORIGINS).inputValue(), "");
});

test("methods are buttons, and another is typed", async () => {
  const page = await browser.open(OWN);
  const patch = page.button("PATCH");
  assert.equal(await patch.getAttribute("aria-pressed"), "false");
  await patch.click();
  assert.equal(await patch.getAttribute("aria-pressed"), "true");
  await page.button("Other…").click();
  await page.field("Other method").fill("PURGE");
  await page.keys.press("Enter");
  assert.equal(await page.button("PURGE").getAttribute("aria-pressed"), "true");
  assert.match(await page.config(), /GET,\s*PUT,\s*PATCH,\s*PURGE/);
  await page.button("PUT").click();
  await page.button("PATCH").click();
  assert.match(await page.config(), /GET,\s*PURGE/);
});

test("credentials are a switch that the request follows", async () => {
  const page = await browser.open(OWN);
  const flow = () => page.region("Request flow").innerText();
  assert.doesNotMatch(await page.config(), /"true"|Allow-Credentials \$/);
  assert.doesNotMatch(await flow(), /with cookies/);
  await page.field("Allow credentials").click();
  assert.match(await page.config(), /add_header Access-Control-Allow-Credentials/);
  assert.match(await flow(), /with cookies/);
});

const MAX_AGES = [
  ["600", "seconds (10 minutes)"],
  ["90061", "seconds (1 day 1 hour 1 minute 1 second)"],
  ["0", "0 seconds: every request needs a new preflight."],
  ["", "Not sent. Browsers then cache a preflight for 5 seconds."],
  ["an hour", "Enter whole seconds. Leave empty to omit the header."],
];

test("max age is said in words, and is in the preflight response", async () => {
  const page = await browser.open(OWN);
  for (const [text, words] of MAX_AGES) {
    await page.field("Cache preflights for").fill(text);
    assert.ok((await page.region("Policy").innerText()).includes(words), words);
  }
  await page.field("Cache preflights for").fill("7200");
  assert.match(await page.region("Request flow").innerText(), /204, cache 2 h/);
  assert.match(await page.config(), /"7200"/);
});

test("preflight status is under Advanced", async () => {
  const page = await browser.open(OWN);
  await page.page.getByText("Advanced: preflight status 204").click();
  await page.button("200").click();
  assert.match(await page.region("Policy").innerText(), /Advanced: preflight status 200/);
  assert.match(await page.fragment(), /status=200/);
});

test("undo and redo go step by step, with buttons and keys, and keep the focus", async () => {
  const page = await browser.open(OWN);
  const undo = page.button("Undo");
  const redo = page.button("Redo");
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
  await page.field(ORIGINS).pressSequentially("https://three.dev");
  await page.keys.press("Enter");
  await page.field("Allow credentials").click();
  await undo.click();
  assert.ok(!(await page.field("Allow credentials").isChecked()));
  await undo.click();
  assert.deepEqual(await page.entries(ORIGINS), ["https://one.dev", "https://two.dev"], "typing a word is one step");
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
  assert.equal(await page.focused(), "Undo");
  await redo.click();
  assert.equal((await page.entries(ORIGINS)).length, 3);
  await page.keys.press("Control+Shift+Z");
  assert.ok(await page.field("Allow credentials").isChecked());
  await page.keys.press("Control+Z");
  await page.keys.press("Control+Z");
  assert.equal((await page.entries(ORIGINS)).length, 2);
  await page.keys.press("Control+Y");
  assert.equal((await page.entries(ORIGINS)).length, 3);
});

test("undo brings the example back, mark and all", async () => {
  const page = await browser.open();
  await page.add(ORIGINS, "https://app.acme.dev");
  await page.button("Undo").click();
  assert.deepEqual(await page.entries(ORIGINS), ["https://app.example.com"]);
  assert.match(await page.region("Policy").innerText(), /Example\./);
});

test("tabs, servers and simulated failures are no steps of undo", async () => {
  const page = await browser.open(OWN);
  await page.openTab("Request flow");
  await page.choice("Simulate a failure").selectOption("The server is down");
  await page.openTab("Config");
  await page.chooseServer("Express with cors");
  assert.equal(await page.button("Undo").getAttribute("aria-disabled"), "true");
});

test("focus and caret stay while the page changes under the typing", async () => {
  const page = await browser.open(OWN);
  const field = page.field("Cache preflights for");
  await field.focus();
  await page.keys.press("Home");
  await page.keys.type("12", { delay: 5 });
  assert.equal(await field.inputValue(), "12600");
  assert.equal(await page.focused(), "Cache preflights for");
});

test("lines that an edit changes are marked, and another server's are not", async () => {
  const page = await browser.open(OWN);
  const marked = page.region("Config").locator(".changed");
  assert.equal(await marked.count(), 0);
  for (const seconds of ["61", "62"]) {
    await page.field("Cache preflights for").fill(seconds);
    assert.deepEqual((await marked.allInnerTexts()).map((line) => line.trim()), [`preflight "${seconds}";`]);
  }
  await page.chooseServer("Express by hand");
  await page.region("Config").getByText("export").first().waitFor();
  assert.equal(await marked.count(), 0);
});
