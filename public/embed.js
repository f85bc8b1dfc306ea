// Turns <cors-header-builder src="https://…/#v=1&…" view="exchange">a link</cors-header-builder> into a figure.
// It loads nothing until the figure is near the screen, and defines only this element.
if (!customElements.get("cors-header-builder")) {
  const sheet = new CSSStyleSheet();
  // The transition reports any change of the text color, whatever causes it.
  sheet.replaceSync(
    ":host{display:block;transition:color 1ms!important}:host([hidden]){display:none}" +
      "iframe{display:block;width:100%;height:400px;border:0}",
  );

  class Figure extends HTMLElement {
    static observedAttributes = ["src", "view", "theme", "target", "readonly", "title"];
    #frame;
    #policy;
    #theme;

    constructor() {
      super();
      this.addEventListener("transitionend", () => this.#follow());
    }

    /** The iframe, for hosts that send their own messages. */
    get frame() {
      return this.#frame;
    }

    connectedCallback() {
      addEventListener("message", this.#hear);
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hear);
      this.#frame?.remove();
      this.#frame = undefined;
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#frame || before === now) return;
      if (name === "theme") this.#follow();
      else this.#show();
    }

    #show() {
      const src = this.getAttribute("src");
      const url = src && URL.canParse(src, document.baseURI) && new URL(src, document.baseURI);
      if (!/^https?:/.test(url && url.protocol)) return;
      const part = url.hash || !url.search ? "hash" : "search";
      let pairs = url[part].slice(1).split("&");
      const set = (key, value) => {
        pairs = pairs.filter((pair) => pair && pair.split("=")[0] !== key);
        pairs.push(key + "=" + encodeURIComponent(value));
      };
      this.#theme = this.#scheme();
      set("embed", 1);
      set("theme", this.#theme);
      for (const key of ["view", "target"]) if (this.hasAttribute(key)) set(key, this.getAttribute(key));
      if (this.hasAttribute("readonly")) set("readonly", 1);
      url[part] = pairs.join("&");

      const frame = document.createElement("iframe");
      frame.title = this.title || "CORS Header Builder";
      frame.loading = "lazy";
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      frame.sandbox = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox";
      frame.src = url;
      this.#frame = frame;
      this.#policy = undefined;
      const root = this.shadowRoot || this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      // A new frame each time, because another address in the old one would add an entry to the history.
      root.replaceChildren(frame);
    }

    #hear = ({ source, origin, data }) => {
      const frame = this.#frame;
      // Every sandboxed frame has the origin "null", but only ours is this source.
      if (!source || source !== frame?.contentWindow || origin !== "null" || data?.version !== 1) return;
      if (data.type === "height" && data.height > 0) frame.style.height = data.height + "px";
      if (data.type === "ready") this.#follow(true);
      if (data.type === "ready" || data.type === "change") {
        const { policy } = data.state;
        const before = this.#policy;
        this.#policy = JSON.stringify(policy);
        if (before && before !== this.#policy)
          this.dispatchEvent(new CustomEvent("policychange", { bubbles: true, detail: policy }));
      }
    };

    /** The color scheme of the attribute, else the one that fits the text around the figure. */
    #scheme() {
      const theme = this.getAttribute("theme");
      if (theme === "light" || theme === "dark") return theme;
      const color = getComputedStyle(this).color;
      const [a, b, c] = color.match(/(?<=[ (])[\d.]+/g) || [];
      const lightness = /^rgb/.test(color) ? (+a + +b + +c) / 765 : a > 1 ? a / 100 : a;
      return lightness > 0.5 ? "dark" : "light";
    }

    #follow(always) {
      const theme = this.#scheme();
      if (this.#frame && (always || theme !== this.#theme))
        this.#frame.contentWindow?.postMessage({ type: "set-theme", version: 1, theme }, "*");
      this.#theme = theme;
    }
  }

  customElements.define("cors-header-builder", Figure);
}
