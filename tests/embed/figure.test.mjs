// The element of embed.js on somebody else's page, in both browsers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browsers } from "./support/browsers.mjs";
import { fits, measure, theme, verdict } from "./support/figure.mjs";
import { host, page, tool as startTool } from "./support/host.mjs";
import { ready, until } from "./support/wait.mjs";

const STATE =
  "v=1&origins=https://app.example.com&methods=GET,PUT&headers=content-type,authorization&max-age=7200&url=https://api.example.com/api/users&method=PUT&send=content-type:application/json,authorization";
const VIEWS = ["exchange", "policy", "configuration", "findings", "full"];

let tool;
before(async () => (tool = await startTool()));
after(() => tool?.close());

const figure = (attributes = "", state = STATE) =>
  `<cors-header-builder src="${tool.url}#${state.replaceAll("&", "&amp;")}" ${attributes}><a href="${tool.url}">Try it</a></cors-header-builder>`;

for (const { name, launch } of browsers) {
  let browser;
  let served;
  const tabs = [];
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  /** Opens a page with this body, which shows the tool. */
  async function show(body, { policy, ...options } = {}) {
    served = await host({ "/": page(tool.url, body, policy), "/other": page(tool.url, "Other") });
    const tab = await browser.tab(options);
    await tab.open(`${served.url}/`);
    tabs.push(tab);
    return tab;
  }

  async function done(tab) {
    assert.deepEqual(tab.messages, []);
    await tab.close();
    served.close();
  }

  test(`${name}: figure is a sandboxed frame with a title, under a strict policy of its host`, async () => {
    const tab = await show(figure(`view="exchange" title="How the exchange goes"`));
    await ready(tab);
    const frame = await tab.run(() => {
      const { frame } = document.querySelector("cors-header-builder");
      return [frame.title, frame.loading, [...frame.sandbox].includes("allow-same-origin")];
    });
    assert.deepEqual(frame, ["How the exchange goes", "lazy", false]);
    const inside = await tab.inFrame(0, () => [
      globalThis.origin,
      document.querySelector('[role="status"]').innerText,
      document.styleSheets.length > 0 && getComputedStyle(document.querySelector(".bar")).display,
      document.querySelector("h2:not(:where([hidden] *))").innerText,
    ]);
    assert.equal(inside[0], "null");
    assert.match(inside[1], /^Shared: https:\/\/app\.example\.com/);
    assert.equal(inside[2], "none");
    await done(tab);
  });

  for (const width of [360, 768, 1280]) {
    test(`${name}: every view is as high as its content at ${width} px, folded and unfolded`, async () => {
      const tab = await show(VIEWS.map((view) => figure(`view="${view}"`)).join("\n"), { width });
      for (const [number, view] of VIEWS.entries()) {
        await tab.run((number) => {
          document.querySelectorAll("cors-header-builder")[number].scrollIntoView();
        }, number);
        await ready(tab, number);
        await fits(tab, number);
        const folded = (await measure(tab, number)).height;
        assert.ok(folded > 150, `${view} is only ${folded} px high`);
        const parts = await tab.inFrame(number, () => {
          const parts = [...document.querySelectorAll("details")].filter((one) => one.checkVisibility());
          for (const part of parts) part.open = !part.open;
          return parts.length;
        });
        if (parts === 0) continue;
        await until(`${view} has another height`, async () => (await measure(tab, number)).height !== folded);
        await fits(tab, number);
        await tab.inFrame(number, () => {
          for (const part of document.querySelectorAll("details")) if (part.checkVisibility()) part.open = !part.open;
        });
        await until(`${view} is folded again`, async () => {
          const { height } = await measure(tab, number);
          return Math.abs(height - folded) <= 1 || height;
        });
      }
      await done(tab);
    });
  }

  test(`${name}: figure grows and shrinks with the width of the page`, async () => {
    const tab = await show(figure(`view="exchange"`), { width: 1280 });
    await ready(tab);
    await fits(tab);
    const wide = (await measure(tab)).height;
    await tab.resize(340);
    await until("it is higher", async () => (await measure(tab)).height > wide);
    await fits(tab);
    await tab.resize(1280);
    await until("it is as before", async () => (await measure(tab)).height === wide);
    await fits(tab);
    await done(tab);
  });

  test(`${name}: figure is light or dark as the text around it`, async () => {
    const tab = await show(figure(`view="exchange" theme="auto"`) + figure(`view="exchange" theme="light"`));
    await ready(tab);
    await ready(tab, 1);
    const ground = () => tab.inFrame(0, () => getComputedStyle(document.documentElement).backgroundColor);
    const becomes = (wanted) => until(`theme is ${wanted}`, async () => (await theme(tab)) === wanted || theme(tab));
    await becomes("light");
    const light = await ground();
    // A class of the host, as documentation generators have; the colour may be written in any way.
    for (const [colour, wanted] of [
      ["rgb(230, 230, 230)", "dark"],
      ["oklch(0.2 0 0)", "light"],
      ["color(display-p3 0.9 0.9 0.9)", "dark"],
      ["lab(10 0 0)", "light"],
      ["#eee", "dark"],
    ]) {
      await tab.run((colour) => {
        document.body.style.color = colour;
      }, colour);
      await becomes(wanted);
    }
    assert.notEqual(await ground(), light);
    assert.equal(await theme(tab, 1), "light", "its attribute wins");
    await tab.run(() => document.querySelectorAll("cors-header-builder")[1].setAttribute("theme", "dark"));
    await until("attribute is followed", async () => (await theme(tab, 1)) === "dark");
    await done(tab);
  });

  test(`${name}: figure follows the system where its host does`, async () => {
    const tab = await show(`<meta name="color-scheme" content="light dark">${figure(`view="policy"`)}`, { scheme: "dark" });
    await ready(tab);
    assert.equal(await theme(tab), "dark");
    await tab.scheme("light");
    await until("theme is light", async () => (await theme(tab)) === "light");
    await tab.scheme("dark");
    await until("theme is dark", async () => (await theme(tab)) === "dark");
    await done(tab);
  });

  test(`${name}: host hears of a changed policy, from the figure that changed, and of nothing else`, async () => {
    const tab = await show(figure(`id="one" view="full"`) + figure(`id="two" view="policy"`));
    await tab.run(() => {
      window.heard = [];
      document.addEventListener("policychange", ({ target, detail }) =>
        window.heard.push(`${target.id} ${JSON.stringify(detail)}`),
      );
    });
    await ready(tab);
    await tab.run(() => document.getElementById("two").scrollIntoView());
    await ready(tab, 1);
    const press = (number, selector) =>
      tab.inFrame(number, (selector) => document.querySelector(selector).click(), selector);
    const heard = () => tab.run(() => [...window.heard]);

    await press(0, 'input[name="profile"][value="firefox"]');
    await tab.inFrame(0, () => {
      const mode = document.getElementById("request-mode");
      mode.value = "same-origin";
      mode.dispatchEvent(new Event("change"));
    });
    await press(0, "#allow-credentials");
    await until("one change", async () => (await heard()).length === 1 || heard());
    await press(1, 'input[name="preflight-status"][value="200"]');
    await until("another change", async () => (await heard()).length === 2 || heard());
    const policy = {
      allow_origins: ["https://app.example.com"],
      allow_methods: ["GET", "PUT"],
      allow_headers: ["content-type", "authorization"],
      expose_headers: [],
      allow_credentials: true,
      max_age: 7200,
      preflight_status: 204,
    };
    assert.deepEqual(await heard(), [
      `one ${JSON.stringify(policy)}`,
      `two ${JSON.stringify({ ...policy, allow_credentials: false, preflight_status: 200 })}`,
    ]);
    await done(tab);
  });

  test(`${name}: nothing in a read-only figure changes the state`, async () => {
    const wrong = STATE.replace("max-age=7200", "max-age=-5").replace("methods=GET", "methods=GET,patch");
    const tab = await show(VIEWS.map((view) => figure(`view="${view}" readonly`, wrong)).join("\n"));
    await tab.run(() => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(data));
    });
    for (const [number] of VIEWS.entries()) {
      await tab.run((number) => document.querySelectorAll("cors-header-builder")[number].scrollIntoView(), number);
      await ready(tab, number);
      const tried = await tab.inFrame(number, () => {
        const fields = [...document.querySelectorAll("input, select, button, summary, [role=tab]")];
        const usable = fields.filter(
          (one) => one.matches("input:not([name=extent]), select") && one.checkVisibility() && !one.matches(":disabled"),
        );
        for (const one of fields) {
          if (one.matches("input, select")) {
            one.value = one.localName === "select" ? one.options[one.options.length - 1].value : "9";
            for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
            one.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
          }
          // A copy in the clipboard and a file to keep are no changes, and need a person.
          if (!/^(Copy|Download)/.test(one.innerText)) one.click();
        }
        return { fields: fields.length, usable: usable.length };
      });
      assert.ok(tried.fields > 20, `${tried.fields} fields were tried`);
      assert.equal(tried.usable, 0);
      const state = () =>
        tab.run((number) => {
          window.heard = window.heard.filter(({ type }) => type !== "state");
          document
            .querySelectorAll("cors-header-builder")
            [number].frame.contentWindow.postMessage({ type: "get-state", version: 1 }, "*");
        }, number);
      await state();
      await until("state is told", () => tab.run(() => window.heard.some(({ type }) => type === "state")));
      const now = await tab.run(() => window.heard.find(({ type }) => type === "state").state);
      assert.equal(now.policy.max_age, "-5");
      assert.deepEqual(now.policy.allow_methods, ["GET", "patch", "PUT"]);
      assert.equal(now.browser, "standard");
      assert.equal(now.request.credentials, "same-origin");
    }
    assert.deepEqual(await tab.run(() => window.heard.filter(({ type }) => type === "change")), []);
    await done(tab);
  });

  test(`${name}: figure below the screen is not loaded until it comes near`, async () => {
    const tab = await show(`<p style="height: 30000px">Long</p>${figure(`view="findings"`)}`, {
      policy: `default-src 'none'; script-src ${tool.url}; frame-src ${tool.url}; style-src 'unsafe-inline'`,
    });
    await tab.run(() => {
      window.heard = 0;
      addEventListener("message", () => (window.heard += 1));
    });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await tab.run(() => window.heard), 0);
    await tab.run(() => document.querySelector("cors-header-builder").scrollIntoView());
    await ready(tab);
    await done(tab);
  });

  test(`${name}: page without scripts shows the plain link`, async () => {
    const tab = await show(figure(), { policy: "default-src 'none'", scripts: name !== "Chromium" });
    assert.equal((await tab.text()).trim(), "Try it");
    tab.messages.length = 0;
    await done(tab);
  });

  test(`${name}: figure leaves the history, the focus and the globals of its host alone`, async () => {
    const tab = await show(`<input id="own">${figure(`view="full"`)}`);
    await tab.run(() => document.getElementById("own").focus());
    await ready(tab);
    const steps = await tab.run(() => history.length);
    await tab.inFrame(0, () => {
      for (const id of ["allow-credentials", "tab-express-cors"]) document.getElementById(id).click();
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await tab.run(() => document.querySelector("cors-header-builder").setAttribute("view", "exchange"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await ready(tab);
    assert.equal(await tab.run(() => history.length), steps);
    assert.equal(await tab.run(() => document.activeElement.id), "own");
    const own = await tab.run(() => {
      const bare = document.createElement("iframe");
      document.body.append(bare);
      const known = new Set(Object.getOwnPropertyNames(bare.contentWindow));
      bare.remove();
      const names = Object.getOwnPropertyNames(window).filter((name) => !known.has(name));
      // Names of elements, of frames, and of the driver that runs this are not of the script.
      return names.filter((name) => !/^(own|\d+|__.*|Playwright.*)$/.test(name));
    });
    assert.deepEqual(own, []);
    await done(tab);
  });

  test(`${name}: figure is at home in frames without the script, and uses no storage`, async () => {
    const address = `${tool.url}#${STATE}&embed=1&view=exchange`.replaceAll("&", "&amp;");
    const tab = await show(
      `<iframe sandbox="allow-scripts" src="${address}"></iframe><iframe src="${address}"></iframe>`,
    );
    await ready(tab, 0);
    await ready(tab, 1);
    for (const number of [0, 1]) {
      assert.match(await verdict(tab, number), /^Shared/);
    }
    const kept = await tab.inFrame(1, async () => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
      (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    ]);
    assert.deepEqual(kept, [0, 0, "", 0, 0]);
    await done(tab);
  });

  test(`${name}: link to the full tool has the state and a window of its own`, async () => {
    const tab = await show(figure(`view="policy" theme="dark" target="express-cors" readonly`));
    await ready(tab);
    const link = await tab.inFrame(0, () => {
      const link = document.querySelector(".full-tool a");
      return [link.innerText, link.href, link.target, link.rel];
    });
    assert.deepEqual(link, ["Open full tool", `${tool.url}#${STATE}&target=express-cors`, "_blank", "noopener"]);
    await done(tab);
  });

  test(`${name}: element without a usable address leaves its content`, async () => {
    const body = ["", `src=""`, `src="javascript:alert(1)"`, `src="data:text/html,x"`, `src="https://["`]
      .map((src) => `<cors-header-builder ${src}>Try it</cors-header-builder>`)
      .join(" ");
    const tab = await show(body);
    await tab.run(() => customElements.whenDefined("cors-header-builder").then(() => true));
    assert.equal((await tab.text()).replace(/\s+/g, " ").trim(), "Try it Try it Try it Try it Try it");
    assert.equal(await tab.run(() => [...document.querySelectorAll("*")].filter((one) => one.shadowRoot).length), 0);
    await done(tab);
  });
}
