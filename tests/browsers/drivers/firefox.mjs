// Firefox over Marionette, its own protocol: JSON with a length in front.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MissingBrowser, onPath } from './find.mjs';
import { start, stop, temporaryFolder, until } from './process.mjs';

export const packages = ['firefox-esr'];

const PREFERENCES = {
  // A free port, which Firefox then writes into the profile.
  'marionette.port': 0,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutHomeSnippets.updateUrl': '',
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.prefetch-next': false,
  'network.proxy.type': 0,
  'network.trr.mode': 5,
  'services.settings.server': '',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

const COLLECT = `
  const box = globalThis.judgeConsole ??= [];
  Services.console.registerListener({ observe(message) {
    if (message instanceof Ci.nsIScriptError && /^Cross-Origin Request |judge-mark-/.test(message.errorMessage)) box.push(message.errorMessage);
  } });`;
/** Versions without this function go on with a cache that may be full. */
const FORGET = `
  Cc['@mozilla.org/network/protocol;1?name=http'].getService(Ci.nsIHttpProtocolHandler).clearCORSPreflightCache?.();`;
const DRAIN = 'return globalThis.judgeConsole.splice(0);';

/** Starts Firefox and says what its protocol is spoken through. */
export async function connectFirefox() {
  const program = process.env.FIREFOX ?? onPath('firefox-esr', 'firefox');
  if (!program) throw new MissingBrowser('Firefox', packages);
  const profile = temporaryFolder('firefox');
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), `${lines.join('\n')}\n`);
  const child = start(program, ['--headless', '--no-remote', '--profile', profile, '--marionette', '--remote-allow-system-access', 'about:blank'], {
    env: { HOME: profile, MOZ_HEADLESS: '1', MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  const portFile = join(profile, 'MarionetteActivePort');
  const port = await until('Firefox', 60, () => (existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : null));
  const marionette = await Marionette.connect(port);
  const session = await marionette.send('WebDriver:NewSession', {});
  return {
    version: session.capabilities.browserVersion,
    marionette,
    async close() {
      marionette.end();
      await stop(child);
    },
  };
}

export async function launch() {
  const { version, marionette, close } = await connectFirefox();
  await marionette.send('Marionette:SetContext', { value: 'chrome' });
  await marionette.send('WebDriver:ExecuteScript', { script: COLLECT, sandbox: 'system' });
  return {
    version,
    async open(url) {
      await marionette.send('Marionette:SetContext', { value: 'content' });
      await marionette.send('WebDriver:Navigate', { url });
      await marionette.send('Marionette:SetContext', { value: 'chrome' });
    },
    async console() {
      return (await marionette.send('WebDriver:ExecuteScript', { script: DRAIN, sandbox: 'system' })).value;
    },
    async forgetPreflights() {
      await marionette.send('WebDriver:ExecuteScript', { script: FORGET, sandbox: 'system' });
    },
    close,
  };
}

/** One connection to Marionette. */
class Marionette {
  #pending = new Map();
  #nextId = 1;
  #bytes = Buffer.alloc(0);

  static connect(port) {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const marionette = new Marionette(socket, () => resolve(marionette));
      socket.on('error', reject);
    });
  }

  constructor(socket, onHello) {
    this.socket = socket;
    this.onHello = onHello;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('close', () => this.#fail());
  }

  send(command, parameters) {
    const id = this.#nextId;
    this.#nextId += 1;
    const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
  }

  end() {
    this.socket.destroy();
  }

  #receive(chunk) {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const colon = this.#bytes.indexOf(':');
      if (colon < 0) return;
      const length = Number(this.#bytes.subarray(0, colon).toString());
      if (this.#bytes.length < colon + 1 + length) return;
      const message = JSON.parse(this.#bytes.subarray(colon + 1, colon + 1 + length).toString('utf8'));
      this.#bytes = this.#bytes.subarray(colon + 1 + length);
      if (Array.isArray(message)) this.#settle(message);
      else this.onHello();
    }
  }

  #settle([, id, error, result]) {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (error) pending.reject(new Error(`${error.error}: ${error.message}`));
    else pending.resolve(result);
  }

  #fail() {
    for (const { reject } of this.#pending.values()) reject(new Error('Firefox has ended'));
    this.#pending.clear();
  }
}
