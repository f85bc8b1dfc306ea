// Every command of the file that tests a server, run by a shell against the server that it is about.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import http from "node:http";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { launch, watched } from "./chromium.mjs";
import { explain } from "./cors.mjs";
import { serve } from "./servers.mjs";

const targets = ["nginx", "express-cors", "express", "node-http"];

const policies = {
  "two origins with credentials": {
    allow_origins: ["https://app.example.com", "https://*.example.org:*"],
    allow_methods: ["GET", "PUT", "DELETE"],
    allow_headers: ["content-type", "authorization"],
    expose_headers: ["X-Total-Count"],
    allow_credentials: true,
    max_age: 600,
  },
  "any origin": {
    allow_origins: ["*"],
    allow_methods: ["*"],
    allow_headers: ["*", "authorization"],
    expose_headers: ["*"],
    preflight_status: 200,
  },
  "any method and header with credentials": {
    allow_origins: ["https://pr-*.example.com"],
    allow_methods: ["*"],
    allow_headers: ["*"],
    allow_credentials: true,
  },
  "null alone": { allow_origins: ["null"], allow_headers: ["x-one"] },
  "names full of signs": {
    allow_origins: ["https://app.example.com"],
    allow_methods: ["GET", "M-SEARCH"],
    allow_headers: ["X-!#$%&'*+-.^_`|~", "'$HOME'", "``", "$(touch-pwned)".replace(/[()]/g, "!"), "content-type"],
    expose_headers: ["X-!#$%&'*+-.^_`|~"],
    allow_credentials: true,
  },
};

const request = {
  page_origin: "https://app.example.com",
  url: "http://127.0.0.1/",
  method: "PUT",
  headers: [["content-type", "application/json"], ["X-!#$%&'*+-.^_`|~", "x"], ["'$HOME'", "x"], ["``", "x"]],
  credentials: "include",
};

/** The commands of the file, each with what it announces. */
function commands(file) {
  const blocks = file.split("\n\n").slice(1);
  return blocks.map((block) => {
    const [, title] = block.match(/^echo '\d\. (.*)'\n/);
    const at = block.indexOf("\n# Expected: status ");
    assert.ok(at > 0, block);
    const lines = block.slice(at + 1).trimEnd().split("\n");
    const [, status, own] = lines.shift().match(/^# Expected: status (\d+)(, or the status of your app)?$/);
    const last = lines.pop();
    const headers = lines.map((line) => line.match(/^# {3}([A-Za-z-]+): (.*)$/).slice(1));
    const cors = headers.filter(([name]) => name.startsWith("Access-Control-"));
    assert.equal(last, cors.length > 0 ? "#   no other Access-Control header" : "#   no Access-Control header");
    return { title, command: block.slice(0, at), status: Number(status), own: Boolean(own), cors, vary: headers.filter(([name]) => name === "Vary") };
  });
}

function answerOf(text) {
  const [first, ...lines] = text.trim().split("\r\n").flatMap((line) => line.split("\n"));
  const [, status] = first.match(/^HTTP\/1\.1 (\d+)/) ?? assert.fail(`no answer: ${text}`);
  return { status: Number(status), headers: lines.filter(Boolean).map((line) => line.split(/: ?(.*)/s).slice(0, 2)) };
}

const tokens = (headers) =>
  headers
    .filter(([name]) => name.toLowerCase() === "vary")
    .flatMap(([, value]) => value.toLowerCase().split(/\s*,\s*/))
    .sort();

const byName = (headers) => headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();

/** What a shell says that runs this. The application behind nginx lives in this process, so it must not wait. */
const shell = async (command, folder) => {
  const env = { PATH: process.env.PATH, HOME: "/wrong" };
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", command], { cwd: folder, env });
  assert.equal(stderr, "");
  return stdout;
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const target of targets) {
  for (const [name, policy] of Object.entries(policies)) {
    test(`${target}, ${name}: every command gets the answer that it announces`, async () => {
      const server = await serve(target, { policy, request });
      try {
        const file = explain("curl", server.state);
        const before = readdirSync(server.folder).length;
        const all = commands(file);
        assert.equal(all.length, policy.allow_origins.includes("*") ? 4 : 6);
        for (const { title, command, status, own, cors, vary } of all) {
          const [echo, ...rest] = (await shell(command, server.folder)).split("\n");
          assert.ok(echo.endsWith(title));
          const answer = answerOf(rest.join("\n"));
          const about = `${title}\n${command}\n${rest.join("\n")}`;
          // The examples of Node demand authentication, which is an answer of the application.
          if (own && target !== "nginx") assert.ok([200, 401, 404].includes(answer.status), about);
          else assert.equal(answer.status, status, about);
          const seen = answer.headers.filter(([name]) => name.toLowerCase().startsWith("access-control-"));
          assert.deepEqual(byName(seen), byName(cors), about);
          const varies = tokens(answer.headers);
          assert.ok(tokens(vary).every((token) => varies.includes(token)), about);
        }
        // The file as a whole is a program, and does nothing but ask.
        const whole = await shell(file, server.folder);
        assert.equal(whole.match(/^HTTP\/1\.1 /gm).length, all.length);
        assert.equal(readdirSync(server.folder).length, before);
      } finally {
        await server.close();
      }
    });
  }
}

test("path full of signs arrives as it is", async () => {
  const typed = "/it's/$HOME/$(touch pwned)/`id`/{a,b}/[1-3]/\"q\"/..;/a|b?x='&y=$1`<b>";
  const path = new URL(typed, "http://127.0.0.1").href.slice("http://127.0.0.1".length);
  const policy = policies["two origins with credentials"];
  const server = await serve("nginx", { policy, request }, path);
  try {
    const state = { ...server.state, request: { ...request, url: `http://127.0.0.1:${server.port}${typed}` } };
    const file = explain("curl", state);
    await shell(file, server.folder);
    const urls = new Set(server.asked.map((asked) => asked.url));
    assert.deepEqual([...urls].sort(), [path, "/no-such-page-of-the-cors-server-test"].sort());
    assert.ok(!readdirSync(server.folder).includes("pwned"));
  } finally {
    await server.close();
  }
});

/** A page with an origin of its own, and what its console says after the script ran there. */
async function inConsole(script) {
  const site = http.createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end("<title>page</title>");
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${site.address().port}`;
  const { page } = await watched(browser);
  try {
    await page.goto(origin);
    const text = await script(origin);
    // What script says, without what the browser says beside it.
    const said = page.waitForEvent("console", (message) => message.type() === "log");
    await page.evaluate(text);
    const message = await said;
    return { text, said: await Promise.all(message.args().map((argument) => argument.jsonValue())) };
  } finally {
    await page.close();
    site.close();
  }
}

test("script for the console is sent as it says, and allowed as it says", async () => {
  let server;
  const { text, said } = await inConsole(async (origin) => {
    const policy = {
      allow_origins: [origin],
      allow_methods: ["PUT"],
      allow_headers: ["content-type", "X-Odd"],
      expose_headers: ["X-Total-Count"],
      allow_credentials: true,
    };
    const headers = [["Content-Type", "text/html;x=\"`<img src=x>`|$HOME'\""], ["X-Odd", "secret"]];
    server = await serve("nginx", { policy, request: { ...request, page_origin: origin, headers } });
    return explain("fetch", server.state);
  });
  try {
    assert.match(text, /^\/\/ Expected: Allowed: /m);
    assert.deepEqual(said.slice(0, 3), ["allowed", "cors", 200]);
    const [{ method, headers }] = server.asked;
    assert.equal(method, "PUT");
    assert.equal(headers["content-type"], "text/html;x=\"`<img src=x>`|$HOME'\"");
    assert.equal(headers["x-odd"], "");
  } finally {
    await server.close();
  }
});

test("script for the console of another origin is blocked as it says", async () => {
  let server;
  const { text, said } = await inConsole(async (origin) => {
    const policy = { allow_origins: ["https://app.example.com"], allow_methods: ["PUT"] };
    server = await serve("node-http", { policy, request: { ...request, page_origin: origin, headers: [] } });
    return explain("fetch", server.state);
  });
  try {
    assert.match(text, /^\/\/ Expected: Blocked: /m);
    assert.equal(said[0], "blocked");
  } finally {
    await server.close();
  }
});
