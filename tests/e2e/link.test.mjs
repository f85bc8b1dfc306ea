import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Edits every field, so that nothing is at its default. */
async function editEverything(page) {
  await page.add("Allowed origins", "https://*.example.org");
  await page.page.getByRole("checkbox", { name: "PATCH", exact: true }).check();
  await page.add("Allowed methods", "PURGE");
  await page.add("Allowed request headers", "x-trace");
  await page.add("Exposed response headers", "x-total-count");
  await page.field("Allow credentials").check();
  await page.field("Max age (seconds)").fill("600");
  await page.page.getByRole("radio", { name: "200", exact: true }).check();
  await page.field("Page origin").fill("https://shop.example.org");
  await page.field("Request URL").fill("https://api.example.com/orders?page=2");
  await page.field("Method").fill("PURGE");
  await page.add("Request headers", "X-Trace");
  await page.field("Credentials mode").selectOption("include");
  await page.page.getByRole("tab").nth(1).click();
  await page.page.getByRole("radio", { name: "Firefox" }).check();
}

test("reload from the link gives the same page", async () => {
  const page = await browser.open();
  await editEverything(page);
  const fragment = await page.fragment();
  assert.match(fragment, /^#v=1&origins=https:\/\/app\.example\.com,https:\/\/\*\.example\.org&/);
  const before = await page.everything();
  await page.reload();
  assert.deepEqual(await page.everything(), before);

  const other = await browser.open(fragment);
  assert.deepEqual(await other.everything(), before);
  assert.equal(await other.fragment(), fragment);
  assert.deepEqual(other.messages, []);
});

test("editing leaves one step for the Back button", async () => {
  const page = await browser.open();
  const steps = await page.page.evaluate(() => history.length);
  await editEverything(page);
  await page.fragment();
  assert.equal(await page.page.evaluate(() => history.length), steps);
});

test("address follows while somebody types, never more than a hundred times in thirty seconds", async () => {
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
  await page.field("Max age (seconds)").press("End");
  await page.field("Max age (seconds)").pressSequentially("00000000000000000000", { delay: 40 });
  const fragment = await page.fragment();
  const seconds = (Date.now() - started) / 1000;
  const writes = await page.page.evaluate(() => globalThis.writes);
  assert.match(fragment, /max-age=360{22}/);
  assert.ok(writes >= 2 && writes <= Math.ceil(seconds * 3.3), `${writes} writes in ${seconds} s`);
});

test("followed link, Back and Forward show their state", async () => {
  const page = await browser.open("#v=1&origins=https://one.example.com");
  await page.page.evaluate(() => (location.hash = "v=1&origins=https://two.example.com"));
  await page.page.waitForFunction(
    () => document.getElementById("allow-origins-1").value === "https://two.example.com",
  );
  await page.page.goBack();
  await page.page.waitForFunction(
    () => document.getElementById("allow-origins-1").value === "https://one.example.com",
  );
  await page.page.goForward();
  await page.page.waitForFunction(
    () => document.getElementById("allow-origins-1").value === "https://two.example.com",
  );
});

test("bad link opens with a notice and keeps what can be read", async () => {
  const page = await browser.open(
    "#v=1&origins=https://app.example.com&methodz=GET&credentials=maybe&max-age=600",
  );
  const notice = await page.region("About this link").innerText();
  assert.match(notice, /methodz/);
  assert.match(notice, /maybe/);
  assert.equal(await page.field("Allowed origin 1").inputValue(), "https://app.example.com");
  assert.equal(await page.field("Max age (seconds)").inputValue(), "600");
  await page.button("Dismiss").click();
  assert.equal(await page.region("About this link").count(), 0);
  assert.deepEqual(page.messages, []);
});

test("keys in the query move to the fragment", async () => {
  const page = await browser.open("?origins=https://query.example.com&methods=PUT");
  assert.equal(await page.field("Allowed origin 1").inputValue(), "https://query.example.com");
  const address = new URL(await page.page.evaluate(() => location.href));
  assert.equal(address.search, "");
  assert.match(address.hash, /origins=https:\/\/query\.example\.com/);
});

test("secret in a link leaves the address bar at once", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&send=authorization:Bearer%20topsecret");
  assert.ok(!page.page.url().includes("topsecret"));
  assert.match(page.page.url(), /send=authorization/);
  assert.ok(!(await page.page.locator("body").innerText()).includes("topsecret"));
});

test("Share copies the link of the state", async () => {
  const page = await browser.open();
  await page.field("Max age (seconds)").fill("60");
  await page.button("Share").click();
  await page.page.getByRole("banner").getByText("Copied").waitFor();
  const link = await page.page.evaluate(() => navigator.clipboard.readText());
  const other = await browser.open(new URL(link).hash);
  assert.equal(await other.field("Max age (seconds)").inputValue(), "60");
  assert.deepEqual(await other.everything(), await page.everything());
});

test("markup in a link stays text", async () => {
  const markup = encodeURIComponent("<img src=x onerror=alert(1)>");
  const page = await browser.open(
    `#v=1&origins=${markup}&methods=${markup}&headers=${markup}&from=${markup}&url=${markup}&send=${markup}:${markup}&max-age=${markup}&target=${markup}&${markup}=${markup}`,
  );
  assert.equal(await page.page.locator("img").count(), 0);
  assert.equal(await page.field("Allowed origin 1").inputValue(), "<img src=x onerror=alert(1)>");
  assert.deepEqual(page.messages, []);
});

test("link inside the page is a step of its own, and Back keeps what was edited before", async () => {
  const page = await browser.open("#v=1&origins=https://one.example.com");
  const origin = page.field("Allowed origin 1");
  await origin.fill("https://edited.example.com");
  await page.fragment();
  const steps = await page.page.evaluate(() => history.length);
  await page.page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "#v=1&origins=https://two.example.com";
    document.body.append(link);
    link.click();
  });
  const shows = (value) =>
    page.page.waitForFunction(
      (value) => document.getElementById("allow-origins-1").value === value,
      value,
    );
  await shows("https://two.example.com");
  assert.equal(await page.page.evaluate(() => history.length), steps + 1);
  await page.page.goBack();
  await shows("https://edited.example.com");
  await page.page.goForward();
  await shows("https://two.example.com");
  // Following links asked for nothing.
  assert.deepEqual(page.requests.filter((url) => !url.startsWith(page.url)), []);
});

test("query is moved without a step for the Back button, and a query of somebody else stays", async () => {
  const page = await browser.open();
  const steps = await page.page.evaluate(() => history.length);
  await page.page.goto(`${page.url}?origins=https%3A%2F%2Fquery.example.com&utm_source=chat`);
  await page.ready();
  assert.equal(await page.page.evaluate(() => history.length), steps + 1);
  assert.equal(await page.page.evaluate(() => location.search), "");
  assert.match(await page.region("About this link").innerText(), /utm_source/);

  const other = await browser.open("?utm_source=chat");
  assert.equal(await other.region("About this link").count(), 0);
  assert.equal(await other.field("Allowed origin 1").inputValue(), "https://app.example.com");
});

test("two tabs do not disturb one another", async () => {
  const first = await browser.open("#v=1&origins=https://first.example.com");
  const second = await first.beside("#v=1&origins=https://second.example.com");
  await first.field("Max age (seconds)").fill("11");
  await second.field("Max age (seconds)").fill("22");
  assert.match(await first.fragment(), /first\.example\.com.*max-age=11/);
  assert.match(await second.fragment(), /second\.example\.com.*max-age=22/);
  await first.reload();
  assert.equal(await first.field("Allowed origin 1").inputValue(), "https://first.example.com");
  assert.equal(await first.field("Max age (seconds)").inputValue(), "11");
  await second.button("Undo").click();
  assert.equal(await first.field("Max age (seconds)").inputValue(), "11");
  const kept = await first.page.evaluate(() => localStorage.length + sessionStorage.length);
  assert.equal(kept, 0);
});

test("help on links is reached from the header and comes back to the same state", async () => {
  const page = await browser.open("#v=1&origins=https://one.example.com&max-age=5");
  await page.page.getByRole("banner").getByRole("link", { name: "Link format" }).click();
  await page.page.getByRole("heading", { level: 1, name: "Link format" }).waitFor();
  await page.page.goBack();
  await page.ready();
  assert.equal(await page.field("Max age (seconds)").inputValue(), "5");
});
