// Share: the link, the embed code, and files.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=GET,PUT&headers=content-type&credentials=1&max-age=600&follow=1";
const LINK = "Link to this policy and request";

async function openShare(fragment, part, options) {
  const page = await browser.open(fragment, options);
  await page.button("Share").click();
  const share = page.dialog("Share");
  await share.waitFor();
  if (part) await page.button(part, share).click();
  return { page, share };
}

test("link is shown, selected at a click, copied, and leads back", async () => {
  const { page, share } = await openShare("");
  const link = await page.field(LINK).inputValue();
  assert.match(link, /^http.*\/#v=1&origins=https:\/\/app\.example\.com&/);
  await page.field(LINK).click();
  assert.equal(await page.field(LINK).evaluate((input) => input.selectionEnd - input.selectionStart), link.length);
  await page.button("Copy link", share).click();
  await page.button("Copied", share).waitFor();
  assert.equal(await page.clipboard(), link);
  const other = await browser.open(new URL(link).hash);
  assert.deepEqual((await other.everything()).fields, (await page.everything()).fields);
});

test("Escape and the button close it, and the focus is on Share again", async () => {
  const { page, share } = await openShare(OWN);
  await page.keys.press("Escape");
  await share.waitFor({ state: "hidden" });
  assert.equal(await page.focused(), "Share");
  await page.keys.press("Enter");
  await page.button("Close Share").click();
  await share.waitFor({ state: "hidden" });
  assert.equal(await page.focused(), "Share");
});

test("secrets are left out, and it is said which", async () => {
  const page = await browser.open(`${OWN}&tab=flow`);
  await page.button("Edit request").click();
  await page.add("Headers your code sets", "X-Api-Key: topsecret");
  await page.button("Share").click();
  const share = page.dialog("Share");
  assert.match(await share.innerText(), /Header values that could be secret are left out: X-Api-Key\./);
  assert.match(await page.field(LINK).inputValue(), /X-Api-Key/);
  for (const text of [await page.field(LINK).inputValue(), await page.fragment()]) assert.doesNotMatch(text, /topsecret/);
  await page.button("Files", share).click();
  for (const format of Object.keys(FILES)) {
    await chooseFormat(page, share, format);
    assert.doesNotMatch(await share.locator("pre").first().textContent(), /topsecret/, format);
  }
});

/** The file of each format, by its value. */
const FILES = {
  markdown: "cors-request-flow.md",
  mermaid: "cors-request-flow.mmd",
  svg: "cors-request-flow.svg",
  curl: "cors-server-test.sh",
  fetch: "cors-fetch.js",
  policy: "cors-policy.json",
};

/** Chooses a format, and waits until its file is the one shown. */
async function chooseFormat(page, share, format) {
  await page.choice("Format").selectOption(format);
  await share.getByRole("region", { name: FILES[format], exact: true }).waitFor();
}

/** What the system's sheet does, and how often it was opened. */
for (const outcome of ["shared", "AbortError"]) {
  test(`system's own sheet is offered where there is one: ${outcome}`, async () => {
    const prepare = (page) =>
      page.addInitScript((outcome) => {
        globalThis.sheets = [];
        navigator.share = (data) => {
          globalThis.sheets.push(data);
          return outcome === "shared" ? Promise.resolve() : Promise.reject(new DOMException("no", outcome));
        };
      }, outcome);
    const { page, share } = await openShare(OWN, undefined, { prepare });
    await page.button("Share…", share).click();
    const url = await page.field(LINK).inputValue();
    await eventually(async () =>
      assert.deepEqual(await page.page.evaluate(() => globalThis.sheets), [{ title: "CORS Header Builder", url }]),
    );
    assert.deepEqual(page.messages, []);
  });
}

const code = (share) => share.locator("pre").first().textContent();

/** Choices, and what the embed code says then. */
const EMBED = [
  ["Config", /view="configuration"/],
  ["Policy", /view="policy"/],
  ["Dark", /theme="dark"/],
  ["iframe", /^<iframe\n {2}src="[^"]*embed=1&amp;view=policy&amp;theme=dark[^"]*"[\s\S]*sandbox="allow-scripts/],
  ["Element", /^<script type="module" src="[^"]*embed\.js"><\/script>\n\n<cors-header-builder\n/],
];

test("embed code follows the choices and is copied", async () => {
  const { page, share } = await openShare(OWN, "Embed");
  await share.locator("pre").waitFor();
  assert.match(await code(share), /view="exchange"/);
  for (const [choice, words] of EMBED) {
    await page.button(choice, share).click();
    assert.match(await code(share), words, choice);
  }
  await share.getByLabel("Read-only").check();
  assert.match(await code(share), /readonly/);
  await page.button("Copy code", share).click();
  const shown = await code(share);
  await eventually(async () => assert.equal((await page.clipboard()).trim(), shown.trim()));
});

test("preview shows the embed as it will be", async () => {
  const { page, share } = await openShare(OWN, "Embed");
  const frame = page.page.frameLocator("iframe[title='Preview of the embed']");
  await share.getByTitle("Preview of the embed").scrollIntoViewIfNeeded();
  await frame.getByRole("region", { name: "Request flow" }).waitFor();
  await page.button("Policy", share).click();
  await frame.getByRole("region", { name: "Policy" }).waitFor();
  assert.deepEqual(page.messages, []);
});

test("every format can be copied and kept", async () => {
  const { page, share } = await openShare(OWN, "Files");
  await share.locator("pre").first().waitFor();
  const formats = page.choice("Format").locator("option");
  const values = await formats.evaluateAll((options) => options.map(({ value }) => value));
  assert.deepEqual(values.toSorted(), Object.keys(FILES).toSorted());
  for (const [format, name] of Object.entries(FILES)) {
    await chooseFormat(page, share, format);
    const text = await code(share);
    await page.button(`Copy ${name}`, share).click();
    await eventually(async () => assert.equal(await page.clipboard(), text));
    assert.deepEqual(await page.download(page.button(`Download ${name}`, share)), [name, text]);
  }
  assert.deepEqual(page.messages, []);
});

test("policy as JSON is what the command line reads, and the picture can be drawn", async () => {
  const { page, share } = await openShare(OWN, "Files");
  await chooseFormat(page, share, "policy");
  assert.deepEqual(JSON.parse(await code(share)), {
    allow_origins: ["https://one.dev"],
    allow_methods: ["GET", "PUT"],
    allow_headers: ["content-type"],
    allow_credentials: true,
    max_age: 600,
    preflight_status: 204,
  });
  await chooseFormat(page, share, "svg");
  const width = await share.getByRole("img").evaluate((image) => image.decode().then(() => image.naturalWidth));
  assert.ok(width > 300);
});

test("test script of a policy with errors says why there is none", async () => {
  const { page, share } = await openShare("#v=1&origins=*&credentials=1", "Files");
  await page.choice("Format").selectOption("curl");
  await eventually(async () => assert.equal(await share.locator("pre").count(), 0));
  assert.match(await share.innerText(), /error|deploy/i);
});
