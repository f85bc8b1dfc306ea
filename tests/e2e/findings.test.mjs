// Findings: said beside the field and in their own region, explained on request, mended with one click.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** The list item of a finding. */
function finding(page, words) {
  return page.region("Findings").getByRole("listitem").filter({ hasText: words });
}

/** Opens the explanation and gives what it says and where it is written down. */
async function explained(page, words) {
  const item = finding(page, words);
  await item.getByText("Why, and what to do").click();
  const link = item.getByRole("link", { name: "Where this is written down" });
  return {
    text: await item.locator("details").innerText(),
    href: await link.getAttribute("href"),
    rel: await link.getAttribute("rel"),
  };
}

test("every finding is explained, and its reference waits to be opened", async () => {
  const page = await browser.open(
    "#v=1&origins=https://*.co.uk,https://app.example.com,https://*.example.com&methods=PUT&headers=ETag,authorization&expose=x-requested-with&credentials=1&from=https://evil.example&url=https://10.0.0.5/&method=POST&cred=include",
  );
  for (const [words, explanation] of [
    [/can register a name under co\.uk/, /stranger registers one/],
    [/is covered by/, /whoever removes it later/],
    [/lets every subdomain of example\.com/, /forgotten one/],
    [/is a header of answers/, /Access-Control-Expose-Headers/],
    [/is a header of requests/, /Access-Control-Allow-Headers/],
    [/remember a preflight for 5 seconds/, /two round trips/],
    [/are different sites/, /SameSite=None; Secure/],
    [/its POST reaches the application/, /who may read, not who may call/],
    [/on the user's own machine or network/, /comes before CORS/],
  ]) {
    const { text, href, rel } = await explained(page, words);
    assert.match(text, explanation);
    assert.match(href, /^https:\/\//);
    assert.equal(rel, "noopener noreferrer");
  }
  // Nothing was asked of another host.
  for (const request of page.requests) assert.ok(request.startsWith(page.url), request);
  assert.deepEqual(page.messages, []);
});

test("a repair moves the header to the list where it belongs, and undo brings it back", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&headers=ETag&max-age=600");
  const item = finding(page, /is a header of answers/);
  await page.button("Expose ETag instead", item).click();
  assert.equal(await item.count(), 0);
  assert.match(await page.fragment(), /expose=ETag/);
  assert.doesNotMatch(await page.fragment(), /headers=/);
  await page.button("Undo").click();
  assert.equal(await item.count(), 1);
  assert.match(await page.fragment(), /headers=ETag/);
});

test("a finding about the target leads to its tab", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&target=axum-tower-http");
  await finding(page, /has ways of its own/)
    .getByRole("button", { name: /^Target:/ })
    .click();
  assert.equal(
    await page.page.evaluate(() => document.activeElement.getAttribute("role")),
    "tab",
  );
});

test("the policy of a bare address stays calm", async () => {
  const page = await browser.open();
  const items = page.region("Findings").getByRole("listitem");
  await items.first().waitFor();
  const found = await items.count();
  assert.ok(found <= 2, `${found} findings`);
});
