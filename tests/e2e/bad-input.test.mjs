import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Fills a field with something invalid: the text stays, the field says why, and there is no config. */
async function check(label, text, expected, { withheld = true } = {}) {
  const page = await browser.open();
  await page.field(label).fill(text);
  assert.equal(await page.field(label).inputValue(), text, "the text stays");
  assert.equal(await page.field(label).getAttribute("aria-invalid"), "true", "the field is marked");

  const described = await page.field(label).getAttribute("aria-describedby");
  const beside = await page.page.evaluate(
    (ids) => ids.split(" ").map((id) => document.getElementById(id)?.innerText ?? "").join("\n"),
    described,
  );
  assert.ok((await page.findings()).includes(label), `The findings name ${label}`);
  for (const part of expected) {
    assert.ok(beside.includes(part), `next to the field: ${part}: ${beside}`);
    assert.ok((await page.findings()).includes(part), `in the findings: ${part}`);
  }
  if (withheld) {
    assert.equal(await page.region("Configuration").locator("pre").count(), 0, "no snippet");
    assert.match(await page.configuration(), /No configuration yet/);
  }
  assert.deepEqual(page.messages, []);
  await page.page.context().close();
}

test("origin without scheme", () => check("Allowed origins", "app.example.com", ["app.example.com"]));
test("origin with a path", () =>
  check("Allowed origins", "https://app.example.com/shop", ["https://app.example.com/shop", "path"]));
test("origin with a wildcard in the middle", () =>
  check("Allowed origins", "https://a.*.example.com", ["https://a.*.example.com", "*"]));
test("ten thousand characters", () => check("Allowed origins", "x".repeat(10_000), ["xxxxxxxx"]));
test("header name with a space", () => check("Allowed request headers", "x header", ["x header"]));
test("exposed header name with a colon", () => check("Exposed response headers", "x:y", ["x:y"]));
test("method with a space", () => check("Allowed methods", "PU T", ["PU T"]));
test("negative max age", () => check("Max age (seconds)", "-5", ["-5"]));
test("huge max age", () => check("Max age (seconds)", "99999999999999999999", ["99999999999999999999"]));
test("max age in words", () => check("Max age (seconds)", "an hour", ["an hour"]));
test("page origin that is none", () =>
  check("Page origin", "app example", ["app example"], { withheld: false }));
test("request URL that is none", () => check("Request URL", "https://", ["https://"], { withheld: false }));
test("request method that script cannot use", () =>
  check("Method", "CONNECT", ["CONNECT"], { withheld: false }));

test("method with a newline from a link", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&methods=GE%0AT&method=P%0AUT");
  assert.match(await page.findings(), /Allowed methods/);
  assert.equal(await page.region("Configuration").locator("pre").count(), 0);
  assert.deepEqual(page.messages, []);
});

test("half typed entry leaves the exchange of the others", async () => {
  const page = await browser.open();
  await page.field("Allowed origins").pressSequentially("htt");
  assert.match(await page.verdict(), /^Shared/);
  assert.match(await page.configuration(), /No configuration yet/);
  await page.field("Allowed origins").pressSequentially("ps://b.example.com");
  assert.match(await page.files(), /b\\?\.example\\?\.com/);
});

test("nothing but noise in every field", async () => {
  const page = await browser.open();
  const noise = ["\u0000", "%", "\\", "\"'`${x}", "<script>", "日本語", "\u202e", "-1", "*", ",,,", "a".repeat(500), ""];
  const labels = [
    "Allowed origins",
    "Allowed methods",
    "Allowed request headers",
    "Exposed response headers",
    "Max age (seconds)",
    "Page origin",
    "Request URL",
    "Method",
    "Request headers",
    "New header value",
  ];
  for (const text of noise) {
    for (const label of labels) await page.field(label).fill(text);
    assert.notEqual(await page.verdict(), "");
  }
  assert.deepEqual(page.messages, []);
});
