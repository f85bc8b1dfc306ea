// A tab of Chromium, with the verbs that both browsers have.
import { chromium } from "playwright-core";

export const name = "Chromium";

export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: (process.env.CHROMIUM_FLAGS ?? "--no-sandbox").split(" ").filter(Boolean),
  });
  return {
    async tab({ width = 800, height = 900, scheme = "light", scripts = true } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        javaScriptEnabled: scripts,
      });
      return new Tab(context, await context.newPage());
    },
    close: () => browser.close(),
  };
}

class Tab {
  constructor(context, page) {
    this.context = context;
    this.page = page;
    /** What the console said, of all frames. */
    this.messages = [];
    /** Every address that was asked for, by all frames. */
    this.requests = [];
    page.on("console", (message) => this.messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.messages.push(`error: ${error}`));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  async open(url) {
    await this.page.goto(url);
  }

  /** Runs a function in the page. */
  run(work, argument) {
    return this.page.evaluate(work, argument);
  }

  /** Runs a function in the frame of that number, in the order of the document. */
  async inFrame(number, work, argument) {
    const frames = await this.page.$$("iframe");
    const frame = await frames[number].contentFrame();
    return frame.evaluate(work, argument);
  }

  async resize(width) {
    await this.page.setViewportSize({ width, height: 900 });
  }

  async scheme(colorScheme) {
    await this.page.emulateMedia({ colorScheme });
  }

  /** The text that is visible. */
  async text() {
    return this.page.locator("body").innerText();
  }

  close() {
    return this.context.close();
  }
}
