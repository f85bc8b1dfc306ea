// The page as a person sees it: by role and visible name, with a person's verbs.
import { readFile } from "node:fs/promises";

/** The page of the CORS Header Builder. */
export class Builder {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.keys = page.keyboard;
    /** What the console said. */
    this.messages = [];
    /** Every address that was asked for. */
    this.requests = [];
    page.on("console", (message) => this.messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.messages.push(`error: ${error}`));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  async open(fragment = "", until = "whole") {
    await this.page.goto(`${this.url}${fragment}`);
    await this.ready(until);
  }

  /** The page in another tab of the same window. */
  async beside(fragment) {
    const builder = new Builder(await this.page.context().newPage(), this.url);
    await builder.open(fragment);
    return builder;
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  close() {
    return this.page.context().close();
  }

  /** Waits for the whole page, the checks too; with "first", for the first module; with "nothing", not at all. */
  async ready(until = "whole") {
    if (until === "nothing") return;
    const mark = until === "whole" ? "html[data-ready][data-whole]" : "html[data-ready]";
    await this.page.waitForSelector(mark, { state: "attached" });
  }

  region(name, within = this.page) {
    return within.getByRole("region", { name, exact: true });
  }

  field(label, within = this.page) {
    return within.getByLabel(label, { exact: true });
  }

  button(name, within = this.page) {
    return within.getByRole("button", { name, exact: true });
  }

  /** A field that chooses one of several words. */
  choice(name, within = this.page) {
    return within.getByRole("combobox", { name, exact: true });
  }

  dialog(name) {
    return this.page.getByRole("dialog", { name, exact: true });
  }

  /** Opens a tab; its name may be followed by a count. */
  async openTab(name) {
    await this.page.getByRole("tab", { name }).click();
    await this.region(name).first().waitFor();
  }

  /** The status line as it is seen. */
  async status() {
    const words = await this.page.locator(".status > :not([role=status])").allInnerTexts();
    return words.map((word) => word.trim()).filter(Boolean).join(" | ");
  }

  /** What the request flow says about the test request. */
  verdict() {
    return this.page.locator(".verdict:visible").first().innerText();
  }

  /** The entries of a list, without the text that is being typed. */
  async entries(label) {
    const list = this.page.getByRole("list", { name: `${label}, entries`, exact: true });
    // A long list is folded.
    const more = this.page.locator(".field", { has: list }).getByRole("button", { name: /^Show \d+ more/ });
    if (await more.count()) await more.click();
    return (await list.getByRole("listitem").allInnerTexts()).map((entry) => entry.trim());
  }

  /** Types an entry and ends it with Enter. */
  async add(label, entry) {
    await this.field(label).fill(entry);
    await this.field(label).press("Enter");
  }

  async remove(entry, label = "Allowed origins") {
    await this.button(`Remove ${entry} from ${label}`).click();
  }

  /** Puts a text on the clipboard and presses Ctrl+V. */
  async paste(text) {
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.keys.press("Control+V");
  }

  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The text of each file shown, by its name. */
  async files() {
    const files = this.region("Config").getByRole("region");
    const all = await files.all();
    const texts = await Promise.all(
      all.map(async (file) => [await file.getAttribute("aria-label"), await file.locator("pre").textContent()]),
    );
    return Object.fromEntries(texts);
  }

  /** All files in one text. */
  async config() {
    return Object.values(await this.files()).join("\n");
  }

  /** What is found in Checks, each with its rank. */
  async findings() {
    const list = this.page.getByRole("list", { name: "Findings", exact: true });
    const lines = await list.locator("> li .finding-body > p:first-child").allInnerTexts();
    return lines.map((line) => line.replaceAll(/\s+/g, " ").trim());
  }

  finding(words) {
    const list = this.page.getByRole("list", { name: "Findings", exact: true });
    return list.locator("> li").filter({ hasText: words });
  }

  async chooseServer(name) {
    const field = this.choice("Server");
    await field.click();
    await this.page.getByRole("option", { name, exact: true }).click();
  }

  /** Starts from a preset. */
  async startFrom(name) {
    await this.page.getByRole("button", { name: /^Start from/ }).click();
    await this.page.getByRole("navigation", { name: "Start from" }).getByRole("link", { name }).click();
  }

  /** What a click saves: the name and the text of the file. */
  async download(button) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), button.click()]);
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  }

  /** What has the focus: its accessible name, or its tag. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText;
      return element === document.body ? "nothing" : (label || element.id || element.tagName).replaceAll(/\s+/g, " ").trim();
    });
  }

  /** The fragment, once it has caught up with the last edit: it is written every 350 ms at most. */
  async fragment() {
    await this.page.waitForTimeout(400);
    return this.page.evaluate(() => location.hash);
  }

  /** Everything that the page shows, for comparing two states. */
  async everything() {
    const fields = await this.page.locator("main input, main select, main [aria-pressed]").evaluateAll((inputs) =>
      inputs.map((input) => [
        input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? input.textContent,
        input.getAttribute("aria-pressed") ?? (input.type === "checkbox" ? input.checked : input.value),
      ]),
    );
    return { fields, main: await this.page.getByRole("main").innerText(), status: await this.status() };
  }
}
