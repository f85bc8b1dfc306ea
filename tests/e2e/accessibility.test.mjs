// WCAG 2.2 AA by axe in every state and theme, forced colours, names, skip links, focus.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";
import { openState, states } from "./support/states.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** What axe finds, each with the first elements. */
async function violations(page) {
  const found = await page.page.evaluate(
    (values) =>
      globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values }, iframes: false }),
    RULES,
  );
  // "Trouble" is short for "Troubleshoot" in the phone's bar, whose entries are named in full.
  const isMeant = ({ html }) => html.includes('aria-label="Troubleshoot"');
  return found.violations
    .map(({ id, help, nodes }) => [`${id}: ${help}`, nodes.filter((node) => !isMeant(node))])
    .filter(([, nodes]) => nodes.length > 0)
    .map(([words, nodes]) => `${words}: ${nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
}

// The page's own policy would stop the checker's script. Phones show other parts, so they are looked at too.
const options = { bypassCSP: true, reducedMotion: "reduce" };

/** Controls that share their role and name with another, and names that lack the words seen. */
async function badNames(page) {
  const scope = (await page.page.locator("dialog[open]").count()) ? "dialog[open]" : "body";
  const tree = await page.page.locator(scope).ariaSnapshot();
  const controls = [...tree.matchAll(/^ *- '?(button|textbox|combobox|tab|switch|checkbox|region) "((?:[^"\\]|\\.)*)"/gm)];
  const names = controls.map(([, role, text]) => `${role} ${text}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const others = await page.page.locator("button[aria-label]:visible").evaluateAll((buttons) =>
    buttons
      .map((button) => [button.innerText.trim().replaceAll(/\s+/g, " "), button.getAttribute("aria-label")])
      .filter(([words, name]) => !name.toLowerCase().includes(words.toLowerCase()))
      .map(([words, name]) => `${words} is named ${name}`),
  );
  // Each finding has the same way to its field, which its list item names.
  return [...new Set(twice)].filter((name) => name !== "button Show it").concat(others);
}

for (const [name, state] of Object.entries(states)) {
  test(`axe finds nothing and names are unique: ${name}`, async () => {
    const page = await openState(browser, state, options);
    await page.page.evaluate(axe);
    const found = { names: await badNames(page) };
    for (const colorScheme of ["light", "dark"]) {
      await page.page.emulateMedia({ colorScheme });
      found[colorScheme] = await violations(page);
    }
    assert.deepEqual(found, { names: [], light: [], dark: [] });
    await page.close();
  });
}

for (const [width, height] of [[390, 844], [1440, 900]]) {
  test(`axe finds nothing at ${width} px`, async () => {
    const page = await browser.open(states["risk, checks unfolded"].link.replace("&tab=checks", ""), { ...options, width, height });
    await page.page.evaluate(axe);
    assert.deepEqual(await violations(page), []);
    for (const tab of ["Config", "Request flow", "Checks", "Troubleshoot"]) {
      if (width === 390) await page.button(tab).click();
      else if (tab !== "Config") await page.openTab(tab);
      await page.region(tab).waitFor();
      assert.deepEqual(await violations(page), [], tab);
    }
    await page.close();
  });
}

test("forced colours keep what is chosen, every icon and the lifelines apart from their ground", async () => {
  const page = await browser.open("", { forcedColors: "active", ...options });
  await page.page.evaluate(axe);
  assert.deepEqual(await violations(page), []);
  const look = (locator) =>
    locator.evaluate((element) => {
      const { backgroundColor, color, borderColor, outlineColor } = getComputedStyle(element);
      return { backgroundColor, text: `${backgroundColor} ${color} ${borderColor} ${outlineColor}` };
    });
  for (const [on, off] of [["PUT", "PATCH"], ["Snippet", "Full example"]]) {
    assert.notEqual((await look(page.button(on))).text, (await look(page.button(off))).text, on);
  }
  const tab = (name) => page.page.getByRole("tab", { name });
  assert.notEqual((await look(tab("Config"))).text, (await look(tab("Checks"))).text);
  const icons = await page.page.locator(".icon").evaluateAll((icons) =>
    icons.filter((icon) => icon.checkVisibility()).filter((icon) => {
      const style = getComputedStyle(icon);
      const ground = getComputedStyle(icon.closest("button, p, span, div")).backgroundColor;
      return style.stroke === ground || style.color === ground;
    }).length,
  );
  assert.equal(icons, 0);
  await page.openTab("Request flow");
  const lines = await page.page.locator(".sequence").evaluate((sequence) => getComputedStyle(sequence.querySelector(".arrow")).borderColor);
  assert.ok(lines);
});

test("skip links lead to config, flow and checks, and leave the link alone", async () => {
  const link = "#v=1&origins=https://one.dev&methods=PUT";
  for (const [name, id] of [["Skip to the config", "config"], ["Skip to the request flow", "flow"], ["Skip to the checks", "checks"]]) {
    const page = await browser.open(link);
    do await page.keys.press("Tab");
    while ((await page.focused()) !== name);
    assert.ok(await page.page.getByRole("link", { name }).isVisible());
    await page.keys.press("Enter");
    await eventually(async () => assert.equal(await page.page.evaluate(() => document.activeElement.id), id));
    assert.ok((await page.page.url()).includes(link));
    await page.close();
  }
});

const OWN = "#v=1&origins=https://a.dev,https://b.dev&methods=PUT&headers=content-type&max-age=600&follow=1";

/** What is done, and what has the focus then. */
const FOCUS = [
  ["removing a token", (page) => page.button("Remove https://a.dev from Allowed origins").press("Enter"), "Allowed origins"],
  ["removing the last token", (page) => page.button("Remove content-type from Request headers").press("Enter"), "Request headers"],
  ["adding a chip", (page) => page.button("Add etag").press("Enter"), "Response headers"],
  ["undoing all there is", async (page) => (await page.button("PATCH").click(), page.button("Undo").press("Enter")), "Undo"],
  ["closing Share", async (page) => (await page.button("Share").press("Enter"), page.button("Close Share").press("Enter")), "Share"],
  ["closing Help", async (page) => (await page.button("Help").press("Enter"), page.keys.press("Escape")), "Help"],
  ["editing a token", async (page) => (await page.button("Edit https://a.dev").press("Enter"), page.page.getByRole("textbox", { name: "Edit https://a.dev" }).press("Enter")), "Allowed origins"],
];

for (const [name, act, expected] of FOCUS) {
  test(`focus is never lost: ${name}`, async () => {
    const page = await browser.open(OWN);
    await act(page);
    await eventually(async () => assert.equal(await page.focused(), expected));
    await page.close();
  });
}

test("turning off a failure and closing the notes keep a focus on the page", async () => {
  const page = await browser.open(`${OWN}&fault=server-down&methodz=1`);
  for (const name of ["Turn off the simulated failure", "Close the notes on the link"]) {
    await page.button(name).press("Enter");
    await page.button(name).waitFor({ state: "detached" });
    assert.notEqual(await page.focused(), "nothing", name);
  }
});

for (const width of [1440, 1280, 1024, 768, 390]) {
  test(`whatever has the focus is seen, and shows it: ${width} px`, async () => {
    const page = await browser.open(OWN, { width, height: 700 });
    const seen = new Set();
    const wrong = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keys.press("Tab");
      const state = await page.page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return undefined;
        const box = element.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2];
        const top = document.elementFromPoint(x, Math.min(y, innerHeight - 2));
        const holder = element.closest(".tokens, .switch") ?? element;
        const styles = [element, holder].map((one) => getComputedStyle(one));
        return {
          name: `${element.tagName} ${element.getAttribute("aria-label") ?? element.innerText ?? element.id}`.slice(0, 60),
          isShown: styles.some(({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none"),
          isCovered: !(element.contains(top) || top?.contains(element) || holder.contains(top)),
        };
      });
      if (!state) break;
      seen.add(state.name);
      if (!state.isShown) wrong.push(`${state.name} has no outline`);
      if (state.isCovered) wrong.push(`${state.name} is covered`);
    }
    assert.deepEqual(wrong, []);
    assert.ok(seen.size > 25, `${seen.size} stops`);
    await page.close();
  });
}
