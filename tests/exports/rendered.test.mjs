// Pictures, diagrams and documents, opened by what people open them with.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import MarkdownIt from "markdown-it";
import { blocked, explain, hostile, plain } from "./cors.mjs";
import { launch, watched } from "./chromium.mjs";

const mermaid = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");
const states = { plain, blocked, hostile };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const address = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

for (const [name, state] of Object.entries(states)) {
  test(`picture of ${name} stands alone`, async () => {
    const svg = explain("svg", state);
    const { page, seen } = await watched(browser, { viewport: { width: 1000, height: 800 } });
    await page.goto(address(svg));
    const found = await page.evaluate(() => ({
      root: document.documentElement.nodeName,
      error: document.querySelector("parsererror")?.textContent ?? null,
      title: document.querySelector("title").textContent,
      description: document.querySelector("desc").textContent,
      labelled: document.documentElement.getAttribute("aria-labelledby"),
      names: [...new Set([...document.querySelectorAll("*")].map((element) => element.localName))],
      // Every line of text is inside the picture.
      outside: [...document.querySelectorAll("text")].filter((text) => {
        const box = text.getBBox();
        return box.x < 0 || box.x + box.width > 960;
      }).length,
    }));
    assert.equal(found.root, "svg");
    assert.equal(found.error, null);
    assert.ok(found.title.includes(state.request.method));
    assert.match(found.description, /^(Allowed|Blocked): /);
    assert.equal(found.labelled, "title desc");
    assert.deepEqual(
      found.names.filter((name) => !["svg", "title", "desc", "style", "rect", "line", "text", "g", "path"].includes(name)),
      [],
    );
    assert.equal(found.outside, 0);
    assert.deepEqual(seen, { requests: [], messages: [], dialogs: 0 });
    await page.close();
  });

  test(`diagram of ${name} is drawn by Mermaid`, async () => {
    const text = explain("mermaid", state);
    const { page, seen } = await watched(browser);
    await page.goto("about:blank");
    await page.addScriptTag({ path: mermaid });
    const drawn = await page.evaluate(async (text) => {
      globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
      await globalThis.mermaid.parse(text);
      const { svg } = await globalThis.mermaid.render("drawn", text);
      document.body.innerHTML = svg;
      const lines = (selector) =>
        [...document.querySelectorAll(selector)].map((line) => line.textContent.replaceAll("\u00a0", " "));
      return {
        title: document.querySelector("svg > title")?.textContent ?? "",
        errors: document.querySelectorAll(".error-text").length,
        active: [...document.body.querySelectorAll("script, img, iframe, a, [onerror], [onclick]")].map((e) => e.outerHTML),
        messages: lines(".messageText").join(""),
        actors: lines("text.actor").join(""),
        notes: lines(".noteText").join(""),
      };
    }, text);
    assert.equal(drawn.errors, 0);
    assert.deepEqual(drawn.active, []);
    // Whatever the method holds, it is there, letter by letter; lines are broken where they are long.
    const letters = (text) => text.replaceAll(/[\s-]/g, "");
    assert.ok(letters(drawn.messages).includes(letters(state.request.method)), drawn.messages);
    assert.ok(drawn.actors.includes("Browser"));
    assert.ok(letters(drawn.notes).length > 200);
    assert.ok(drawn.title.includes(state.request.method), drawn.title);
    assert.deepEqual(seen.messages, []);
    assert.equal(seen.dialogs, 0);
    await page.close();
  });

  test(`document of ${name} is rendered, and values are no markup`, async () => {
    const text = explain("markdown", state, "--base", "https://cors.example/");
    // The careless setting: markup in the document is passed on.
    const html = new MarkdownIt({ html: true, linkify: true }).render(text);
    const { page, seen } = await watched(browser);
    await page.setContent(html);
    const found = await page.evaluate(() => ({
      names: [...new Set([...document.body.querySelectorAll("*")].map((element) => element.localName))].sort(),
      handlers: document.querySelectorAll("[onerror], [onclick], [src]").length,
      title: document.querySelector("h2").textContent,
      code: document.querySelector("pre code").textContent,
      rows: document.querySelectorAll("tbody tr").length,
      cells: [...document.querySelectorAll("tbody tr")].map((row) => row.children.length),
      links: [...document.querySelectorAll("a")].map((link) => link.href),
      tryIt: [...document.querySelectorAll("a")].at(-1).textContent,
    }));
    const expected = "a code h2 h3 li p pre strong table tbody td th thead tr ul".split(" ");
    assert.deepEqual(found.names.filter((name) => !expected.includes(name)), []);
    assert.equal(found.handlers, 0);
    assert.ok(found.title.startsWith(`${state.request.method} https://api.example.com/`), found.title);
    assert.ok(found.code.includes(`Access-Control-Request-Method: ${state.request.method}`), found.code);
    assert.deepEqual(found.cells, [3, 3, 3, 3]);
    assert.equal(found.tryIt, "Try it");
    assert.ok(found.links.every((link) => link.startsWith("https://")));
    assert.deepEqual(seen, { requests: [], messages: [], dialogs: 0 });
    await page.close();
  });
}

test("picture is light or dark as the reader's system says", async () => {
  const svg = explain("svg", plain);
  const shots = new Map();
  for (const colorScheme of ["light", "dark"]) {
    const { page } = await watched(browser, { viewport: { width: 1000, height: 700 }, colorScheme });
    await page.setContent(`<img alt="" src="${address(svg)}">`);
    await page.evaluate(() => document.querySelector("img").decode());
    const paper = await page.evaluate(() => {
      const canvas = document.createElement("canvas");
      const image = document.querySelector("img");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set();
      for (let at = 0; at < data.length; at += 4) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
      return { corner: [...data.slice(0, 3)], colours: colours.size };
    });
    // Not an empty sheet.
    assert.ok(paper.colours > 20, `${paper.colours} colours`);
    shots.set(colorScheme, paper.corner);
    await page.close();
  }
  assert.ok(shots.get("light").every((part) => part > 200), shots.get("light"));
  assert.ok(shots.get("dark").every((part) => part < 60), shots.get("dark"));
});
