// The browser and the address that the tests use.
import { afterEach } from "node:test";
import { chromium } from "playwright-core";
import { Builder } from "./builder.mjs";
import { serve } from "./server.mjs";

/** Windows that the running test has opened. */
const windows = new Set();

// A page that stays open costs memory and time until the end of the file. Parts of a test share its windows.
afterEach(async (test) => {
  if (test.fullName !== test.name) return;
  await Promise.all([...windows].map((window) => window.close()));
  windows.clear();
});

/** Starts what a test file needs; `close` ends it. */
export async function start() {
  const own = process.env.PAGE_URL ? undefined : await serve();
  const url = process.env.PAGE_URL ?? own.url;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: (process.env.CHROMIUM_FLAGS ?? "--no-sandbox").split(" ").filter(Boolean),
  });
  return {
    url,
    /** Opens the page in a window of its own, as somebody who has never been there. */
    async open(fragment = "", options = {}) {
      const { width = 1280, height = 800, theme = "light", ...rest } = options;
      // `prepare` sees the page before it loads anything; `until` says what is waited for.
      const { prepare = async () => {}, until = "whole", ...context } = rest;
      const window = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        permissions: ["clipboard-read", "clipboard-write"],
        acceptDownloads: true,
        ...context,
      });
      windows.add(window);
      const page = await window.newPage();
      await prepare(page);
      const builder = new Builder(page, url);
      await builder.open(fragment, until);
      return builder;
    },
    async close() {
      await browser.close();
      own?.close();
    },
  };
}
