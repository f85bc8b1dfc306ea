// Chromium, which opens what was exported.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: (process.env.CHROMIUM_FLAGS ?? "--no-sandbox").split(" ").filter(Boolean),
  });

/** A window that remembers what was asked for, said and shown in a dialogue. */
export async function watched(browser, options = {}) {
  const page = await browser.newPage(options);
  const seen = { requests: [], messages: [], dialogs: 0 };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => seen.messages.push(message.text()));
  page.on("pageerror", (error) => seen.messages.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.dialogs += 1;
    dialog.dismiss();
  });
  return { page, seen };
}
