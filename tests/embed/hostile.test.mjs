// Hostile links, hostile hosts and hostile neighbours: none of them makes the tool navigate, send anything, or show
// markup of theirs. The frame has no sandbox here, so that nothing but the page itself could prevent it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "./support/chromium.mjs";
import { fits, measure } from "./support/figure.mjs";
import { host, page, tool as startTool } from "./support/host.mjs";
import { keys, limits } from "./support/limits.mjs";
import { ready, until } from "./support/wait.mjs";

let tool;
let browser;
let trap;
let trapped = 0;
before(async () => {
  tool = await startTool();
  browser = await launch();
  // Whoever asks here was made to by a crafted value.
  trap = createServer((_, response) => {
    trapped += 1;
    response.end();
  });
  trap.unref();
  await new Promise((resolve) => trap.listen(0, "127.0.0.1", resolve));
});
after(async () => {
  await browser?.close();
  tool?.close();
  trap?.close();
});


/** Fits into a state, but not often. */
const OVERLONG = "x".repeat(Math.floor(limits.state / 3));

/** Values that did harm somewhere. */
function crafted() {
  const evil = `http://127.0.0.1:${trap.address().port}/leak`;
  return [
    evil,
    `//127.0.0.1:${trap.address().port}/leak`,
    `<img src="${evil}" onerror="top.pwned=1">`,
    `"><script>top.pwned=1</script><iframe src="${evil}">`,
    `' onfocus=top.pwned=1 autofocus x='`,
    `<svg><animate onbegin=top.pwned=1 attributeName=x>`,
    `<form action=${evil}><button>`,
    `<base href="${evil}"><meta http-equiv=refresh content="0;url=${evil}">`,
    "javascript:top.pwned=1",
    "data:text/html,<script>top.pwned=1</script>",
    "https://a.example\r\nLocation: x",
    "\u0000\u202e\ud800\uffff",
    "__proto__",
    "constructor",
    "${top.pwned=1}{{constructor.constructor('top.pwned=1')()}}",
    "%",
    "%ff%00%2",
    "*",
    OVERLONG,
  ];
}

/** Runs in the frame: what is there that no state may bring there. */
function intrusions(place) {
  const found = [];
  const foreign = "img, script:not([src]), style, iframe, object, embed, video, audio, math, form, base, meta[http-equiv], frame, link[href^='data']";
  for (const one of document.querySelectorAll(foreign)) found.push(one.outerHTML.slice(0, 200));
  // The icons are the page's own.
  for (const one of document.querySelectorAll("svg:not(.sprite)")) {
    if (!/^<use href="#icon-[a-z]+">(<!---->)?<\/use>$/.test(one.innerHTML)) found.push(one.outerHTML.slice(0, 200));
  }
  if (document.querySelectorAll(".sprite").length !== 1) found.push("another sprite");
  for (const one of document.querySelectorAll("*")) {
    for (const { name } of one.attributes) if (/^(on|style$|srcdoc$|formaction$)/.test(name)) found.push(`${one.localName} ${name}`);
    const address = one.getAttribute("href") ?? one.getAttribute("src");
    if (address === null) continue;
    const { protocol, host } = new URL(address, document.baseURI);
    const known = /^(fetch\.spec\.whatwg\.org|[\w.-]+\.(mozilla|w3|whatwg|rfc-editor|chromium|webkit|owasp|publicsuffix|npmjs|nginx|ietf|expressjs)\.(org|com|dev)|docs\.rs|github\.com|www\.rfc-editor\.org|httpwg\.org|web\.dev|portswigger\.net|wicg\.github\.io)$/;
    if (!/^https?:$/.test(protocol) || (host !== place && !known.test(host))) found.push(`${one.localName} to ${address.slice(0, 100)}`);
  }
  if ("polluted" in {}) found.push("Object.prototype was changed");
  return found;
}

async function show(fragment, { sandbox = "" } = {}) {
  const address = `${tool.url}#${fragment}`.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const served = await host({ "/": { html: `<!DOCTYPE html><title>A host</title><body><iframe ${sandbox} width="700" src="${address}"></iframe>` } });
  const tab = await browser.tab();
  const went = [];
  const said = [];
  tab.page.on("framenavigated", (frame) => {
    const url = frame.url().split("#")[0];
    if (url !== tool.url && url !== `${served.url}/` && url !== "about:blank") went.push(url);
  });
  tab.page.on("dialog", (dialog) => {
    went.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  tab.context.on("page", (page) => went.push(`window ${page.url()}`));
  await tab.context.addInitScript(() => {
    globalThis.heard = [];
    addEventListener("message", ({ data }) => globalThis.heard.push(data));
  });
  await tab.open(`${served.url}/`);
  await ready(tab);
  const asked = tab.requests.length;
  return {
    tab,
    said,
    /** Nothing has happened but what the page does by itself. */
    async check(what) {
      assert.deepEqual(await tab.inFrame(0, intrusions, new URL(tool.url).host), [], what);
      assert.deepEqual(went, [], what);
      assert.equal(await tab.run(() => globalThis.pwned), undefined, what);
      assert.equal(trapped, 0, what);
      // Parts of the page itself may be loaded later.
      const further = tab.requests.slice(asked).filter((url) => !url.startsWith(tool.url) && !url.startsWith("data:image/svg+xml"));
      assert.deepEqual(further, [], what);
      assert.deepEqual(tab.messages, [], what);
    },
    async close() {
      await tab.close();
      served.close();
    },
  };
}

/** Everything that can be pressed, but for what opens a window of its own or keeps a file. */
const pressEverything = () => {
  for (const one of document.querySelectorAll("#app :is(button, summary, input[type=checkbox])")) {
    if (!/^(Copy|Download)/.test(one.getAttribute("aria-label") ?? one.innerText)) one.click();
  }
};

const join = (pairs) => pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join("&");

test("crafted value in every key of a link at once", async () => {
  for (const value of crafted()) {
    const others = keys.filter((key) => key !== "embed");
    const shown = await show(`${join(others.map((key) => [key, value]))}&embed=1&${encodeURIComponent(value.toWellFormed())}=1`);
    await shown.check(`loaded with ${value.slice(0, 80)}`);
    await shown.tab.inFrame(0, pressEverything);
    await shown.check(`pressed with ${value.slice(0, 80)}`);
    await shown.close();
  }
});

test("crafted value in each key of a link, plain and in a list", async () => {
  const shown = await show("v=1&embed=1");
  let turn = 0;
  for (const key of keys) {
    for (const value of crafted()) {
      turn += 1;
      // `max-age` says when this link is shown.
      const own = key === "max-age" ? [] : [["max-age", `${turn}`]];
      const fragment = `${join([[key, value], ...own])}&origins=https://app.example.com,${encodeURIComponent(value.toWellFormed())}`;
      await shown.tab.run(
        ([tool, fragment]) => {
          document.querySelector("iframe").contentWindow.location.replace(`${tool}#${fragment}`);
        },
        [tool.url, fragment],
      );
      if (own.length > 0) {
        await until(`${key} ${value.slice(0, 80)} is shown`, () =>
          shown.tab.inFrame(0, (turn) => document.getElementById("max-age").value === `${turn}`, turn),
        );
      }
    }
    await shown.check(key);
  }
  await shown.close();
});

test("crafted text in every key of a state that a host sets", async () => {
  const shown = await show("v=1&embed=1&view=full");
  const { tab } = shown;
  for (const value of crafted()) {
    const text = value.toWellFormed();
    await tab.run(
      ({ text, isOverlong }) => {
        globalThis.heard.length = 0;
        const state = {
          policy: { allow_origins: [text, "https://app.example.com"], allow_methods: [text], allow_headers: [text], expose_headers: [text], max_age: text },
          request: { page_origin: text, url: text, method: text, headers: [[text, text]] },
          target: text,
          version: text,
          fault: text,
        };
        const post = (message) => document.querySelector("iframe").contentWindow.postMessage(message, "*");
        // A state that is too long is an error, so an overlong text goes into one key after the other.
        if (isOverlong) {
          for (const key of ["page_origin", "url", "method"]) post({ type: "set-state", version: 1, state: { request: { [key]: text } } });
        } else {
          post({ type: "set-state", version: 1, state });
        }
        post({ type: "get-state", version: 1 });
      },
      { text, isOverlong: text === OVERLONG },
    );
    await until(`${text.slice(0, 80)} is set`, () => tab.run(() => globalThis.heard.some(({ type }) => type === "state")));
    assert.deepEqual(await tab.run(() => globalThis.heard.filter(({ type }) => type === "error")), []);
    assert.ok(await tab.run((text) => JSON.stringify(globalThis.heard).includes(JSON.stringify(text).slice(1, 50)), text));
    await shown.check(text.slice(0, 80));
    await tab.inFrame(0, pressEverything);
    await shown.check(`pressed with ${text.slice(0, 80)}`);
  }
  await shown.close();
});

test("messages of every kind, malformed in every way, are survived", async () => {
  const shown = await show("v=1&origins=https://app.example.com&embed=1&view=full");
  const { tab } = shown;
  const sent = await tab.run((tooLong) => {
    globalThis.heard.length = 0;
    const window = document.querySelector("iframe").contentWindow;
    const cycle = {};
    cycle.policy = cycle;
    let deep = [];
    for (let level = 0; level < 500; level += 1) deep = [deep];
    const things = [
      undefined,
      null,
      0,
      Number.NaN,
      10n,
      "",
      "{}",
      "x".repeat(tooLong),
      [],
      new Array(10_000).fill("x"),
      deep,
      cycle,
      { policy: deep },
      new Date(),
      new Map([["policy", 1]]),
      new Error("x"),
      /x/,
      new Blob(["x"]),
      new ArrayBuffer(8),
      JSON.parse('{"__proto__":{"polluted":1}}'),
      JSON.parse('{"policy":{"__proto__":{"polluted":1}}}'),
      JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
      { toString: "x", valueOf: 1, length: 1e9 },
      { policy: { allow_origins: [{}] } },
      { request: { headers: [["a"], ["a", "b", "c"], [1, 2], "x"] } },
    ];
    let count = 0;
    const post = (message) => {
      count += 1;
      window.postMessage(message, "*");
    };
    for (const thing of things) {
      post(thing);
      for (const type of ["set-state", "set-theme", "get-state", "ready", "height", "state", "change", "error", "__proto__", "constructor", thing]) {
        for (const version of [undefined, "1", 0, 2, 1e308, thing, ...(type === "get-state" ? [] : [1])]) {
          post({ type, version, state: thing, theme: thing, height: thing, message: thing });
        }
      }
    }
    return count;
  }, limits.state + 1);
  assert.ok(sent > 1500);
  await tab.run(() => document.querySelector("iframe").contentWindow.postMessage({ type: "get-state", version: 1 }, "*"));
  await until("state is told", () => tab.run(() => globalThis.heard.some(({ type }) => type === "state")), 60);
  const heard = await tab.run(() => globalThis.heard);
  const { state } = heard.find(({ type }) => type === "state");
  assert.equal(heard.filter(({ type }) => type === "state").length, 1);
  for (const { message } of heard.filter(({ type }) => type === "error")) assert.ok([...message].length <= limits.quoted + 1, message);
  assert.ok(heard.some(({ type }) => type === "error"));
  // Of all of these only the empty state, in whatever form, can be one.
  assert.deepEqual(state.policy.allow_origins, heard.some(({ type }) => type === "change") ? [] : ["https://app.example.com"]);
  await shown.check("all");
  await shown.close();
});

test("neighbours cannot speak for a figure to its host", async () => {
  const figure = `<cors-header-builder src="${tool.url}#v=1&amp;origins=https://app.example.com" view="policy"></cors-header-builder>`;
  const served = await host({ "/": page(tool.url, figure, " ") });
  const tab = await browser.tab();
  await tab.open(`${served.url}/`);
  await ready(tab);
  await fits(tab);
  const { height } = await measure(tab);
  // Listens after the element does, so what it has heard, the element has too.
  await tab.run(() => {
    globalThis.changes = [];
    globalThis.arrived = 0;
    document.addEventListener("policychange", ({ detail }) => globalThis.changes.push(detail));
    addEventListener("message", () => (globalThis.arrived += 1));
  });
  const sent = await tab.run(() => {
    let sent = 0;
    const messages = [
      { type: "height", version: 1, height: 9999 },
      { type: "change", version: 1, state: { policy: { allow_origins: ["*"] } } },
    ];
    const { contentWindow } = document.querySelector("cors-header-builder").frame;
    const dispatch = (init) => dispatchEvent(new MessageEvent("message", init));
    for (const data of messages) {
      const neighbour = document.createElement("iframe");
      neighbour.sandbox = "allow-scripts";
      neighbour.srcdoc = `<script>parent.postMessage(${JSON.stringify(data)}, "*")</script>`;
      const ways = [
        () => window.postMessage(data, "*"),
        () => dispatch({ data, source: null, origin: "null" }),
        () => dispatch({ data, source: window, origin: "null" }),
        // The right window with another origin: what a frame would be that had gone elsewhere.
        () => dispatch({ data, source: contentWindow, origin: "https://evil.example" }),
        () => document.body.append(neighbour),
      ];
      for (const way of ways) way();
      sent += ways.length;
    }
    return sent;
  });
  await until("everything has arrived", async () => {
    const arrived = await tab.run(() => globalThis.arrived);
    return arrived === sent || arrived;
  });
  await tab.run(() => document.querySelectorAll("body > iframe").forEach((one) => one.remove()));
  const heard = await tab.run(() => globalThis.changes);
  assert.deepEqual(heard, []);
  assert.equal((await measure(tab)).height, height);
  // The same with the right source and origin is heard, so that this test could fail.
  const right = await tab.run(() => {
    const heard = [];
    document.addEventListener("policychange", ({ detail }) => heard.push(detail));
    const source = document.querySelector("cors-header-builder").frame.contentWindow;
    const data = { type: "change", version: 1, state: { policy: { allow_origins: ["*"] } } };
    dispatchEvent(new MessageEvent("message", { data, source, origin: "null" }));
    return heard;
  });
  assert.deepEqual(right, [{ allow_origins: ["*"] }]);
  await tab.close();
  served.close();
});
