// The code that Share writes for an embed, put into the page of a host.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../e2e/support/browser.mjs";
import { launch } from "./support/chromium.mjs";
import { readVerdict, theme, verdict } from "./support/figure.mjs";
import { host, strict } from "./support/host.mjs";
import { ready, until } from "./support/wait.mjs";

const STATE = "#v=1&origins=https://app.example.com&methods=GET,PUT&headers=content-type&follow=1";

let whole;
let browser;
before(async () => {
  whole = await start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await whole?.close();
});

const button = (within, name) => within.getByRole("button", { name, exact: true });

/** Opens the whole page, and Share where it writes the code. */
async function share(fragment = STATE) {
  const { page, messages } = await whole.open(fragment);
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog", { name: "Share", exact: true });
  await button(dialog, "Embed").click();
  await dialog.locator("pre").waitFor();
  return {
    page,
    messages,
    dialog,
    choose: (group, name) => button(dialog.getByRole("group", { name: group, exact: true }), name).click(),
    code: () => dialog.locator("pre").textContent(),
    close: () => page.context().close(),
  };
}

/** A host whose page is this code. */
async function show(code) {
  const served = await host({ "/": { html: `<!DOCTYPE html><title>A host</title><body>${code}`, policy: strict(whole.url) } });
  const tab = await browser.tab();
  await tab.open(`${served.url}/`);
  await ready(tab);
  return {
    tab,
    async close() {
      assert.deepEqual(tab.messages, []);
      await tab.close();
      served.close();
    },
  };
}

test("embed code is copied with three clicks, and shows the request flow of the page", async () => {
  // Share and Embed are two of the three.
  const { page, dialog, code, close } = await share();
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button(dialog, "Copy code").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await code());
  assert.match(copied, /^<script type="module" src="[^"]*embed\.js"><\/script>\n\n<cors-header-builder\n/);
  const own = await page.evaluate(readVerdict);
  await close();
  const shown = await show(copied);
  assert.equal(await verdict(shown.tab), own);
  await shown.close();
});

for (const kind of ["Element", "iframe"]) {
  test(`code of kind ${kind} shows what was chosen`, async () => {
    const { choose, code, dialog, close } = await share();
    await choose("Code", kind);
    await choose("Show", "Policy");
    await choose("Theme", "Dark");
    await dialog.getByRole("checkbox", { name: "Read-only", exact: true }).check();
    const shown = await show(await code());
    await close();
    assert.equal(await theme(shown.tab), "dark");
    const inside = await shown.tab.inFrame(
      0,
      () => [document.querySelector(".page").dataset.embed, document.getElementById("max-age").disabled, globalThis.origin],
    );
    assert.deepEqual(inside, ["policy", true, "null"]);
    await shown.close();
  });
}

test("values of the state are no markup in the code", async () => {
  const crafted = `"><script>top.pwned=1</script><img src=x onerror=top.pwned=1>`;
  const { choose, code, close } = await share(`${STATE.replace("&follow=1", "")}&method=${encodeURIComponent(crafted)}`);
  for (const kind of ["Element", "iframe"]) {
    await choose("Code", kind);
    const tags = [...(await code()).matchAll(/<\/?([a-z-]+)/g)].map(([, tag]) => tag);
    assert.deepEqual(
      [...new Set(tags)],
      kind === "Element" ? ["script", "cors-header-builder", "a"] : ["iframe"],
    );
    const shown = await show(await code());
    assert.equal(await shown.tab.run(() => globalThis.pwned), undefined);
    await shown.close();
  }
  await close();
});

test("preview shows the embed that the code makes", async () => {
  const { page, messages, choose, close } = await share();
  const preview = () => page.frames().find((frame) => frame !== page.mainFrame());
  const word = async () => {
    try {
      return await preview().evaluate(() => document.querySelector(".page").dataset.embed);
    } catch (error) {
      return String(error);
    }
  };
  for (const [name, view] of [["Request flow", "exchange"], ["Policy", "policy"], ["Config", "configuration"], ["Checks", "findings"], ["Everything", "full"]]) {
    await choose("Show", name);
    await until(`the preview shows ${name}`, async () => {
      const now = await word();
      return now === view || now;
    });
  }
  assert.deepEqual(messages, []);
  await close();
});
