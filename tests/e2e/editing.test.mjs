import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Runs an edit and says whether exchange and configuration changed with it. */
async function changes(edit) {
  const page = await browser.open();
  const before = [await page.exchange(), await page.files()];
  await edit(page);
  const now = [await page.exchange(), await page.files()];
  assert.deepEqual(page.messages, []);
  return { page, exchange: before[0] !== now[0], files: before[1] !== now[1], text: now };
}

test("origin counts while it is typed, and becomes an entry with Enter", async () => {
  const { page, files, text } = await changes((page) =>
    page.field("Allowed origins").fill("https://admin.example.com"),
  );
  assert.ok(files);
  assert.match(text[1], /admin\\?\.example\\?\.com/);
  await page.field("Allowed origins").press("Enter");
  assert.equal(await page.field("Allowed origin 2").inputValue(), "https://admin.example.com");
  assert.equal(await page.field("Allowed origins").inputValue(), "");
  assert.equal(await page.files(), text[1]);
});

test("entry of the allow list is edited in its place", async () => {
  const { page, exchange, files } = await changes((page) =>
    page.field("Allowed origin 1").fill("https://www.example.com"),
  );
  assert.ok(exchange && files);
  assert.match(await page.verdict(), /^Refused/);
  await page.field("Page origin").fill("https://www.example.com");
  assert.match(await page.verdict(), /^Shared/);
});

test("pasted origins become several entries", async () => {
  const page = await browser.open();
  await page.page.evaluate(() =>
    navigator.clipboard.writeText("https://a.example.com, https://b.example.com\nhttps://c.example.com"),
  );
  await page.field("Allowed origins").focus();
  await page.page.keyboard.press("Control+V");
  for (const [number, host] of [[2, "a"], [3, "b"], [4, "c"]]) {
    assert.equal(
      await page.field(`Allowed origin ${number}`).inputValue(),
      `https://${host}.example.com`,
    );
  }
  assert.match(await page.files(), /c\\?\.example\\?\.com/);
});

test("removed origin is refused", async () => {
  const { page, exchange } = await changes((page) => page.remove("https://app.example.com"));
  assert.ok(exchange);
  assert.match(await page.verdict(), /^Refused/);
});

test("method is a toggle, and free text beside it", async () => {
  const { page, exchange, files, text } = await changes(async (page) => {
    await page.page.getByRole("checkbox", { name: "PATCH", exact: true }).check();
    await page.add("Allowed methods", "PURGE");
    await page.field("Method").fill("PURGE");
  });
  assert.ok(exchange && files);
  assert.match(text[1], /PATCH/);
  assert.match(text[1], /PURGE/);
  assert.match(await page.verdict(), /^Shared.*PURGE/);
  await page.remove("PURGE");
  assert.match(await page.verdict(), /^Refused/);
});

test("method of a toggle is not listed a second time", async () => {
  const page = await browser.open();
  await page.add("Allowed methods", "PATCH");
  assert.ok(await page.page.getByRole("checkbox", { name: "PATCH", exact: true }).isChecked());
  assert.equal(await page.page.getByLabel(/^Allowed method \d+$/).count(), 0);
});

test("request header that is not allowed is refused by name, and allowed after it is added", async () => {
  const page = await browser.open();
  await page.add("Request headers", "X-Trace: 1");
  assert.equal(await page.field("Request header 3 name").inputValue(), "X-Trace");
  assert.equal(await page.field("Request header 3 value").inputValue(), "1");
  assert.match(await page.verdict(), /^Refused.*x-trace/i);
  await page.add("Allowed request headers", "x-trace");
  assert.match(await page.verdict(), /^Shared.*x-trace/);
  assert.match(await page.files(), /x-trace/i);
});

test("exposed header becomes readable", async () => {
  const { page, exchange, files } = await changes((page) =>
    page.add("Exposed response headers", "x-total-count"),
  );
  assert.ok(exchange && files);
  const exchangeText = await page.exchange();
  assert.match(exchangeText, /Access-Control-Expose-Headers: x-total-count/i);
  assert.match(exchangeText.slice(exchangeText.indexOf("What script gets")), /x-total-count: /i);
});

test("credentials have to be allowed and asked for", async () => {
  const page = await browser.open();
  await page.field("Credentials mode").selectOption("include");
  assert.match(await page.verdict(), /^Refused.*Access-Control-Allow-Credentials/);
  await page.field("Allow credentials").check();
  assert.match(await page.verdict(), /^Shared/);
  assert.match(await page.files(), /Access-Control-Allow-Credentials|credentials/);
});

test("max age is in the preflight's answer", async () => {
  const { exchange, files, page } = await changes((page) => page.field("Max age (seconds)").fill("600"));
  assert.ok(exchange && files);
  assert.match(await page.exchange(), /Access-Control-Max-Age: 600/);
  assert.match(await page.region("Policy").innerText(), /600 seconds = 10 minutes\./);
});

test("request URL decides about the origin", async () => {
  const { page, exchange } = await changes((page) =>
    page.field("Request URL").fill("https://app.example.com/api"),
  );
  assert.ok(exchange);
  assert.match(await page.verdict(), /same origin/);
});

test("mode no-cors makes the answer opaque", async () => {
  const page = await browser.open();
  await page.field("Method").fill("GET");
  await page.remove("Content-Type");
  await page.remove("Authorization");
  await page.field("Mode").selectOption("no-cors");
  assert.match(await page.verdict(), /^Opaque/);
});

test("each target shows files of its own, with Copy and Download", async () => {
  const page = await browser.open();
  const seen = new Set();
  for (const name of await page.page.getByRole("tab").allInnerTexts()) {
    await page.chooseTarget(name);
    const file = page.region("Configuration").getByRole("region").first();
    const path = await file.getAttribute("aria-label");
    const text = await file.locator("pre").textContent();
    seen.add(text);

    await page.button("Copy", file).click();
    await file.getByText("Copied").waitFor();
    assert.equal(await page.page.evaluate(() => navigator.clipboard.readText()), text);

    const [download] = await Promise.all([
      page.page.waitForEvent("download"),
      page.button("Download", file).click(),
    ]);
    assert.equal(download.suggestedFilename(), path.split("/").at(-1));
    assert.equal(await readFile(await download.path(), "utf8"), text);
  }
  assert.ok(seen.size >= 3);
  assert.deepEqual(page.messages, []);
});

test("complete example contains the snippet", async () => {
  const page = await browser.open();
  const parts = await page.region("Configuration").locator("pre").allTextContents();
  await page.page.getByRole("radio", { name: "Complete example" }).check();
  const example = await page.files();
  const bare = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
  const lines = new Set(bare(example));
  assert.ok(bare(parts[0]).filter((line) => !line.startsWith("#")).every((line) => lines.has(line)));
});

test("profile says how the engine that is chosen behaves", async () => {
  const page = await browser.open();
  const standard = await page.exchange();
  await page.page.getByRole("radio", { name: "WebKit" }).check();
  assert.notEqual(await page.exchange(), standard);
  assert.match(await page.fragment(), /browser=webkit/);
});

test("repair mends the policy, and Undo takes it back", async () => {
  const page = await browser.open();
  await page.field("Allowed origin 1").fill("app.example.com");
  assert.equal(await page.field("Allowed origin 1").getAttribute("aria-invalid"), "true");
  await page.button("Use https://app.example.com", page.region("Policy")).click();
  assert.equal(await page.field("Allowed origin 1").inputValue(), "https://app.example.com");
  assert.equal(await page.field("Allowed origin 1").getAttribute("aria-invalid"), null);
  await page.button("Undo").click();
  assert.equal(await page.field("Allowed origin 1").inputValue(), "app.example.com");
});

test("finding leads to the entry that it is about", async () => {
  const page = await browser.open();
  await page.field("Allowed origin 1").fill("app.example.com");
  await page.region("Findings").getByRole("button", { name: /has no scheme/ }).click();
  assert.equal(
    await page.page.evaluate(() => document.activeElement.getAttribute("aria-label")),
    "Allowed origin 1",
  );
});

test("focus and caret stay while the page changes under the typing", async () => {
  const page = await browser.open();
  const field = page.field("Allowed origin 1");
  await field.focus();
  await page.page.keyboard.press("Home");
  for (let step = 0; step < 8; step += 1) await page.page.keyboard.press("ArrowRight");
  await page.page.keyboard.type("new-", { delay: 5 });
  assert.equal(await field.inputValue(), "https://new-app.example.com");
  assert.equal(await field.evaluate((input) => document.activeElement === input), true);
});

test("policy is copied as JSON that the command line reads", async () => {
  const page = await browser.open();
  await page.button("Copy policy as JSON").click();
  await page.region("Policy").getByText("Copied").waitFor();
  assert.deepEqual(JSON.parse(await page.page.evaluate(() => navigator.clipboard.readText())), {
    allow_origins: ["https://app.example.com"],
    allow_methods: ["GET", "POST", "PUT", "DELETE"],
    allow_headers: ["content-type", "authorization"],
    allow_credentials: false,
    max_age: 3600,
    preflight_status: 204,
  });
});

test("lines that an edit changes are marked, each time anew, and another target's are not", async () => {
  const page = await browser.open();
  const marked = page.region("Configuration").locator(".changed, .changed-again");
  const seen = async (seconds) => {
    await page.field("Max age (seconds)").fill(seconds);
    await page.region("Configuration").getByText(`"${seconds}"`).first().waitFor();
    return [await marked.allInnerTexts(), await marked.first().getAttribute("class")];
  };
  assert.equal(await marked.count(), 0);
  const [first, mark] = await seen("61");
  const [second, again] = await seen("62");
  assert.deepEqual([first, second], [['    preflight "61";\n'], ['    preflight "62";\n']]);
  assert.notEqual(mark, again);
  await page.page.getByRole("tab", { name: "Express by hand" }).click();
  await page.region("Configuration").getByText("cors-policy.mjs").first().waitFor();
  assert.equal(await marked.count(), 0);
});
