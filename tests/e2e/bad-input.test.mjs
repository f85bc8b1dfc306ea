// What can't be used: it is kept as typed, said at its field, fixed at a click, and no config is made of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1";

/** Each origin with words of its message and the fix that is offered, if there is one. */
const ORIGINS = [
  ["app.acme.dev", "has no scheme", "Use https://app.acme.dev"],
  ["localhost:3000", "has no scheme", "Use http://localhost:3000"],
  ["htps://bad.dev", "Did you mean https://?", "Use https://bad.dev"],
  ["https:/app.acme.dev", "https://app.acme.dev", "Use https://app.acme.dev"],
  ["https://app.acme.dev/shop", "Remove the path", "Use https://app.acme.dev"],
  ["https://app.acme.dev?q=1", "Remove the query", "Use https://app.acme.dev"],
  ["https://me@app.acme.dev", "Origins have no username", "Use https://app.acme.dev"],
  ["https://app.acme.dev:99999", "isn't a valid port", undefined],
  ["https://a.*.acme.dev", "has a * in the wrong place", undefined],
  ["https://*", "has a * for the whole host", undefined],
  ["^https://.*\\.acme\\.dev$", "Regular expressions aren't supported", "Use https://*.acme.dev"],
  ["https://acme-git-<branch>.vercel.app", "Replace <branch>", "Use https://acme-git-*.vercel.app"],
  ["true", "another library's word", undefined],
  ["self", "doesn't need CORS", "Remove self"],
  ["NULL", "Use null instead", "Use null"],
  ["file:///index.html", "Serve the page from http://localhost", undefined],
  ["wss://app.acme.dev", "is a WebSocket, not a page", "Use https://app.acme.dev"],
  ["x".repeat(10_000), "has no scheme", undefined],
];

async function checkOrigin(page, text, words, fix) {
  const policy = page.region("Policy");
  const shown = text.length > 100 ? text.slice(0, 20) : text;
  await page.field("Allowed origins").fill(text);
  await page.field("Allowed origins").press("Enter");
  const entries = await page.entries("Allowed origins");
  assert.ok(entries[1]?.startsWith(shown), `the text stays: ${entries}`);
  const said = (await policy.innerText()).replaceAll(/\s+/g, " ");
  assert.ok(said.includes(words), `${shown}: ${said}`);
  assert.match(await page.status(), /^Can't be deployed yet: 1 error \| Test request waits for the policy/);
  assert.deepEqual(await page.files(), {});
  assert.match(await page.region("Config").innerText(), /No config: fix 1 error first\./);
  assert.equal(await page.button("Copy config").getAttribute("aria-disabled"), "true");
  if (fix) {
    await page.button(fix, policy).first().click();
    assert.match(await page.status(), /^Ready for nginx/, `${shown} fixed`);
    const value = fix.replace(/^Use /, "");
    assert.deepEqual(await page.entries("Allowed origins"), fix.startsWith("Use") ? ["https://one.dev", value] : ["https://one.dev"]);
    await page.button("Undo").click();
  }
  await page.button("Undo").click();
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
}

test("every bad origin is kept, explained, withheld from the config, and fixed at a click", async (context) => {
  const page = await browser.open(OWN);
  for (const [text, words, fix] of ORIGINS) {
    await context.test(text.slice(0, 40), () => checkOrigin(page, text, words, fix));
  }
  assert.deepEqual(page.messages, []);
});

/** Other fields: what is typed, and words of the message at the field. */
const FIELDS = [
  ["Request headers", "x:y", "x:y", "x:y isn't a header name"],
  ["Response headers", "x(y", "x(y", "x(y isn't a header name"],
  ["Cache preflights for", "-5", "-5", "-5"],
  ["Cache preflights for", "an hour", "an hour", "an hour"],
  ["Cache preflights for", "99999999999999999999", "99999999999999999999", "99999999999999999999"],
];

async function checkField(label, text, kept, words) {
  const page = await browser.open(OWN);
  const field = page.field(label);
  await field.fill(text);
  if (label.includes("headers")) {
    await field.press("Enter");
    assert.ok((await page.entries(label)).some((entry) => entry === kept), "the text stays");
  } else {
    assert.equal(await field.inputValue(), kept, "the text stays");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  }
  const described = await field.getAttribute("aria-describedby");
  const beside = await page.page.evaluate(
    (ids) => ids.split(" ").map((id) => document.getElementById(id)?.innerText ?? "").join("\n"),
    described,
  );
  assert.ok(beside.includes(words) && beside.includes("Error:"), `next to the field: ${beside}`);
  assert.match(await page.status(), /^Can't be deployed yet: 1 error/);
  assert.deepEqual(await page.files(), {});
  assert.deepEqual(page.messages, []);
  await page.close();
}

for (const [label, text, kept, words] of FIELDS) {
  test(`${label}: ${text}`, () => checkField(label, text, kept, words));
}

test("bad method is kept and said", async () => {
  const page = await browser.open(OWN);
  await page.button("Other…").click();
  await page.field("Other method").fill("PU(T");
  await page.keys.press("Enter");
  assert.equal(await page.button("PU(T").getAttribute("aria-pressed"), "true");
  assert.match(await page.region("Policy").innerText(), /PU\(T/);
  assert.match(await page.status(), /^Can't be deployed yet: 1 error/);
});

/** Fields of the test request: what is wrong there keeps nothing from being deployed. */
const REQUEST = [
  ["Page origin", "app example"],
  ["Request URL", "https://"],
  ["Method", "CONNECT"],
];

for (const [label, text] of REQUEST) {
  test(`test request, ${label}: ${text}`, async () => {
    const page = await browser.open(`${OWN}&tab=flow`);
    await page.button("Edit request").click();
    await page.field(label).fill(text);
    assert.equal(await page.field(label).inputValue(), text);
    assert.equal(await page.field(label).getAttribute("aria-invalid"), "true");
    assert.match(await page.region("Test request").innerText(), /Error:/);
    assert.match(await page.status(), /^Ready for nginx/);
    assert.deepEqual(page.messages, []);
    await page.close();
  });
}

test("half typed origin neither counts nor takes the others away", async () => {
  const page = await browser.open(OWN);
  await page.field("Allowed origins").pressSequentially("htt");
  assert.match(await page.status(), /^Ready for nginx/);
  await page.field("Allowed origins").pressSequentially("ps://b.dev");
  assert.match(await page.config(), /b\\\.dev/);
});

test("unsound policy is an error, whatever the request", async () => {
  for (const origins of ["*", "null"]) {
    const page = await browser.open(`#v=1&origins=${origins}&credentials=1&url=https://api.example.com/`);
    assert.match(await page.status(), /^Can't be deployed yet: 1 error \| Test request waits for the policy/);
    assert.match(await page.verdict(), /^Fix the errors first\./);
    assert.deepEqual(await page.files(), {});
    await page.close();
  }
});

test("200 origins, some of them bad, are all shown and all fixed at one click", async () => {
  const page = await browser.open();
  const origins = Array.from({ length: 200 }, (_, index) => `https://tenant-${index}.acme.dev${index % 40 === 7 ? "/path" : ""}`);
  await page.field("Allowed origins").focus();
  await page.paste(origins.join("\n"));
  assert.deepEqual(await page.entries("Allowed origins"), origins);
  assert.match(await page.status(), /^Can't be deployed yet: 5 errors/);
  await page.button("Fix all 5").click();
  assert.match(await page.status(), /^Ready for nginx/);
  assert.deepEqual(await page.entries("Allowed origins"), origins.map((origin) => origin.replace("/path", "")));
  assert.equal(await page.focused(), "Allowed origins");
  await page.button("Undo").click();
  assert.match(await page.status(), /5 errors/, "one step");
});

test("noise in every field breaks nothing", async () => {
  const page = await browser.open(`${OWN}&tab=flow`);
  await page.button("Edit request").click();
  const labels = ["Allowed origins", "Request headers", "Response headers", "Cache preflights for", "Page origin", "Request URL", "Method", "Headers your code sets"];
  const noise = ["\u0000", "%", "\"'`${x}\\", "<script>", "日本語", "\u202e", "-1", "*", ",,,", "a".repeat(500), ""];
  for (const text of noise) {
    for (const label of labels) await page.field(label).fill(text);
    assert.notEqual(await page.status(), "");
  }
  assert.deepEqual(page.messages, []);
});
