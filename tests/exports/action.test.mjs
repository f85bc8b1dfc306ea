// The GitHub Action does what it says: its script is run as GitHub runs it, against a server on loopback.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const POLICY = { allow_origins: ["https://app.example.com"], allow_methods: ["PUT"], max_age: 600 };

let folder;
let server;
let url;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "cors-action-"));
  await mkdir(join(folder, "bin"));
  await symlink(process.env.CORS, join(folder, "bin", "cors"));
  await writeFile(join(folder, "policy.json"), JSON.stringify(POLICY));
  server = createServer(respond).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  url = `http://127.0.0.1:${server.address().port}/`;
  await run(["snippet", "--target", "nginx", "--out", join(folder, "conf")], JSON.stringify(POLICY));
});
after(async () => {
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A server that does what the policy says, at `/`; at `/open` it allows any origin. */
function respond(request, response) {
  const { origin } = request.headers;
  const isOpen = request.url === "/open";
  response.setHeader("Vary", "Origin");
  if (origin && (isOpen || origin === "https://app.example.com")) response.setHeader("Access-Control-Allow-Origin", origin);
  if (request.method === "OPTIONS") {
    response.setHeader("Access-Control-Allow-Methods", "PUT").setHeader("Access-Control-Max-Age", "600");
    response.statusCode = 204;
  } else if (request.url === "/missing") response.statusCode = 404;
  response.end();
}

function run(words, input) {
  return new Promise((done) => {
    const child = execFile(process.env.CORS, words, (error, stdout, stderr) => done({ code: error?.code ?? 0, output: stdout + stderr }));
    child.stdin.end(input);
  });
}

/** Runs the script with these inputs; an input that is not given is empty, as GitHub passes it. */
function action(inputs) {
  const names = { policy: "POLICY", target: "TARGET", config: "CONFIG", url: "URL", paths: "PATHS" };
  const given = Object.fromEntries(Object.entries(names).map(([input, name]) => [name, inputs[input] ?? ""]));
  const env = { ...process.env, ...given, PATH: [join(folder, "bin"), process.env.PATH].join(delimiter) };
  return new Promise((done) => {
    execFile("bash", [join(repository, "action.sh")], { env, cwd: folder }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

async function check(inputs, code, words) {
  const result = await action({ policy: "policy.json", ...inputs });
  assert.equal(result.code, code, result.output);
  assert.match(result.output, words);
}

test("sound policy, its config and a server that does it pass", () =>
  check({ target: "nginx", config: "conf", url, paths: "404=/missing" }, 0, /"sound":true/));

test("policy that can't be deployed fails", async () => {
  await writeFile(join(folder, "bad.json"), JSON.stringify({ allow_origins: ["*"], allow_credentials: true }));
  await check({ policy: "bad.json" }, 1, /"sound":false/);
});

test("config that says something else fails with the difference", async () => {
  await writeFile(join(folder, "other.json"), JSON.stringify({ ...POLICY, allow_methods: ["DELETE"] }));
  await check({ policy: "other.json", target: "nginx", config: "conf" }, 1, /^[-+].*DELETE/m);
});

test("server that allows other origins fails with an annotation", () =>
  check({ url: `${url}open` }, 1, /^::error file=policy\.json,line=1,title=server-differs-from-policy::GET \/open from /m));

test("server that isn't there fails", () => check({ url: "http://127.0.0.1:9/" }, 1, /bad-port|not reached/));

test("the action passes every input on, and names files that exist", async () => {
  const text = await readFile(join(repository, "action.yml"), "utf8");
  const inputs = [...text.split("\nruns:")[0].matchAll(/^ {2}(\w+):$/gm)].map((match) => match[1]);
  const passed = [...text.matchAll(/\$\{\{ inputs\.(\w+) \}\}/g)].map((match) => match[1]);
  assert.deepEqual(passed, inputs);
  for (const [, path] of text.matchAll(/\$GITHUB_ACTION_PATH\/([\w./-]+)"/g)) {
    await readFile(join(repository, path.includes(".") ? path : `${path}/Cargo.toml`));
  }
});
