// Findings: shown next to the field and in their own region, explained on request, fixed with one click.
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

/** Opens the explanation and returns its text and its source. */
async function explained(page, words) {
  const item = finding(page, words);
  await item.getByText("Why this matters").click();
  const link = item.getByRole("link", { name: "Source" });
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
    [/can register a name under co\.uk/, /An attacker can register one/],
    [/because https:\/\/\*\.example\.com covers it/, /someone who removes it later/],
    [/any subdomain of example\.com/, /forgotten one/],
    [/Requests don't have it/, /Access-Control-Expose-Headers/],
    [/no response has it/, /add it to the request headers/],
    [/cache one for only 5 seconds/, /two round trips/],
    [/are different sites/, /under one domain/],
    [/the POST still reaches your app/, /CORS hides responses/],
    [/on the user's own machine or network/, /comes before CORS/],
  ]) {
    const { text, href, rel } = await explained(page, words);
    assert.match(text, explanation);
    assert.match(href, /^https:\/\//);
    assert.equal(rel, "noopener noreferrer");
  }
  // No request went to another host.
  for (const request of page.requests) assert.ok(request.startsWith(page.url), request);
  assert.deepEqual(page.messages, []);
});

test("a fix moves the header to the list where it belongs, and undo brings it back", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&headers=ETag&max-age=600");
  const item = finding(page, /Requests don't have it/);
  await page.button("Move ETag to the response headers", item).click();
  assert.equal(await item.count(), 0);
  assert.match(await page.fragment(), /expose=ETag/);
  assert.doesNotMatch(await page.fragment(), /headers=/);
  await page.button("Undo").click();
  assert.equal(await item.count(), 1);
  assert.match(await page.fragment(), /headers=ETag/);
});

test("a finding about the target leads to its tab", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&target=axum-tower-http");
  await finding(page, /behaves differently/)
    .getByRole("button", { name: /^Target/ })
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
