// What the page exports is what the command line writes, byte for byte.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../e2e/support/browser.mjs";
import { cors, explain, hostile, plain, refused } from "./cors.mjs";

const states = {
  plain,
  refused,
  hostile,
  "with a fault": { ...plain, fault: "redirects-to-another-host", browser: "firefox" },
  "for another target": { ...plain, target: "express-cors" },
};

const formats = {
  Markdown: "markdown",
  Mermaid: "mermaid",
  "Picture (SVG)": "svg",
  "Proof kit (curl)": "curl",
  "Script (fetch)": "fetch",
  "Policy (JSON)": "policy",
};

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

for (const [name, state] of Object.entries(states)) {
  test(`exports of a state ${name} are the same on the page and on the command line`, async () => {
    // A link carries no secret, so what it means is what the page shows.
    const link = JSON.parse(cors(["link"], state));
    const shown = JSON.parse(cors(["open"], link)).state;
    const page = await browser.open(link);
    await page.button("Export").click();
    for (const [label, format] of Object.entries(formats)) {
      await page.page.getByRole("tab", { name: label, exact: true }).click();
      const text = await page.region("Export").locator("pre").textContent();
      assert.equal(text, explain(format, shown), label);
    }
    assert.deepEqual(page.messages, []);
  });
}

test("snippets and complete examples are the same on the page and on the command line", async () => {
  for (const target of ["nginx", "express-cors", "node-http"]) {
    const state = { ...plain, target };
    const page = await browser.open(JSON.parse(cors(["link"], state)));
    const { files, example } = JSON.parse(cors(["snippet", "--target", target], state.policy));
    const shown = () =>
      page.region("Configuration").getByRole("region").evaluateAll((regions) =>
        regions.map((region) => [region.getAttribute("aria-label"), region.querySelector("pre").textContent]),
      );
    const pairs = (list) => list.map(({ path, text }) => [path, text]);
    assert.deepEqual(await shown(), pairs(files));
    await page.page.getByRole("radio", { name: "Complete example" }).check();
    assert.deepEqual(await shown(), pairs(example));
    for (const { path, text } of example) {
      const [download] = await Promise.all([
        page.page.waitForEvent("download"),
        page.button("Download", page.region("Configuration").getByRole("region", { name: path, exact: true })).click(),
      ]);
      assert.equal(download.suggestedFilename(), path.split("/").at(-1));
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      assert.equal(Buffer.concat(chunks).toString(), text);
    }
  }
});
