// The page as a person sees it: by role and visible name, with a person's verbs.

/** The page of the CORS Header Builder. */
export class Builder {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    /** What the console said. */
    this.messages = [];
    /** Every address that was asked for. */
    this.requests = [];
    page.on("console", (message) => this.messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.messages.push(`error: ${error}`));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  async open(fragment = "", until = "whole") {
    await this.page.goto(fragment ? `${this.url}${fragment}` : this.url);
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

  /**
   * Waits until all of the page is there, the later part too; with "first", only for the first part; with
   * "nothing", not at all.
   */
  async ready(until = "whole") {
    if (until === "nothing") return;
    await this.page.waitForSelector(until === "whole" ? "html[data-ready][data-whole]" : "html[data-ready]");
  }

  region(name) {
    return this.page.getByRole("region", { name, exact: true });
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true });
  }

  button(name, within = this.page) {
    return within.getByRole("button", { name, exact: true });
  }

  verdict() {
    return this.page.getByRole("status").innerText();
  }

  exchange() {
    return this.region("Exchange").innerText();
  }

  findings() {
    return this.region("Findings").innerText();
  }

  configuration() {
    return this.region("Configuration").innerText();
  }

  /** The text of every file shown. */
  async files() {
    const files = this.region("Configuration").locator("pre");
    return (await files.allTextContents()).join("\n");
  }

  /** Types an entry into the field that adds, and keeps it. */
  async add(label, entry) {
    await this.field(label).fill(entry);
    await this.field(label).press("Enter");
  }

  async remove(entry) {
    await this.button(`Remove ${entry}`).click();
  }

  async removeAllOrigins() {
    const entries = this.page.getByLabel(/^Allowed origin \d+$/);
    while ((await entries.count()) > 0) await this.remove(await entries.first().inputValue());
  }

  async chooseTarget(name) {
    await this.page.getByRole("tab", { name, exact: true }).click();
  }

  /** The fragment, once it has caught up with the last edit. */
  async fragment() {
    await this.page.waitForTimeout(400);
    return this.page.evaluate(() => location.hash);
  }

  /** Everything that the page says, for comparing two states. */
  async everything() {
    const fields = await this.page
      // The link that Share shows stands in the banner and is no part of the state.
      .locator("main input, main select")
      .evaluateAll((inputs) =>
        inputs.map((input) => [
          input.getAttribute("aria-label") ?? input.labels?.[0]?.innerText,
          input.type === "checkbox" || input.type === "radio" ? input.checked : input.value,
        ]),
      );
    return { fields, main: await this.page.getByRole("main").innerText() };
  }
}
