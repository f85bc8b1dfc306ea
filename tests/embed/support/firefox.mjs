// The tab of Firefox, with the verbs that both browsers have.
import { connectFirefox } from "../../browsers/drivers/firefox.mjs";

export const name = "Firefox";

/** The name under which WebDriver hands out elements. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export async function launch() {
  const { marionette, close } = await connectFirefox();
  return {
    async tab({ width = 800, scheme = "light", scripts = true } = {}) {
      const tab = new Tab(marionette);
      await tab.scripts(scripts);
      await tab.resize(width);
      await tab.scheme(scheme);
      return tab;
    },
    close,
  };
}

class Tab {
  /** Firefox tells neither here; the tests about them run in Chromium. */
  messages = [];
  requests = [];

  constructor(marionette) {
    this.marionette = marionette;
  }

  async open(url) {
    await this.marionette.send("WebDriver:Navigate", { url });
  }

  /** Runs a function in the page. */
  async run(work, argument = null) {
    await this.marionette.send("WebDriver:SwitchToFrame", { id: null });
    return this.#execute(work, argument);
  }

  /** Runs a function in the frame of that number, in the order of the document. */
  async inFrame(number, work, argument = null) {
    await this.marionette.send("WebDriver:SwitchToFrame", { id: null });
    const { value } = await this.marionette.send("WebDriver:ExecuteScript", {
      script: `return [...document.querySelectorAll("iframe, cors-header-builder")]
        .map((one) => one.shadowRoot?.querySelector("iframe") ?? one).filter((one) => one.localName === "iframe")[arguments[0]]`,
      args: [number],
    });
    await this.marionette.send("WebDriver:SwitchToFrame", { element: value[ELEMENT] });
    return this.#execute(work, argument);
  }

  async #execute(work, argument) {
    const { value } = await this.marionette.send("WebDriver:ExecuteScript", {
      script: `return (${work})(arguments[0])`,
      args: [argument],
    });
    return value;
  }

  /** A window is at least 450 px wide, so the width is that of the browser inside it. */
  async resize(width) {
    await this.#inBrowser(
      "const { style } = gBrowser.selectedBrowser; style.minWidth = style.maxWidth = `${arguments[0]}px`",
      width,
    );
  }

  async scheme(scheme) {
    const value = scheme === "dark" ? 0 : 1;
    await this.#inBrowser(
      "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0])",
      value,
    );
  }

  async scripts(on) {
    await this.#inBrowser("gBrowser.selectedBrowser.browsingContext.allowJavascript = arguments[0]", on);
  }

  /** The text that is visible. */
  async text() {
    await this.marionette.send("WebDriver:SwitchToFrame", { id: null });
    const { value } = await this.marionette.send("WebDriver:FindElement", { using: "css selector", value: "body" });
    return (await this.marionette.send("WebDriver:GetElementText", { id: value[ELEMENT] })).value;
  }

  async #inBrowser(script, argument) {
    await this.marionette.send("Marionette:SetContext", { value: "chrome" });
    await this.marionette.send("WebDriver:ExecuteScript", { script, args: [argument], sandbox: "system" });
    await this.marionette.send("Marionette:SetContext", { value: "content" });
  }

  async close() {
    await this.scripts(true);
  }
}
