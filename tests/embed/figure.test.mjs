// The element of embed.js on somebody else's page, in both browsers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browsers } from "./support/browsers.mjs";
import { enter, fits, measure, openTab, press, show as bring, theme, verdict } from "./support/figure.mjs";
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

/**
 * Runs in a figure: presses and changes everything but what copies or saves, which changes nothing and needs a person.
 * Says which fields can be changed.
 */
function tryEverything() {
  const all = [...document.querySelectorAll("#app :is(input, select, textarea, button, summary)")];
  const isField = (one) => one.matches("input, select, textarea");
  // What is pasted in Troubleshoot is no part of the state.
  const usable = all.filter((one) => isField(one) && one.id !== "paste" && one.checkVisibility() && !one.matches(":disabled"));
  for (const one of all) {
    if (!one.isConnected) continue;
    if (isField(one)) {
      one.value = one.localName === "select" ? one.options[one.options.length - 1].value : "9";
      for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
      one.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    }
    if (!/^(Copy|Download)/.test(one.getAttribute("aria-label") ?? one.innerText)) one.click();
  }
  return { all: all.length, usable: usable.map((one) => one.id) };
}

/** Pastes a policy in Troubleshoot, and presses what is offered for them. */
async function tryToPaste(tab, number) {
  await openTab(tab, number, "troubleshoot");
  await until("the field is there", () => tab.inFrame(number, () => document.getElementById("paste") !== null));
  await enter(tab, number, "paste", '{"allow_origins":["https://evil.example"]}');
  await until("the paste is understood", () =>
    tab.inFrame(number, () => document.querySelector("#panel-troubleshoot .understood").innerText !== ""),
  );
  await tab.inFrame(number, () => {
    for (const one of document.querySelectorAll("#panel-troubleshoot .understood button")) one.click();
  });
}

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
    const tab = await show(figure(`view="exchange" title="How the request goes"`));
    await ready(tab);
    const frame = await tab.run(() => {
      const { frame } = document.querySelector("cors-header-builder");
      return [frame.title, frame.loading, [...frame.sandbox].includes("allow-same-origin")];
    });
    assert.deepEqual(frame, ["How the request goes", "lazy", false]);
    const inside = await tab.inFrame(0, () => [
      globalThis.origin,
      document.styleSheets.length > 0 && getComputedStyle(document.querySelector("[role=tablist]")).display,
      [...document.querySelectorAll("h1, h2")].filter((one) => one.checkVisibility()).map((one) => one.innerText),
    ]);
    assert.deepEqual(inside, ["null", "none", ["Request flow", "CORS Header Builder"]]);
    assert.match(await verdict(tab), /^Allowed: https:\/\/app\.example\.com/);
    await done(tab);
  });

  // In the narrowest the figure itself is 320 px wide, next to the margins of its host.
  for (const width of [336, 768, 1280]) {
    test(`${name}: every view is as high as its content at ${width} px, folded and unfolded`, async () => {
      const tab = await show(VIEWS.map((view) => figure(`view="${view}"`)).join("\n"), { width });
      for (const [number, view] of VIEWS.entries()) {
        await bring(tab, number);
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
    const ground = () => tab.inFrame(0, () => getComputedStyle(document.querySelector(".pane")).backgroundColor);
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
    const heard = () => tab.run(() => [...window.heard]);

    // The browser and the request are no part of the policy.
    await openTab(tab, 0, "flow");
    await enter(tab, 0, "show-as", "firefox");
    await press(tab, 0, "Edit request");
    await enter(tab, 0, "request-mode", "same-origin");
    await tab.inFrame(0, () => document.getElementById("allow-credentials").click());
    await until("one change", async () => (await heard()).length === 1 || heard());
    await press(tab, 1, "200");
    await until("another change", async () => (await heard()).length === 2 || heard());
    const changed = await tab.inFrame(0, () => [
      document.getElementById("show-as").value,
      document.getElementById("request-mode").value,
    ]);
    assert.deepEqual(changed, ["firefox", "same-origin"]);
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
    const locked = `${wrong}&fault=preflight-not-routed`;
    const tab = await show(VIEWS.map((view) => figure(`view="${view}" readonly`, locked)).join("\n"));
    await tab.run(() => {
      window.heard = [];
      addEventListener("message", ({ data }) => window.heard.push(data));
    });
    for (const [number, view] of VIEWS.entries()) {
      await bring(tab, number);
      await ready(tab, number);
      // A view that is opened by the first round is tried in the second.
      for (let round = 0; round < 2; round += 1) {
        const tried = await tab.inFrame(number, tryEverything);
        assert.ok(tried.all > 5, `${tried.all} controls of ${view} were tried`);
        assert.deepEqual(tried.usable, [], view);
      }
      if (view === "full") await tryToPaste(tab, number);
      await tab.run((number) => {
        window.heard = window.heard.filter(({ type }) => type !== "state");
        const { frame } = document.querySelectorAll("cors-header-builder")[number];
        frame.contentWindow.postMessage({ type: "get-state", version: 1 }, "*");
      }, number);
      await until("state is told", () => tab.run(() => window.heard.some(({ type }) => type === "state")));
      const now = await tab.run(() => window.heard.find(({ type }) => type === "state").state);
      assert.equal(now.policy.max_age, "-5");
      assert.deepEqual(now.policy.allow_origins, ["https://app.example.com"]);
      assert.deepEqual(now.policy.allow_methods, ["GET", "patch", "PUT"]);
      assert.equal(now.browser, "standard");
      assert.equal(now.request.credentials, "same-origin");
      assert.equal(now.fault, "preflight-not-routed");
    }
    assert.deepEqual(await tab.run(() => window.heard.filter(({ type }) => type === "change")), []);
    await done(tab);
  });

  test(`${name}: simulated failure is named in every view`, async () => {
    const tab = await show(VIEWS.map((view) => figure(`view="${view}"`, `${STATE}&fault=server-down`)).join("\n"));
    for (const [number, view] of VIEWS.entries()) {
      await bring(tab, number);
      await ready(tab, number);
      const named = () =>
        tab.inFrame(number, () => {
          const text = "Simulating a failure: The server is down";
          const shown = [...document.querySelectorAll("p")].filter((one) => one.checkVisibility());
          return shown.some((one) => one.innerText === text);
        });
      assert.equal(await named(), true, view);
      await press(tab, number, "Turn off the simulated failure");
      await until(`${view} names no failure`, async () => !(await named()));
    }
    await done(tab);
  });

  test(`${name}: no button leads to a part that the figure does not show`, async () => {
    const wrong = "v=1&origins=a.example,b.example,c.example,d.example,e.example&methods=GET";
    const tab = await show(["findings", "policy", "configuration"].map((view) => figure(`view="${view}"`, wrong)).join("\n"));
    for (const number of [0, 1, 2]) {
      await bring(tab, number);
      await ready(tab, number);
      const leading = await tab.inFrame(number, () => {
        const buttons = [...document.querySelectorAll("button")].filter((one) => one.checkVisibility());
        return buttons.map((one) => one.innerText).filter((words) => /^Show (it|all)$|in Checks$/.test(words));
      });
      assert.deepEqual(leading, []);
    }
    await done(tab);
  });

  test(`${name}: figure below the screen is not loaded until it comes near`, async () => {
    const tab = await show(`${figure(`view="findings"`)}<p style="height: 30000px">Long</p>${figure(`view="findings"`)}`, {
      policy: `default-src 'none'; script-src ${tool.url}; frame-src ${tool.url}; style-src 'unsafe-inline'`,
    });
    // A frame that has not begun to load has no address yet.
    const address = () => tab.inFrame(1, () => location.href);
    await ready(tab, 0);
    assert.equal(await address(), "about:blank");
    await bring(tab, 1);
    await ready(tab, 1);
    assert.ok((await address()).startsWith(tool.url));
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
    const inside = (work) => tab.inFrame(0, work);
    await inside(() => document.getElementById("allow-credentials").click());
    await openTab(tab, 0, "flow");
    // Both are in the address of the figure, which is where a history would begin.
    await until("the figure has another address", () =>
      inside(() => ["credentials=1", "tab=flow"].every((pair) => location.hash.includes(pair)) || location.hash),
    );
    await tab.run(() => document.querySelector("cors-header-builder").setAttribute("view", "exchange"));
    await until("the figure has another view", async () => {
      try {
        return await inside(() => document.querySelector(".page").dataset.embed === "exchange");
      } catch (error) {
        return String(error);
      }
    });
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
    for (const number of [0, 1]) assert.match(await verdict(tab, number), /^Allowed/);
    // The whole tool remembers the server that was chosen last.
    await tab.run(() => {
      const state = { policy: { allow_origins: ["*"] }, target: "express-cors" };
      document.querySelectorAll("iframe")[1].contentWindow.postMessage({ type: "set-state", version: 1, state }, "*");
    });
    await until("the server is another one", () =>
      tab.inFrame(1, () => document.body.innerText.includes("Responses as sent by Express 5 + cors")),
    );
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
