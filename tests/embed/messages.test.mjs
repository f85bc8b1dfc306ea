// What an embedded page and its host say to one another.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./support/chromium.mjs";
import { enter, openTab, press } from "./support/figure.mjs";
import { host, tool as startTool } from "./support/host.mjs";
import { embedding, limits } from "./support/limits.mjs";
import { ready, until } from "./support/wait.mjs";

let tool;
let browser;
before(async () => {
  tool = await startTool();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  tool?.close();
});

const STATE = "v=1&origins=https://app.example.com&methods=PUT&method=PUT";

/** A host with a plain frame, which keeps what it hears. */
async function show(fragment, { sandbox = `sandbox="allow-scripts"`, path = "/", beside } = {}) {
  const frame = (fragment) => `<iframe ${sandbox} src="${tool.url}#${fragment.replaceAll("&", "&amp;")}"></iframe>`;
  const html = `<!DOCTYPE html><title>A host</title><body>${frame(fragment)}${beside ? frame(beside) : ""}`;
  const served = await host({ "/": { html }, "/nested": { html: `<!DOCTYPE html><iframe src="/"></iframe>` } });
  const tab = await browser.tab();
  await tab.context.addInitScript(() => {
    globalThis.heard = [];
    addEventListener("message", ({ data, origin }) => globalThis.heard.push({ ...data, origin }));
  });
  await tab.open(`${served.url}${path}`);
  const talk = {
    tab,
    heard: (type) =>
      tab.run((type) => globalThis.heard.filter((one) => type === undefined || one.type === type), type),
    say: (message) => tab.run((message) => document.querySelector("iframe").contentWindow.postMessage(message, "*"), message),
    /** Says something and gives the first answer of that type after it. */
    async ask(message, type) {
      await tab.run(() => void globalThis.heard.splice(0));
      await talk.say(message);
      await until(`${type} is heard`, async () => (await talk.heard(type)).length > 0 || talk.heard());
      return (await talk.heard(type))[0];
    },
    async close() {
      assert.deepEqual(tab.messages, []);
      await tab.close();
      served.close();
    },
  };
  return talk;
}

const set = (state) => ({ type: "set-state", version: 1, state });

test("ready comes first, with the state, and then the height", async () => {
  const talk = await show(`${STATE}&embed=1&view=exchange&theme=dark&readonly=1`);
  await until("height is told", async () => (await talk.heard("height")).length > 0);
  const [first, second] = await talk.heard();
  assert.deepEqual(first, {
    type: "ready",
    version: 1,
    origin: "null",
    state: {
      policy: {
        allow_origins: ["https://app.example.com"],
        allow_methods: ["PUT"],
        allow_headers: [],
        expose_headers: [],
        allow_credentials: false,
        preflight_status: 204,
      },
      request: {
        page_origin: "https://app.example.com",
        url: "https://api.example.com/",
        method: "PUT",
        headers: [],
        credentials: "same-origin",
        mode: "cors",
      },
      target: "nginx",
      browser: "standard",
    },
  });
  assert.equal(second.type, "height");
  assert.ok(second.height > 100 && Number.isInteger(second.height));
  assert.equal((await talk.heard("ready")).length, 1);
  await talk.close();
});

test("state is set, told of, and asked for; what is not given has its default", async () => {
  const talk = await show(`${STATE}&embed=1`);
  await ready(talk.tab);
  const change = await talk.ask(
    set({ policy: { allow_origins: ["*"], max_age: "soon" }, target: "express-cors", request: { method: "DELETE" } }),
    "change",
  );
  assert.deepEqual(change.state.policy.allow_origins, ["*"]);
  assert.equal(change.state.policy.max_age, "soon");
  assert.deepEqual(change.state.policy.allow_methods, []);
  assert.equal(change.state.request.method, "DELETE");
  const { state } = await talk.ask({ type: "get-state", version: 1 }, "state");
  assert.deepEqual(state, change.state);
  assert.equal(await talk.tab.inFrame(0, () => document.getElementById("max-age").value), "soon");
  // The same again is no change.
  await talk.tab.run(() => void globalThis.heard.splice(0));
  await talk.say(set(state));
  await talk.ask({ type: "get-state", version: 1 }, "state");
  assert.deepEqual(await talk.heard("change"), []);
  await talk.close();
});

test("host may set what a reader may not", async () => {
  const talk = await show(`${STATE}&embed=1&readonly=1`);
  await ready(talk.tab);
  const { state } = await talk.ask(set({ policy: { allow_methods: ["PATCH"] }, readonly: false, embed: false }), "change");
  assert.deepEqual(state.policy.allow_methods, ["PATCH"]);
  assert.ok(await talk.tab.inFrame(0, () => document.getElementById("max-age").disabled), "still read-only");
  assert.ok(await talk.tab.inFrame(0, () => document.querySelector(".page").hasAttribute("data-embed")));
  await talk.close();
});

for (const [what, state, key] of [
  ["a text for a list", { policy: { allow_origins: "*" } }, "allow_origins"],
  ["an unknown key", { policy: { allowed_origins: [] } }, "allowed_origins"],
  ["a number for a text", { request: { url: 7 } }, "url"],
  ["a word that is none", { request: { credentials: "always" } }, "credentials"],
  ["a header that is no pair", { request: { headers: ["accept"] } }, "headers"],
  ["a status that is none", { policy: { preflight_status: 500 } }, "preflight_status"],
  ["a flag that is none", { policy: { allow_credentials: "yes" } }, "allow_credentials"],
  ["no object", "text", "state"],
  ["nothing", undefined, "state"],
]) {
  test(`error names the key: ${what}`, async () => {
    const talk = await show(`${STATE}&embed=1`);
    await ready(talk.tab);
    const { message } = await talk.ask(set(state), "error");
    assert.ok(message.includes(key), message);
    assert.deepEqual(await talk.heard("change"), []);
    await talk.close();
  });
}

test("theme is set, and is none of the state", async () => {
  const talk = await show(`${STATE}&embed=1&view=policy`);
  await ready(talk.tab);
  const ground = () => talk.tab.inFrame(0, () => getComputedStyle(document.documentElement).colorScheme);
  for (const theme of ["dark", "light"]) {
    await talk.say({ type: "set-theme", version: 1, theme });
    await until(`theme is ${theme}`, async () => (await ground()) === theme);
  }
  assert.deepEqual(await talk.heard("change"), []);
  const { message } = await talk.ask({ type: "set-theme", version: 1, theme: "sepia" }, "error");
  assert.match(message, /`theme`/);
  await talk.close();
});

test("page that is no figure neither speaks nor listens", async () => {
  // The figure beside it is told the same, and says when it has done it.
  const talk = await show(STATE, { beside: `${STATE}&embed=1` });
  await ready(talk.tab, 0);
  await ready(talk.tab, 1);
  const evil = set({ policy: { allow_origins: ["https://evil.example"] } });
  await talk.tab.run(
    (messages) => {
      globalThis.speakers = [];
      addEventListener("message", ({ source }) => globalThis.speakers.push(source === frames[0] ? "page" : "figure"));
      for (const message of messages) for (const frame of [frames[0], frames[1]]) frame.postMessage(message, "*");
    },
    [evil, { type: "get-state", version: 1 }],
  );
  await until("the figure says its state", async () => (await talk.heard("state")).length === 1);
  assert.deepEqual((await talk.heard("state"))[0].state.policy.allow_origins, ["https://evil.example"]);
  const origins = (number) =>
    talk.tab.inFrame(number, () => document.querySelector('[aria-label="Allowed origins, entries"]').innerText.trim());
  assert.equal(await origins(1), "https://evil.example");
  assert.equal(await origins(0), "https://app.example.com");
  assert.deepEqual(new Set(await talk.tab.run(() => globalThis.speakers)), new Set(["figure"]));
  await talk.close();
});

test("no secret is told", async () => {
  const talk = await show(`${STATE}&embed=1&view=full`, { sandbox: "" });
  await ready(talk.tab);
  await talk.ask(set({ request: { headers: [["x-api-key", "topsecret"]], url: "https://u:topsecret@api.example.com/" } }), "change");
  // What a reader types, letter by letter or not.
  await openTab(talk.tab, 0, "flow");
  await press(talk.tab, 0, "Edit request");
  await enter(talk.tab, 0, "request-url", "https://user:topsecret@api.example.com/");
  await enter(talk.tab, 0, "request-headers", "Authorization: Bearer topsecret");
  await enter(talk.tab, 0, "allow-origins", "https://user:topsecret@a.example");
  await talk.tab.run(() => void globalThis.heard.splice(0));
  const { state } = await talk.ask({ type: "get-state", version: 1 }, "state");
  assert.deepEqual(state.request.headers.map(([name]) => name), ["x-api-key", "Authorization"]);
  await talk.tab.inFrame(0, () => document.getElementById("allow-credentials").click());
  await until("change is told", async () => (await talk.heard("change")).length > 0);
  assert.ok(!JSON.stringify(await talk.heard()).includes("topsecret"), JSON.stringify(await talk.heard()));
  // The reader still sees it.
  assert.ok(await talk.tab.inFrame(0, () => document.querySelector('[aria-label="Test request"]').innerText.includes("Bearer topsecret")));
  await talk.close();
});

test("state may have as many bytes as the documentation says, and no more", async () => {
  const talk = await show(`${STATE}&embed=1&view=policy`);
  await ready(talk.tab);
  const empty = { policy: { max_age: "" } };
  const room = limits.state - JSON.stringify(empty).length;
  const { state } = await talk.ask(set({ policy: { max_age: "9".repeat(room) } }), "change");
  assert.equal(state.policy.max_age.length, room);
  const { message } = await talk.ask(set({ policy: { max_age: "9".repeat(room + 1) } }), "error");
  const said = limits.state.toLocaleString("en");
  assert.equal(message, `\`state\` is longer than ${said} bytes`);
  assert.ok(embedding.includes(`A state can have at most ${said} bytes.`));
  assert.deepEqual(await talk.heard("change"), []);
  await talk.close();
});

test("error quotes only the beginning of a state", async () => {
  const talk = await show(`${STATE}&embed=1&view=policy`);
  await ready(talk.tab);
  const { message } = await talk.ask(set({ ["k".repeat(limits.quoted * 2)]: 1 }), "error");
  assert.equal([...message].length, limits.quoted + 1);
  assert.ok(message.endsWith("k…"));
  await talk.close();
});

test("only the window around is listened to", async () => {
  const talk = await show(`${STATE}&embed=1&view=full`);
  await ready(talk.tab);
  const evil = set({ policy: { allow_origins: ["https://evil.example"] } });
  // A frame beside it, a frame inside it, its own window, and the window around the one around.
  await talk.tab.run(async (evil) => {
    const figure = document.querySelector("iframe");
    const beside = document.createElement("iframe");
    document.body.append(beside);
    beside.contentWindow.eval(`parent.frames[0].postMessage(${JSON.stringify(evil)}, "*")`);
    beside.remove();
    return figure.src;
  }, evil);
  await talk.tab.inFrame(0, (evil) => {
    postMessage(evil, "*");
    dispatchEvent(new MessageEvent("message", { data: evil }));
    dispatchEvent(new MessageEvent("message", { data: evil, source: window }));
  }, evil);
  const { state } = await talk.ask({ type: "get-state", version: 1 }, "state");
  assert.deepEqual(state.policy.allow_origins, ["https://app.example.com"]);
  await talk.close();
});

test("window around the one around is not listened to", async () => {
  const talk = await show(`${STATE}&embed=1&view=full`, { path: "/nested" });
  const inner = () => talk.tab.page.frames().find((frame) => frame.url().startsWith(tool.url));
  await until("the frame is there", async () => inner() !== undefined);
  await inner().waitForSelector("html[data-ready][data-whole]");
  const say = (origin) =>
    inner()
      .parentFrame()
      .evaluate((message) => frames[0].postMessage(message, "*"), set({ policy: { allow_origins: [origin] } }));
  const shown = () => inner().evaluate(() => document.querySelector('[aria-label="Allowed origins, entries"]').innerText.trim());
  const told = () => inner().parentFrame().evaluate(() => globalThis.heard.filter(({ type }) => type === "change").map(({ state }) => state.policy.allow_origins));
  await talk.tab.run((evil) => window.frames[0].frames[0].postMessage(evil, "*"), set({ policy: { allow_origins: ["*"] } }));
  // The window around is listened to, so what came before from elsewhere has been dropped.
  await say("https://other.example");
  await until("the figure shows it", async () => (await shown()) === "https://other.example");
  assert.deepEqual(await told(), [["https://other.example"]]);
  assert.deepEqual(await talk.heard(), [], "nor is it told anything");
  await talk.close();
});
