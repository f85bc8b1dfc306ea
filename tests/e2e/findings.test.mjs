// Checks: ranked, explained, at their fields, fixed at a click; and the attack test.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const MANY =
  "#v=1&origins=https://*.co.uk,https://app.example.com,https://*.example.com&methods=PUT&headers=ETag,authorization&expose=x-requested-with&credentials=1&from=https://evil.example&url=https://10.0.0.5/&method=POST&cred=include&tab=checks";

/** Words of a finding, and words of why it matters. */
const EXPLAINED = [
  [/can register a name under co\.uk/, /An attacker can register one/],
  [/because https:\/\/\*\.example\.com covers it/, /someone who removes it later/],
  [/any subdomain of example\.com/, /forgotten one/],
  [/Requests don't have it/, /Access-Control-Expose-Headers/],
  [/no response has it/, /add it to the request headers/],
  [/cache one for only 5 seconds/, /two round trips/],
  [/are different sites/, /under one domain/],
  [/the POST still reaches your app/, /CORS hides responses/],
  [/on the user's own machine or network/, /comes before CORS/],
];

test("every finding has a rank, the worst first, and says why it matters", async () => {
  const page = await browser.open(MANY);
  await page.finding(EXPLAINED[0][0]).waitFor();
  const ranks = (await page.findings()).map((line) => line.split(":")[0]);
  const order = ["Error", "Risk", "Tip"];
  assert.deepEqual(ranks, ranks.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  assert.deepEqual([...new Set(ranks)], order);
  for (const [words, why] of EXPLAINED) {
    const item = page.finding(words);
    await item.getByText("Why this matters").click();
    const source = item.getByText("Source:").getByRole("link");
    assert.match(await item.locator("details").innerText(), why);
    assert.match(await source.getAttribute("href"), /^https:\/\//);
    assert.equal(await source.getAttribute("rel"), "noopener noreferrer");
  }
  assert.deepEqual(page.requests.filter((address) => !address.startsWith(page.url)), []);
  assert.deepEqual(page.messages, []);
});

test("wildcard with cookies is a risk, in the status line, one click from its reason", async () => {
  const page = await browser.open("#v=1&origins=https://*.acme.dev&methods=GET,PUT&credentials=1&max-age=600&follow=1");
  assert.match(await page.status(), /^Ready for nginx \| Allowed PUT from app\.acme\.dev, 1 preflight \| 1 risk/);
  assert.match(await page.region("Policy").innerText(), /Risk:\s+List only the subdomains you need/);
  await page.button("1 risk").click();
  assert.match((await page.findings())[0], /^Risk: List only the subdomains you need/);
  assert.match(await page.page.getByRole("tab", { name: /^Checks/ }).innerText(), /Checks\s*1/);
  const attack = page.region("Attack test");
  await attack.getByText(/^Tried \d+ attack origins/).waitFor();
  assert.match(await attack.innerText(), /3 can read responses, because your policy allows them: .*evil\.acme\.dev/);
});

/** A state, the finding, the button that ends it, and what the link holds then. */
const FIXES = [
  ["#v=1&origins=https://one.dev&headers=ETag&max-age=600", /Requests don't have it/, "Move ETag to the response headers", /expose=ETag/],
  ["#v=1&origins=https://one.dev&methods=PUT", /cache one for only 5 seconds/, "Use 600", /max-age=600/],
  ["#v=1&origins=https://one.dev&credentials=1&max-age=600", /if your code needs cookies/, "Send credentials", /cred=include/],
];

for (const [fragment, words, button, then] of FIXES) {
  test(`fix at a click: ${button}`, async () => {
    const page = await browser.open(`${fragment}&tab=checks`);
    await page.button(button, page.finding(words)).click();
    assert.equal(await page.finding(words).count(), 0);
    assert.notEqual(await page.focused(), "nothing");
    assert.match(await page.fragment(), then);
    await page.button("Undo").click();
    assert.equal(await page.finding(words).count(), 1);
    await page.close();
  });
}

test("Show it leads to the field, of the policy and of the request", async () => {
  const page = await browser.open(MANY);
  await page.button("Show it", page.finding(/can register a name under co\.uk/)).click();
  await eventually(async () => assert.equal(await page.focused(), "Allowed origins"));
  await page.button("Show it", page.finding(/on the user's own machine or network/)).click();
  await eventually(async () => assert.equal(await page.focused(), "Request URL"));
});

test("more findings at a field than it has room for are in Checks", async () => {
  const page = await browser.open("#v=1&origins=a.dev,b.dev,c.dev,d.dev,e.dev");
  assert.match(await page.region("Config").innerText(), /No config: fix 5 errors first\./);
  await page.button("2 more in Checks").click();
  const errors = (await page.findings()).filter((line) => line.startsWith("Error:"));
  assert.equal(errors.length, 5);
});

test("sound policy without findings says that it is ready", async () => {
  const page = await browser.open("#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1&tab=checks");
  await page.region("Checks").getByText("No problems found. Ready to deploy.").waitFor();
  assert.match(await page.status(), /Nothing to review/);
});

/** The cells of the row of an origin. */
const cells = (region, origin) =>
  region
    .getByRole("row")
    .filter({ has: region.page().getByRole("rowheader", { name: origin, exact: true }) })
    .getByRole("cell")
    .allInnerTexts();

test("attack test says that nobody can read, and its table opens by keyboard", async () => {
  const page = await browser.open("#v=1&origins=https://app.example.com&methods=PUT&tab=checks");
  const attack = page.region("Attack test");
  await attack.getByText(/Tried 19 attack origins on nginx [\d.]+\. None can read responses\./).waitFor();
  assert.ok(!(await attack.getByRole("table").isVisible()));
  await attack.locator("summary").focus();
  await page.keys.press("Enter");
  assert.equal(await attack.getByRole("row").count(), 20);
  const [tries, result, reached] = await cells(attack, "https://app.example.com.evil.example");
  assert.match(tries, /^Your host as a prefix/);
  assert.equal(result.trim(), "Blocked");
  assert.equal(reached, "Yes, unless preflighted");
  const [, program] = await cells(attack, "https://app.example.com/");
  assert.match(program, /Blocked; never sent by browsers/);
});

test("attack test follows the policy, and stays open", async () => {
  const page = await browser.open("#v=1&origins=https://*.example.com&target=express-cors&tab=checks");
  const attack = page.region("Attack test");
  await attack.getByText(/3 can read responses, because your policy allows them/).waitFor();
  await attack.locator("summary").click();
  const [, result] = await cells(attack, "https://evil.example.com");
  assert.match(result, /Allowed by https:\/\/\*\.example\.com/);
  await page.page.evaluate(() => (location.hash = "v=1&origins=https://www.example.org&target=axum-tower-http&tab=checks"));
  await attack.getByText("https://www.example.org.evil.example").waitFor();
  assert.match(await attack.innerText(), /on axum with tower-http/);
  assert.ok(await attack.getByRole("table").isVisible());
});
