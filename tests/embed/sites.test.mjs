// The example sites, built with the real generators and opened in both browsers.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serve } from "../e2e/support/server.mjs";
import { program } from "../exports/cors.mjs";
import { browsers } from "./support/browsers.mjs";
import { fits, readVerdict, show, theme, verdict } from "./support/figure.mjs";
import { tool as startTool } from "./support/host.mjs";
import { ready, until } from "./support/wait.mjs";

const run = promisify(execFile);
const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

/** How each site is built, and how its reader makes it light or dark. */
const sites = [
  {
    site: "mdBook",
    build: (out, env) => run("mdbook", ["build", "mdbook", "--dest-dir", out], { cwd: examples, env }),
    /** Its list of themes is a menu of buttons. */
    makeDark: () => document.querySelector("#mdbook-theme-coal, #coal").click(),
    makeLight: () => document.querySelector("#mdbook-theme-light, #light").click(),
  },
  {
    site: "VitePress",
    build: (out, env) =>
      run("npx", ["vitepress", "build", "--outDir", out], { cwd: join(examples, "vitepress"), env }),
    makeDark: () => document.querySelector(".VPSwitchAppearance").click(),
    makeLight: () => document.querySelector(".VPSwitchAppearance").click(),
  },
];

const tool = await startTool();
after(() => tool.close());

for (const { site, build, makeDark, makeLight } of sites) {
  let out;
  let served;
  before(async () => {
    out = await mkdtemp(join(tmpdir(), "cors-site-"));
    await build(out, { ...process.env, CORS: program, CORS_TOOL_URL: tool.url });
    // A host that sends no headers of its own.
    await writeFile(join(out, "_headers"), "");
    served = await serve(out);
  });
  after(async () => {
    served?.close();
    if (out) await rm(out, { recursive: true, force: true });
  });

  test(`${site}: page has figures, links to try them and config made at build time`, async () => {
    const html = await readFile(join(out, "saving.html"), "utf8");
    assert.equal(html.match(/<cors-header-builder /g).length, 2);
    assert.ok(html.includes("embed.js"));
    assert.ok(!html.includes("```cors"), "a fence was left");
  });

  for (const { name, launch } of browsers) {
    let browser;
    before(async () => (browser = await launch()));
    after(() => browser?.close());

    for (const width of [360, 768, 1280]) {
      test(`${site} in ${name}: figures are as high as their content at ${width} px`, async () => {
        const tab = await browser.tab({ width });
        await tab.open(`${served.url}saving.html`);
        for (const number of [0, 1]) {
          await show(tab, number);
          await ready(tab, number);
          await fits(tab, number);
        }
        const over = await tab.run(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `the page is ${over} px too wide`);
        await tab.close();
      });
    }

    test(`${site} in ${name}: figure follows the theme that the reader chooses`, async () => {
      const tab = await browser.tab();
      await tab.open(`${served.url}saving.html`);
      await ready(tab);
      const becomes = (wanted) => until(`theme is ${wanted}`, async () => (await theme(tab)) === wanted || theme(tab));
      await becomes("light");
      await tab.run(makeDark);
      await becomes("dark");
      await tab.run(makeLight);
      await becomes("light");
      await tab.close();
    });

    test(`${site} in ${name}: page hears of a changed policy`, async () => {
      const tab = await browser.tab();
      await tab.open(`${served.url}saving.html`);
      await tab.run(() => {
        window.heard = [];
        document.addEventListener("policychange", ({ detail }) => window.heard.push(JSON.stringify(detail)));
      });
      await show(tab, 1);
      await ready(tab, 1);
      await tab.inFrame(1, () => document.getElementById("allow-credentials").click());
      await until("one change", async () => (await tab.run(() => window.heard.length)) === 1);
      const policy = JSON.parse(await tab.run(() => window.heard[0]));
      assert.equal(policy.allow_credentials, true);
      assert.deepEqual(policy.allow_origins, ["https://shop.example"]);
      assert.match(await verdict(tab), /^Allowed: /);
      await tab.close();
    });

    test(`${site} in ${name}: read-only figure has no field to change`, async () => {
      const tab = await browser.tab();
      await tab.open(`${served.url}blocked.html`);
      await ready(tab);
      await fits(tab);
      assert.match(await verdict(tab), /^Blocked: /);
      const usable = await tab.inFrame(
        0,
        () =>
          [...document.querySelectorAll("input, select, textarea")].filter(
            (one) => one.checkVisibility() && !one.matches(":disabled"),
          ).length,
      );
      assert.equal(usable, 0);
      await tab.close();
    });

    test(`${site} in ${name}: the link to try it, the figure and the config say the same`, async () => {
      // Wide enough for the request flow and the config next to one another.
      const tab = await browser.tab({ width: 1280 });
      await tab.open(`${served.url}saving.html`);
      await ready(tab);
      const shown = await verdict(tab);
      const { link, texts } = await tab.run(() => ({
        link: document.querySelector(".cors-try a").href,
        texts: [...document.querySelectorAll("pre code")].map((code) => code.textContent.trim()),
      }));
      await tab.open(link);
      await until("the tool is ready", () => tab.run(() => document.documentElement.matches("[data-ready][data-whole]")));
      assert.equal(await tab.run(readVerdict), shown);
      const files = await tab.run(() =>
        [...document.querySelectorAll('[aria-label="Config"] .file pre')].map((code) => code.textContent.trim()),
      );
      assert.equal(files.length, 2);
      for (const file of files) assert.ok(texts.includes(file), `the page has no such text:\n${file}`);
      await tab.close();
    });
  }
}
