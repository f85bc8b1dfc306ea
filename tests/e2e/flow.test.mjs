// The request flow: diagram, steps, browsers, the test request, and simulated failures.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const FOLLOW = "#v=1&origins=https://app.acme.dev&methods=GET,PUT&headers=content-type&credentials=1&max-age=600&follow=1&tab=flow";

const arrows = async (page) =>
  (await page.page.getByRole("list", { name: "Messages" }).getByRole("listitem").allTextContents()).map((text) => text.trim());

const steps = (page) => page.page.getByRole("list", { name: "Steps" }).locator("> li > details");
const step = (page, title) => steps(page).filter({ has: page.page.locator("summary", { hasText: title }) });

test("diagram reads as a list of who sends what to whom", async () => {
  const page = await browser.open(FOLLOW);
  assert.deepEqual(await arrows(page), [
    "page to browser: PUT /users",
    "browser to server: OPTIONS /usersasks for PUT, content-type",
    "server to browser: 204, cache 10 min",
    "browser to server: PUT /users",
    "server to browser: 200allow-origin: https://app.acme.dev",
    "browser to page: can read",
  ]);
  assert.match(await page.region("Request flow").innerText(), /Responses as sent by nginx 1\.30\. Your app handled the request\./);
});

test("steps are folded, an arrow opens its step, and what was opened stays open", async () => {
  const page = await browser.open(FOLLOW);
  assert.equal(await steps(page).count(), 6);
  assert.equal(await page.page.locator(".entries details[open]").count(), 0);
  await page.page.getByRole("button", { name: /^browser to server: OPTIONS/ }).click();
  const preflight = step(page, "Preflight request");
  assert.ok(await preflight.evaluate((details) => details.open));
  await eventually(async () => assert.match(await preflight.innerText(), /OPTIONS \/users HTTP\/1\.1[\s\S]*Access-Control-Request-Method: PUT/));
  assert.match(await page.focused(), /Preflight request/);
  await page.field("Cache preflights for").fill("60");
  assert.ok(await preflight.evaluate((details) => details.open));
  await step(page, "Preflight response").locator("summary").click();
  // What a step says is written when it has opened.
  await eventually(async () => assert.match(await step(page, "Preflight response").innerText(), /Access-Control-Max-Age: 60/));
});

test("step that failed is open, with what was expected and a link to the standard", async () => {
  const page = await browser.open(`${FOLLOW}&fault=proxy-doubles-headers`);
  const open = page.page.locator(".entries details[open]");
  assert.equal(await open.count(), 1);
  assert.match(await open.innerText(), /Failed:\s[\s\S]*expected[\s\S]*actual/);
  const source = open.getByRole("link", { name: /^Fetch standard: / }).first();
  assert.match(await source.getAttribute("href"), /^https:\/\/fetch\.spec\.whatwg\.org\/#/);
});

test("exposed headers are readable, others aren't", async () => {
  const page = await browser.open(`${FOLLOW}&expose=x-total-count`);
  await step(page, "HTTP/1.1 200 OK").locator("summary").click();
  await eventually(async () => assert.match(await step(page, "HTTP/1.1 200 OK").innerText(), /x-total-count: \S/));
  const readable = await steps(page).last().innerText();
  assert.match(readable, /all headers except ETag/);
  assert.doesNotMatch(readable, /x-total-count/);
});

/** States with the ending in the spec, Chrome, Firefox and Safari, and what is said unasked. */
const BROWSERS = [
  ["lowercase patch", "#v=1&origins=https://app.example.com&methods=PATCH&method=patch", ["Blocked", "Blocked", "Blocked", "Blocked"], /Same in Chrome, Firefox and Safari/],
  ["Authorization under a wildcard", "#v=1&origins=https://app.example.com&headers=*&send=authorization", ["Blocked", "Allowed", "Allowed", "Allowed"], /Browser differences \(3\)/],
  ["GET without a preflight", "#v=1&origins=https://app.example.com", ["Allowed", "Allowed", "Allowed", "Allowed"], /Same again: no preflight\./],
];

async function checkBrowsers(fragment, endings, says) {
  const page = await browser.open(`${fragment}&tab=flow`);
  assert.match(await page.region("Request flow").innerText(), says);
  const seen = [];
  for (const name of ["Fetch spec", "Chrome", "Firefox", "Safari"]) {
    await page.choice("Show as").selectOption(name);
    seen.push((await page.verdict()).match(/^\w+/)[0]);
  }
  assert.deepEqual(seen, endings);
  assert.match(await page.fragment(), /browser=webkit/);
  await page.page.locator("summary", { hasText: /^(Same in|Browser differences)/ }).click();
  const rows = page.page.getByRole("group", { name: "The test request in each browser" }).getByRole("row");
  assert.ok((await rows.count()) >= 4);
  assert.deepEqual(page.messages, []);
  await page.close();
}

for (const [name, fragment, endings, says] of BROWSERS) {
  test(`browsers: ${name}`, () => checkBrowsers(fragment, endings, says));
}

test("second request is told for the browser shown", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&methods=PUT&max-age=86400&follow=1&tab=flow");
  const second = page.page.getByText(/^A second request: \S/);
  for (const [name, words] of [["Chrome", /2 hours/], ["Firefox", /1 day/], ["Safari", /10 minutes/]]) {
    await page.choice("Show as").selectOption(name);
    await eventually(async () => assert.match(await second.innerText(), words));
  }
});

test("test request follows the policy until it is edited, and again after Reset", async () => {
  const page = await browser.open(FOLLOW);
  const request = page.region("Test request");
  assert.match(await request.innerText(), /PUT https:\/\/api\.acme\.dev\/users\s+from app\.acme\.dev, with cookies, JSON · follows your policy/);
  await page.button("PUT", page.region("Policy")).click();
  await page.button("DELETE", page.region("Policy")).click();
  assert.match(await request.innerText(), /^DELETE /);
  await page.button("Edit request").click();
  await page.field("Method").fill("PATCH");
  assert.match(await request.innerText(), /PATCH[\s\S]*edited by you/);
  assert.match(await page.status(), /^Ready for nginx \| Blocked PATCH from app\.acme\.dev, as your policy says/);
  await page.field("Allow credentials").click();
  assert.match(await request.innerText(), /with cookies/, "no longer follows");
  await page.button("Reset to policy").click();
  assert.match(await request.innerText(), /^DELETE [\s\S]*follows your policy/);
  assert.doesNotMatch(await request.innerText(), /with cookies/);
  assert.notEqual(await page.focused(), "nothing");
  assert.match(await page.fragment(), /follow=1/);
});

/** Fields of the request, what is put there, and what is shown then. */
const REQUEST = [
  ["Page origin", "https://evil.dev", /^Blocked: /],
  ["Request URL", "https://app.acme.dev/api", /same origin|same-origin/],
  ["Method", "GET", /^Allowed: /],
];

test("every field of the request decides", async () => {
  const page = await browser.open(`${FOLLOW}`);
  await page.button("Edit request").click();
  for (const [label, text, verdict] of REQUEST) {
    await page.field(label).fill(text);
    assert.match(await page.verdict(), verdict, label);
    await page.button("Reset to policy").click();
  }
  await page.choice("credentials").selectOption("omit");
  await eventually(async () => assert.match(await page.region("Test request").innerText(), /without credentials/));
  await page.add("Headers your code sets", "X-Trace: 1");
  assert.match(await page.verdict(), /^Blocked: .*x-trace/i);
  await page.remove("X-Trace: 1", "Headers your code sets");
  await page.field("Method").fill("GET");
  await page.remove("Content-Type: application/json", "Headers your code sets");
  await page.choice("mode").selectOption("no-cors");
  await eventually(async () => assert.match(await page.verdict(), /^Opaque: /));
});

const PUT = "#v=1&origins=https://app.example.com&methods=PUT&max-age=600&url=https://api.example.com/users&method=PUT&tab=flow";
const GET = "#v=1&origins=https://app.example.com&url=https://api.example.com/users&tab=flow";
const HTTP = "#v=1&origins=http://app.example.com&methods=PUT&url=http://api.example.com/users&method=PUT&tab=flow";

/** Each failure as it is offered, its word in links, and what the flow shows then, by the request that it hits. */
const FAILURES = [
  [PUT, "No route handles OPTIONS (405)", "preflight-not-routed", /405 Method Not Allowed/],
  [PUT, "Auth runs before CORS (401)", "authentication-before-cors", /401 Unauthorized/],
  [PUT, "Error responses have no CORS headers (500)", "headers-missing-on-errors", /500 Internal Server Error/],
  [PUT, "A proxy strips the headers", "proxy-strips-headers", /not sent/],
  [PUT, "A proxy adds the headers twice", "proxy-doubles-headers", /2 .*Access-Control-Allow-Origin/],
  [PUT, "Redirect to add a trailing slash", "redirects-to-slash", /Location: https:\/\/api\.example\.com\/users\//],
  [PUT, "Policy changed, old preflight still cached", "stale-preflight", /preflight/],
  [PUT, "The server is down", "server-down", /refused|no response/i],
  [GET, "Redirect to another host", "redirects-to-another-host", /null/],
  [GET, "No Vary: stale copy in the browser cache", "vary-missing-own-cache", /came from the browser cache/],
  [GET, "No Vary: stale copy in a CDN", "vary-missing-shared-cache", /came from a shared cache/],
  [HTTP, "Redirect from http to https", "redirects-to-https", /Location: https:\/\/api\.example\.com\/users/],
];

for (const fragment of [PUT, GET, HTTP]) {
  test(`every simulated failure is named, explained, kept in the link and turned off: ${fragment.slice(12, 60)}`, async () => {
    const page = await browser.open(fragment);
    const flow = page.region("Request flow");
    const before = await flow.innerText();
    assert.match(await page.verdict(), /^Allowed/);
    assert.equal(await page.page.getByText(/^Simulating a failure/).count(), 0);
    for (const [, label, id, shows] of FAILURES.filter((failure) => failure[0] === fragment)) {
      await page.choice("Simulate a failure").selectOption(label);
      await page.page.getByText(`Simulating a failure: ${label}`, { exact: true }).waitFor();
      assert.match(await page.verdict(), /^(Blocked|Not a CORS problem): /, label);
      assert.match(await page.status(), /by the simulated failure/, label);
      const said = await flow.innerText();
      assert.match(said, shows, label);
      for (const part of ["Network panel", "How to spot it", /Fix( for nginx)?/, "Console messages", "Chrome", "Firefox", "Safari"]) {
        assert.match(said, new RegExp(part), `${label}: ${part}`);
      }
      assert.match(await page.fragment(), new RegExp(`&fault=${id}(&|$)`));
      await page.button("Turn off the simulated failure").click();
    }
    assert.equal(await flow.innerText(), before);
    assert.doesNotMatch(await page.fragment(), /fault=/);
    assert.deepEqual(page.messages, []);
  });
}

test("every failure is offered", async () => {
  const page = await browser.open(PUT);
  const offered = await page.choice("Simulate a failure").locator("option").allTextContents();
  assert.deepEqual(offered.toSorted(), ["None", ...FAILURES.map(([, label]) => label)].toSorted());
});

test("failure without effect says so, and what to try", async () => {
  const page = await browser.open(`${GET}&fault=preflight-not-routed`);
  assert.match(await page.verdict(), /^Allowed/);
  assert.match(await page.region("Request flow").innerText(), /Try .*PUT/);
});

test("status of a failure is chosen, and two layers are both named", async () => {
  const page = await browser.open(`${PUT}&fault=preflight-not-routed`);
  await page.choice("Status").selectOption("404");
  await eventually(async () => assert.match(await page.region("Request flow").innerText(), /404 Not Found/));
  assert.match(await page.fragment(), /fault=preflight-not-routed:404/);
  const two = await browser.open(`${PUT}&fault=proxy-strips-headers,preflight-not-routed`);
  assert.match(await two.page.locator(".failure-strip").innerText(), /A proxy strips the headers, then No route handles OPTIONS/i);
});

test("fix of a failure is that of the server chosen", async () => {
  const page = await browser.open(`${PUT}&fault=headers-missing-on-errors`);
  await eventually(async () => assert.match(await page.region("Request flow").innerText(), /Fix for nginx\s+[\s\S]*always/));
  await page.page.evaluate(() => (location.hash += "&target=axum-tower-http"));
  await eventually(async () => assert.match(await page.region("Request flow").innerText(), /Fix for axum[\s\S]*CatchPanicLayer/));
});

test("what happened before the request is shown with its messages", async () => {
  const page = await browser.open(`${GET}&fault=vary-missing-own-cache`);
  assert.match(await page.region("Request flow").innerText(), /Before this[\s\S]*GET https:\/\/api\.example\.com\/users: 200/);
});

test("simulated failure is named on a phone too, in place of the checks", async () => {
  const page = await browser.open(`${PUT.replace("&tab=flow", "")}&fault=server-down`, { width: 390, height: 844 });
  const strip = page.page.getByText("Simulating a failure: The server is down", { exact: true });
  assert.ok((await strip.boundingBox()).y < 844);
  assert.ok(await page.page.getByRole("button", { name: /risk|tip/ }).first().isHidden().catch(() => true));
  await page.button("Turn off the simulated failure").click();
  await strip.waitFor({ state: "detached" });
});
