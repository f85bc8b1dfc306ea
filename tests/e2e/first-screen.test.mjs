import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

test("bare address shows the whole teaching example", async () => {
  const page = await browser.open();
  assert.equal(
    await page.verdict(),
    "Shared: https://app.example.com may read this answer. A preflight was needed (authorization, content-type).",
  );
  const exchange = await page.exchange();
  for (const line of [
    "OPTIONS /api/users HTTP/1.1",
    "Access-Control-Request-Method: POST",
    "Access-Control-Request-Headers: authorization,content-type",
    "HTTP/1.1 204 No Content",
    "Access-Control-Allow-Origin: https://app.example.com",
    "Access-Control-Max-Age: 3600",
    "POST /api/users HTTP/1.1",
    "HTTP/1.1 200 OK",
  ]) {
    assert.ok(exchange.includes(line), `the exchange shows ${line}`);
  }
  assert.match(await page.files(), /https:\/\/app\\?\.example\\?\.com/);
  assert.equal(await page.page.title(), "CORS Header Builder");
  assert.equal(await page.fragment(), "");
});

test("loading and using the page asks no other host and says nothing in the console", async () => {
  const page = await browser.open();
  await page.field("Method").fill("PUT");
  for (const name of await page.page.getByRole("tab").allInnerTexts()) await page.chooseTarget(name);
  await page.button("Copy", page.region("Configuration")).first().click();
  await page.button("Theme").click();
  const host = new URL(page.url).host;
  assert.deepEqual(
    page.requests.filter((address) => !address.startsWith("data:") && new URL(address).host !== host),
    [],
  );
  assert.deepEqual(page.messages, []);
});

test("every markup is built without innerHTML", async () => {
  // The policy of the page forbids it, so that a violation would be an error in the console; this asks
  // for the policy itself, so that the test cannot pass because the policy is gone.
  const page = await browser.open();
  const answer = await page.page.request.get(page.url);
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'/);
  const refused = await page.page.evaluate(() => {
    try {
      document.createElement("p").innerHTML = "<b>x</b>";
      return false;
    } catch {
      return true;
    }
  });
  assert.ok(refused, "the browser enforces the policy");
});

test("regions have the names that they are found by", async () => {
  const page = await browser.open();
  for (const name of ["Policy", "Request", "Exchange", "Findings", "Configuration"]) {
    assert.equal(await page.region(name).count(), 1, name);
    assert.equal(await page.page.getByRole("heading", { name, level: 2, exact: true }).count(), 1, name);
  }
  assert.equal(await page.page.getByRole("status").count(), 1);
  assert.equal(await page.page.getByRole("tablist", { name: "Target" }).count(), 1);
});
