// Both browsers; every test of a figure runs in each.
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";

export const browsers = [chromium, firefox];
