// Where the system's packages put the browsers.

import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser that is not installed, and the package that brings it. */
export class MissingBrowser extends Error {
  constructor(browser, packages) {
    super(`${browser} is not installed: apt-get install ${packages.join(' ')}`);
    this.packages = packages;
  }
}

/** The first of `names` on the search path, or null. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) if (isProgram(join(folder, name))) return join(folder, name);
  }
  return null;
}

/** WebKitGTK's own browser, which lies in its library folder. */
export function miniBrowser() {
  for (const root of ['/usr/lib', '/usr/libexec']) {
    if (!existsSync(root)) continue;
    const folders = [root, ...readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name))];
    for (const folder of folders) {
      for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) {
        const program = join(folder, version, 'MiniBrowser');
        if (isProgram(program)) return program;
      }
    }
  }
  return null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
