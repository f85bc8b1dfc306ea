import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** Opens the page in a browser whose system has a sheet for sharing, which then does as it is told. */
async function openWithSheet(outcome) {
  const page = await browser.open();
  await page.page.addInitScript((outcome) => {
    globalThis.sheets = [];
    navigator.share = (data) => {
      globalThis.sheets.push(data);
      return outcome === "shared" ? Promise.resolve() : Promise.reject(new DOMException("no", outcome));
    };
  }, outcome);
  await page.reload();
  return page;
}

const sheets = (page) => page.page.evaluate(() => globalThis.sheets);
const clipboard = (page) => page.page.evaluate(() => navigator.clipboard.readText());
const shown = (page) => page.field("Link to what is shown").inputValue();

test("Share opens the system's sheet where there is one", async () => {
  const page = await openWithSheet("shared");
  await page.page.evaluate(() => navigator.clipboard.writeText("untouched"));
  await page.field("Max age (seconds)").fill("60");
  await page.button("Share").click();
  const link = await shown(page);
  assert.deepEqual(await sheets(page), [{ title: "CORS Header Builder", url: link }]);
  assert.match(link, /#v=1&.*max-age=60/);
  assert.equal(await clipboard(page), "untouched");
  assert.deepEqual(page.messages, []);
});

test("closed sheet is no failure, and one that does not work is replaced by copying", async () => {
  const closed = await openWithSheet("AbortError");
  await closed.page.evaluate(() => navigator.clipboard.writeText("untouched"));
  await closed.button("Share").click();
  await closed.field("Link to what is shown").waitFor();
  assert.equal(await clipboard(closed), "untouched");

  const broken = await openWithSheet("NotAllowedError");
  await broken.button("Share").click();
  await broken.page.getByRole("banner").getByText("Copied").waitFor();
  assert.equal(await clipboard(broken), await shown(broken));
});

test("without a sheet Share copies, and shows the link to select", async () => {
  const page = await browser.open();
  await page.page.evaluate(() => delete Navigator.prototype.share);
  await page.button("Share").click();
  await page.page.getByRole("banner").getByText("Copied").waitFor();
  const link = await shown(page);
  assert.equal(await clipboard(page), link);
  const field = page.field("Link to what is shown");
  await field.click();
  assert.equal(await field.evaluate((input) => input.selectionEnd - input.selectionStart), link.length);
  // It follows what is edited.
  await page.field("Max age (seconds)").fill("77");
  assert.match(await shown(page), /max-age=77/);
  await page.button("Close sharing").click();
  assert.equal(await field.count(), 0);
});

test("link says what it leaves out, and leaves it out", async () => {
  const page = await browser.open();
  await page.button("Share").click();
  const about = page.page.getByRole("region", { name: "Share", exact: true });
  assert.match(await about.innerText(), /such as Authorization, and passwords are never in it/);
  await page.add("Request headers", "X-Api-Key: topsecret");
  assert.match(await about.innerText(), /Left out, because it may be secret: the value of X-Api-Key\./);
  assert.match(await shown(page), /X-Api-Key/);
  assert.ok(!(await shown(page)).includes("topsecret"));
  assert.ok(!(await page.fragment()).includes("topsecret"));
});

test("every kind of file can be copied and kept", async () => {
  const page = await browser.open();
  await page.button("Export").click();
  const card = page.region("Export");
  const kinds = await card.getByRole("tab").allInnerTexts();
  assert.deepEqual(kinds, [
    "Markdown",
    "Mermaid",
    "Picture (SVG)",
    "Proof kit (curl)",
    "Script (fetch)",
    "Policy (JSON)",
  ]);
  const names = [];
  for (const kind of kinds) {
    await card.getByRole("tab", { name: kind, exact: true }).click();
    const file = card.getByRole("region").first();
    const text = await file.locator("pre").textContent();
    await page.button("Copy", file).click();
    await file.getByText("Copied").waitFor();
    assert.equal(await clipboard(page), text);
    const [download] = await Promise.all([
      page.page.waitForEvent("download"),
      page.button("Download", file).click(),
    ]);
    assert.equal(await readFile(await download.path(), "utf8"), text);
    names.push(download.suggestedFilename());
  }
  assert.deepEqual(names, [
    "cors-exchange.md",
    "cors-exchange.mmd",
    "cors-exchange.svg",
    "cors-proof-kit.sh",
    "cors-fetch.js",
    "cors-policy.json",
  ]);
  assert.deepEqual(page.messages, []);
});

test("files follow what is edited, by keyboard alone, and hold no secret", async () => {
  const page = await browser.open();
  const toggle = page.button("Show files");
  await toggle.focus();
  await page.page.keyboard.press("Enter");
  await page.page.keyboard.press("Tab");
  const tab = () => page.page.evaluate(() => document.activeElement.textContent);
  assert.equal(await tab(), "Markdown");
  for (const name of ["Mermaid", "Picture (SVG)"]) {
    await page.page.keyboard.press("ArrowRight");
    assert.equal(await tab(), name);
  }
  const picture = page.region("Export").getByRole("img");
  assert.equal(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth)), 960);
  await page.page.keyboard.press("Home");
  await page.add("Request headers", "X-Api-Key: topsecret");
  const text = await page.region("Export").locator("pre").textContent();
  assert.match(text, /Authorization,X-Api-Key\)\n$/);
  assert.ok(!text.includes("topsecret"));
  await page.button("Hide files").click();
  assert.equal(await page.region("Export").locator("pre").count(), 0);
  assert.deepEqual(page.messages, []);
});

test("proof kit of a policy that must not be deployed says why there is none", async () => {
  const page = await browser.open("#v=1&origins=*&credentials=1");
  await page.button("Export").click();
  await page.page.getByRole("tab", { name: "Proof kit (curl)" }).click();
  assert.match(await page.region("Export").innerText(), /This policy cannot be deployed yet\./);
});
