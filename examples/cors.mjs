// What a documentation build asks the command line `cors`: the link to a state, the config for a server, and from
// both the Markdown of a figure. Nothing here knows which generator it works for.
import { execFileSync } from "node:child_process";

/** The command line, as `cargo install --path crates/cors-cli` installs it. */
const CORS = process.env.CORS ?? "cors";

/** Where the tool is, with a slash at the end: your own copy, or for a look `cargo xtask serve`. */
export const TOOL = process.env.CORS_TOOL_URL ?? "http://127.0.0.1:8080/";

const ask = (state, ...words) =>
  JSON.parse(execFileSync(CORS, words, { input: JSON.stringify(state), encoding: "utf8" }));

const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** A fence that is longer than any in the text. */
function fence(language, text) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}

/**
 * The Markdown for a fence whose first word is `cors`: a figure, a link to try it, and the config.
 * Further words of the fence are the view (`exchange` without one) and `readonly`.
 */
export function figure(words, json) {
  const state = JSON.parse(json);
  const view = words.find((word) => word !== "readonly") ?? "exchange";
  const readonly = words.includes("readonly") ? " readonly" : "";
  const link = attribute(ask(state, "link", "--base", TOOL));
  const { files } = ask(state, "snippet", "--target", state.target ?? "nginx", "--base", TOOL);
  const config = files.map(({ path, context, text }) => `\`${path}\`: ${context}\n\n${fence("", text)}`);
  return [
    // Without scripts the link inside is what a reader sees.
    `<div class="cors-figure"><cors-header-builder src="${link}" view="${view}" theme="auto"${readonly}><a href="${link}">See this request flow</a></cors-header-builder></div>`,
    `<p class="cors-try"><a href="${link}" target="_blank" rel="noopener">Try it</a></p>`,
    ...config,
  ].join("\n\n");
}

/** The script that makes figures of the elements. */
export const SCRIPT = `<script type="module" src="${attribute(`${TOOL}embed.js`)}"></script>`;
