// What goes wrong in practice: switched on, watched, explained.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const PUT = "#v=1&origins=https://app.example.com&methods=PUT&max-age=600&url=https://api.example.com/users&method=PUT";
const GET = "#v=1&origins=https://app.example.com&url=https://api.example.com/users";

/** Each fault as it is offered, a request that it hits, and what the exchange shows then. */
const FAULTS = [
  ["OPTIONS is not routed (405)", "preflight-not-routed", PUT, /405 Method Not Allowed/],
  ["Authentication comes before CORS (401)", "authentication-before-cors", PUT, /401 Unauthorized/],
  ["Errors lack the headers (500)", "headers-missing-on-errors", PUT, /500 Internal Server Error/],
  ["A proxy strips the headers", "proxy-strips-headers", PUT, /not sent/],
  ["A proxy doubles the headers", "proxy-doubles-headers", PUT, /has 2 Access-Control-Allow-Origin lines/],
  ["http redirects to https", "redirects-to-https", "#v=1&origins=http://app.example.com&methods=PUT&url=http://api.example.com/users&method=PUT", /Location: https:\/\/api\.example\.com\/users/],
  ["The path redirects to one with a slash", "redirects-to-slash", PUT, /Location: https:\/\/api\.example\.com\/users\//],
  ["The answer redirects to another host", "redirects-to-another-host", GET, /Origin: null/],
  ["Vary is missing, and the browser has a cache", "vary-missing-own-cache", GET, /came from the browser’s own cache/],
  ["Vary is missing, and a cache is shared", "vary-missing-shared-cache", GET, /came from a cache that all visitors share/],
  ["The policy changed, the preflight is remembered", "stale-preflight", PUT, /is no longer allowed/],
  ["The server is down", "server-down", PUT, /connection was refused/],
];

const region = "What goes wrong in practice";

test("nothing goes wrong until something is switched on", async () => {
  const page = await browser.open(PUT);
  assert.match(await page.verdict(), /^Shared/);
  assert.equal(await page.field("Switched on").inputValue(), "Nothing goes wrong");
  const offered = await page.field("Switched on").locator("option").allTextContents();
  assert.deepEqual(offered, ["Nothing goes wrong", ...FAULTS.map(([label]) => label)]);
});

for (const [label, id, fragment, shows] of FAULTS) {
  test(`${id} is watched, explained and kept in the address`, async () => {
    const page = await browser.open(fragment);
    assert.match(await page.verdict(), /^Shared/);
    const before = await page.exchange();
    await page.field("Switched on").selectOption(label);
    assert.match(await page.verdict(), /^Refused/);
    const exchange = await page.exchange();
    assert.match(exchange, shows);
    assert.doesNotMatch(before, shows);
    const said = await page.region(region).innerText();
    for (const part of ["Where to look", "How to recognise it", "Repair", "What the console says", "Chromium", "Firefox", "WebKit"]) {
      assert.ok(said.includes(part), part);
    }
    assert.match(said, /(has been blocked by CORS policy|net::ERR_CONNECTION_REFUSED)/);
    assert.match(said, /Script sees TypeError: Failed to fetch/);
    assert.doesNotMatch(said, /It has no effect here/);
    assert.match(await page.fragment(), new RegExp(`&fault=${id}(&|$)`));
    await page.reload();
    assert.equal(await page.region(region).innerText(), said);
    assert.equal(await page.exchange(), exchange);
    await page.field("Switched on").selectOption("Nothing goes wrong");
    assert.equal(await page.exchange(), before);
    assert.doesNotMatch(await page.fragment(), /fault=/);
    assert.deepEqual(page.messages, []);
  });
}

test("a fault without effect says why and what to try", async () => {
  const page = await browser.open(`${GET}&fault=preflight-not-routed`);
  assert.match(await page.verdict(), /^Shared/);
  assert.match(await page.region(region).innerText(), /It has no effect here\. This request is answered without a preflight, .* Try the method PUT\./);
});

test("the repair is that of the chosen target", async () => {
  const page = await browser.open(`${PUT}&fault=headers-missing-on-errors`);
  assert.match(await page.region(region).innerText(), /Repair in nginx\n.*always/);
  await page.page.getByRole("tab", { name: /axum/ }).first().click();
  assert.match(await page.region(region).innerText(), /Repair in axum.*\n.*CatchPanicLayer/);
});

test("what happened before is shown with its messages", async () => {
  const page = await browser.open(`${GET}&fault=vary-missing-own-cache`);
  const exchange = await page.exchange();
  assert.match(exchange, /Before this\n+The page shows an image from this URL/);
  assert.match(exchange, /Cache-Control: max-age=600/);
});

test("an unknown fault is reported and plays nothing", async () => {
  const page = await browser.open(`${PUT}&fault=gremlins`);
  assert.match(await page.verdict(), /^Shared/);
  assert.equal(await page.field("Switched on").inputValue(), "Nothing goes wrong");
});
