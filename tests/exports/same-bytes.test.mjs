// What the page exports is what the command line writes, byte for byte.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../e2e/support/browser.mjs";
import { blocked, cors, explain, hostile, plain } from "./cors.mjs";

const states = {
  plain,
  blocked,
  hostile,
  "with a simulated failure": { ...plain, fault: "redirects-to-another-host", browser: "firefox" },
  "for another target": { ...plain, target: "express-cors" },
  "whose request follows its policy": { policy: plain.policy, follow: true },
};

/** The files of Share, by the words of `cors explain --format`. */
const formats = {
  markdown: "cors-request-flow.md",
  mermaid: "cors-request-flow.mmd",
  svg: "cors-request-flow.svg",
  curl: "cors-server-test.sh",
  fetch: "cors-fetch.js",
  policy: "cors-policy.json",
};

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const button = (within, name) => within.getByRole("button", { name, exact: true });
const region = (within, name) => within.getByRole("region", { name, exact: true });

/** What the button of that name saves, and under which name. */
async function saved(page, within, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(within, name).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
}

/** What the button of that name puts into the clipboard. */
async function copied(page, within, name) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button(within, name).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
  return page.evaluate(() => navigator.clipboard.readText());
}

for (const [name, state] of Object.entries(states)) {
  test(`files of a state ${name} are the same on the page and on the command line`, async () => {
    // A link carries no secret, so what it means is what the page shows.
    const link = JSON.parse(cors(["link"], state));
    const shown = JSON.parse(cors(["open"], link)).state;
    const opened = await browser.open(link);
    const { page } = opened;
    await button(page, "Share").click();
    const share = page.getByRole("dialog", { name: "Share", exact: true });
    await button(share, "Files").click();
    await region(share, formats.markdown).waitFor();
    const format = share.getByRole("combobox", { name: "Format", exact: true });
    const offered = await format.locator("option").evaluateAll((options) => options.map(({ value }) => value));
    assert.deepEqual(offered.sort(), Object.keys(formats).sort());
    for (const [id, file] of Object.entries(formats)) {
      const text = explain(id, shown, "--base", browser.url);
      await format.selectOption(id);
      assert.equal(await region(share, file).locator("pre").textContent(), shownAs(text), id);
      assert.deepEqual(await saved(page, share, `Download ${file}`), { name: file, text });
      assert.equal(await copied(page, region(share, file), `Copy ${file}`), text, id);
    }
    assert.deepEqual(opened.messages, []);
    await page.context().close();
  });
}

/** Every line of code that is shown ends in a line feed, the last too. */
const shownAs = (text) => (text.endsWith("\n") ? text : `${text}\n`);

for (const target of ["nginx", "express-cors", "node-http", "axum-tower-http"]) {
  test(`config and full example for ${target} are the same on the page and on the command line`, async () => {
    const state = { ...plain, target };
    const opened = await browser.open(JSON.parse(cors(["link"], state)));
    const { page } = opened;
    const config = region(page, "Config");
    const { files, example } = JSON.parse(cors(["snippet", "--base", browser.url], state));
    const check = async (list) => {
      await region(config, list[0].path).waitFor();
      const shown = await config
        .getByRole("region")
        .evaluateAll((all) => all.map((one) => [one.getAttribute("aria-label"), one.querySelector("pre").textContent]));
      assert.deepEqual(shown, list.map(({ path, text }) => [path, shownAs(text)]));
      for (const { path, text } of list) {
        assert.deepEqual(await saved(page, config, `Download ${path}`), { name: path.split("/").at(-1), text });
        assert.equal(await copied(page, region(config, path), `Copy ${path}`), text);
      }
    };
    await check(files);
    const whole = await copied(page, page.locator(".status"), "Copy config");
    if (files.length === 1) assert.equal(whole, files[0].text);
    let rest = whole;
    for (const { path, context, text } of files.length > 1 ? files : []) {
      const at = rest.indexOf(text);
      assert.match(rest.slice(0, at), new RegExp(`^\\n?(#|//) ${path}: `), "named before its text");
      assert.ok(rest.slice(0, at).includes(context.replaceAll("`", "")));
      rest = rest.slice(at + text.length);
    }
    if (files.length > 1) assert.equal(rest, "");
    await button(config, "Full example").click();
    await check(example);
    assert.deepEqual(opened.messages, []);
    await page.context().close();
  });
}
