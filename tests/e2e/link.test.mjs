// The state in the address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const ORIGINS = "Allowed origins";

/** Edits everything, so that nothing is at its default. */
async function editEverything(page) {
  await page.add(ORIGINS, "https://shop.acme.dev");
  await page.add(ORIGINS, "https://*.acme.org");
  await page.button("PATCH").click();
  await page.add("Request headers", "x-trace");
  await page.add("Response headers", "x-total-count");
  await page.field("Allow credentials").click();
  await page.field("Cache preflights for").fill("60");
  await page.page.getByText("Advanced: preflight status 204").click();
  await page.button("200").click();
  await page.chooseServer("Express with cors");
  await page.choice("Version").selectOption("4.22.3");
  await page.openTab("Request flow");
  await page.button("Edit request").click();
  await page.field("Page origin").fill("https://www.acme.org");
  await page.field("Request URL").fill("https://api.example.com/orders?page=2");
  await page.field("Method").fill("PATCH");
  await page.add("Headers your code sets", "X-Trace");
  await page.choice("credentials").selectOption("omit");
  await page.choice("Show as").selectOption("Firefox");
  await page.choice("Simulate a failure").selectOption("A proxy strips the headers");
  await page.region("Test request").getByText("Done", { exact: true }).click();
}

test("link holds all that was edited, and opens as the same page", async () => {
  const page = await browser.open();
  const steps = await page.page.evaluate(() => history.length);
  await editEverything(page);
  const fragment = await page.fragment();
  assert.match(fragment, /^#v=1&origins=https:\/\/shop\.acme\.dev,https:\/\/\*\.acme\.org&/);
  for (const part of ["status=200", "from=https://www.acme.org", "method=PATCH", "cred=omit", "target=express-cors", "version=4.22.3", "browser=firefox", "fault=proxy-strips-headers", "tab=flow"]) {
    assert.ok(fragment.includes(part), part);
  }
  assert.equal(await page.page.evaluate(() => history.length), steps, "editing is no step for Back");
  const other = await browser.open(fragment);
  const [here, there] = [await page.everything(), await other.everything()];
  assert.deepEqual(there.status, here.status);
  assert.deepEqual(there.fields, here.fields);
  assert.equal(await other.fragment(), fragment);
  assert.deepEqual(other.messages, []);
});

test("address is written while somebody types, never more than a hundred times in thirty seconds", async () => {
  const page = await browser.open();
  await page.page.evaluate(() => {
    globalThis.writes = 0;
    const write = history.replaceState.bind(history);
    history.replaceState = (...rest) => {
      globalThis.writes += 1;
      write(...rest);
    };
  });
  const started = Date.now();
  await page.field("Cache preflights for").press("End");
  await page.field("Cache preflights for").pressSequentially("0".repeat(20), { delay: 40 });
  const fragment = await page.fragment();
  const seconds = (Date.now() - started) / 1000;
  const writes = await page.page.evaluate(() => globalThis.writes);
  assert.match(fragment, /max-age=60{22}/);
  assert.ok(writes >= 2 && writes <= Math.ceil(seconds * 3.3), `${writes} writes in ${seconds} s`);
});

const shows = (page, origin) => eventually(async () => assert.deepEqual(await page.entries(ORIGINS), [origin]));

test("link inside the page is a step of its own, and Back keeps what was edited before", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev");
  await page.button("Edit https://one.dev").click();
  await page.page.getByRole("textbox", { name: "Edit https://one.dev" }).fill("https://edited.dev");
  await page.keys.press("Enter");
  await page.fragment();
  const steps = await page.page.evaluate(() => history.length);
  await page.page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "#v=1&origins=https://two.dev";
    document.body.append(link);
    link.click();
  });
  await shows(page, "https://two.dev");
  assert.equal(await page.page.evaluate(() => history.length), steps + 1);
  await page.page.goBack();
  await shows(page, "https://edited.dev");
  await page.page.goForward();
  await shows(page, "https://two.dev");
});

test("link without follow has a request of its own, with follow the policy's", async () => {
  const own = await browser.open("#v=1&origins=https://one.dev&methods=PUT&tab=flow");
  assert.match(await own.region("Test request").innerText(), /^GET https:\/\/api\.example\.com\/[\s\S]*edited by you/);
  const follow = await browser.open("#v=1&origins=https://one.dev&methods=PUT&follow=1&tab=flow");
  assert.match(await follow.region("Test request").innerText(), /^PUT https:\/\/api\.one\.dev\/users[\s\S]*follows your policy/);
});

test("bad link opens with notes and keeps what can be read", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&methodz=GET&credentials=maybe&max-age=600&target=cobol&fault=gremlins");
  const notes = page.region("Notes on the link");
  const text = await notes.innerText();
  for (const word of ["methodz", "maybe", "cobol", "gremlins"]) assert.ok(text.includes(word), word);
  assert.deepEqual(await page.entries(ORIGINS), ["https://one.dev"]);
  assert.equal(await page.field("Cache preflights for").inputValue(), "600");
  assert.match(await page.status(), /^Ready for nginx/);
  await page.button("Close the notes on the link").click();
  assert.equal(await notes.count(), 0);
  assert.deepEqual(page.messages, []);
});

test("keys in the query move to the fragment without a step, and a query of somebody else stays", async () => {
  const page = await browser.open();
  const steps = await page.page.evaluate(() => history.length);
  await page.page.goto(`${page.url}?origins=https%3A%2F%2Fquery.dev&utm_source=chat`);
  await page.ready();
  assert.deepEqual(await page.entries(ORIGINS), ["https://query.dev"]);
  assert.equal(await page.page.evaluate(() => history.length), steps + 1);
  assert.equal(await page.page.evaluate(() => location.search), "");
  assert.match(await page.page.evaluate(() => location.hash), /origins=https:\/\/query\.dev/);
  assert.match(await page.region("Notes on the link").innerText(), /utm_source/);
  const other = await browser.open("?utm_source=chat");
  assert.equal(await other.region("Notes on the link").count(), 0);
  assert.deepEqual(await other.entries(ORIGINS), ["https://app.example.com"]);
});

test("secret in a link leaves the address bar at once", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&send=authorization:Bearer%20topsecret");
  assert.doesNotMatch(page.page.url(), /topsecret/);
  assert.match(page.page.url(), /send=authorization/);
  assert.doesNotMatch(await page.page.locator("body").innerText(), /topsecret/);
});

test("markup in a link stays text", async () => {
  const text = "<img src=x onerror=alert(1)>";
  const markup = encodeURIComponent(text);
  const keys = ["origins", "methods", "headers", "from", "url", "send", "max-age", "target", "fault", "tab", markup];
  const page = await browser.open(`#v=1&${keys.map((key) => `${key}=${markup}`).join("&")}`);
  assert.equal(await page.page.locator("img").count(), 0);
  assert.ok((await page.entries(ORIGINS)).includes(text));
  assert.deepEqual(page.messages, []);
});

/** What the link holds besides the policy, and what is open then. */
const TABS = [
  ["flow", "Request flow"],
  ["checks", "Checks"],
  ["troubleshoot", "Troubleshoot"],
];

for (const [word, name] of TABS) {
  test(`open tab travels in the link: ${word}`, async () => {
    const page = await browser.open("#v=1&origins=https://one.dev");
    await page.openTab(name);
    await page.button("PUT").click();
    const fragment = await page.fragment();
    assert.match(fragment, new RegExp(`&tab=${word}$`));
    const other = await browser.open(fragment);
    assert.equal(await other.page.getByRole("tab", { name: new RegExp(`^${name}`) }).getAttribute("aria-selected"), "true");
    assert.equal(await other.region(name).count(), 1);
  });
}

test("two windows don't disturb one another", async () => {
  const first = await browser.open("#v=1&origins=https://first.dev");
  const second = await first.beside("#v=1&origins=https://second.dev");
  await first.field("Cache preflights for").fill("11");
  await second.field("Cache preflights for").fill("22");
  assert.match(await first.fragment(), /first\.dev.*max-age=11/);
  assert.match(await second.fragment(), /second\.dev.*max-age=22/);
  await first.reload();
  assert.equal(await first.field("Cache preflights for").inputValue(), "11");
  await second.button("Undo").click();
  assert.equal(await first.field("Cache preflights for").inputValue(), "11");
  const kept = await first.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  assert.doesNotMatch(kept, /first|second/, "no policy is kept on the device");
});
