// How the test runs each command of the documentation: in the order of this table, which starts with what
// others need. `ends` runs a command to its end; `serves` starts one that gives an address, uses the
// address, and ends the command with Ctrl+C. A long command has options here that make it short.
import { ends, serves } from "./run.mjs";

const POLICY = '{"allow_origins":["https://app.example.com"],"allow_methods":["PUT"]}';
const STATE = `{"policy":${POLICY},"request":{"method":"PUT"}}`;
const ASKED = `{"policy":${POLICY},"request":{"method":"GET","path":"/","headers":[["Origin","https://app.example.com"]]}}`;
const CASES = "tests/corpus/vectors/subtle.json";
const LINE = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const LINK = "#v=1&origins=https://app.example.com";

const INSTALL = "cargo install --locked --path crates/cors-cli --profile tools";
const SNIPPET = `echo '{"allow_origins":["https://app.example.com"],"allow_methods":["PUT"],"max_age":600}' | cors snippet --target nginx --out conf.d`;

/** A server that allows any origin, whose port is in a file, and whose process is `$server`. */
const SERVER = `node -e '
  require("node:http").createServer((request, response) => response.setHeader("Access-Control-Allow-Origin", "*").end())
    .listen(0, "127.0.0.1", function () { console.log(this.address().port); })' > "$SCRATCH/port" & server=$!
  until [ -s "$SCRATCH/port" ]; do sleep 0.1; done;`;

export const COMMANDS = {
  [INSTALL]: ends(`${INSTALL} --root "$SCRATCH"`),
  [SNIPPET]: ends(`cd "$SCRATCH" && ${SNIPPET} && ls conf.d`, { prints: ".conf" }),

  "cors targets": ends("cors targets", { prints: '"id":"nginx"' }),
  "cors snippet [--target ID] [--version V] [--option K=V]… [--base URL] [--out DIR] [--check DIR]": ends('cors snippet --target nginx --version 1.22.1 --base https://cors.example/ --out "$SCRATCH/out"', { input: POLICY, prints: ['"files":', "Edit: https://cors.example/#v=1"] }),
  "cors respond --target ID [--version V] [--option K=V]…": ends("cors respond --target model", { input: ASKED, prints: '"reached_app":true' }),
  "cors fetch [--profile ID]": ends(`cors fetch --profile webkit < ${CASES}`, { prints: '"allowed":' }),
  "cors explain [--format FORMAT] [--profile ID] [--base URL]": ends("cors explain --format markdown --base https://cors.example/", { input: STATE, prints: ["### Preflight request", "[Try it](https://cors.example/#v=1"] }),
  "cors check": ends("cors check", { input: POLICY, prints: '"sound":true' }),
  "cors attack [--target ID] [--version V] [--option K=V]… [--profile ID]": ends("cors attack --target nginx --profile firefox", { input: POLICY, prints: '"succeeded":0' }),
  "cors diagnose [FILE]": ends("cors diagnose", { input: LINE, prints: "allow-origin-missing" }),
  "cors diff A B": ends(`cors diff - '${LINK}&methods=PUT'`, { input: POLICY, prints: '{"same":true}' }),
  "cors import [FILE] [--from FORMAT] [--format FORMAT] [--base URL]": ends("cors import --format text", { input: 'app.use(cors({ origin: ["https://app.example.com"] }));', prints: "Format: Express" }),
  "cors probe URL [--origin ORIGIN]… [--method METHOD]… [--header NAME[:VALUE]]… [--policy POLICY] [--path STATUS=PATH]… [--profile ID] [--format FORMAT] [--base URL]": ends(`${SERVER} cors probe "http://127.0.0.1:$(cat "$SCRATCH/port")/"; status=$?; kill $server; exit $status`, { prints: "Allowed: https://app.example.com can read the response" }),
  "cors link [FILE] [--base URL]": ends("cors link --base https://cors.example/", { input: POLICY, prints: "https://cors.example/#v=1" }),
  "cors open [LINK]": ends(`cors open '${LINK}'`, { prints: '"https://app.example.com"' }),
  "cors completions SHELL": ends("cors completions bash", { prints: "complete -F _cors" }),
  "cors man [COMMAND]": ends("cors man snippet", { prints: ".TH cors-snippet" }),

  // All of them are the step `unit`.
  "cargo test": ends("cargo test --quiet policy", { prints: "test result: ok" }),
  "cargo test -p cors-state --test link": ends("cargo test -p cors-state --test link", { prints: "test result: ok" }),
  "cargo xtask help": ends("cargo xtask help", { prints: "cargo xtask serve" }),
  "cargo xtask test": ends("cargo xtask test format", { prints: "1 passed, 0 failed" }),
  "cargo xtask test format lints unit": ends("cargo xtask test format dependencies", { prints: "2 passed, 0 failed" }),
  "cargo xtask test page browser": ends("cargo xtask test page", { prints: "1 passed, 0 failed" }),
  // It writes what the unit tests have just compared.
  "cargo xtask accept": ends("cargo xtask accept golden", { restores: ["tests/corpus", "public/link.html", "README.md"] }),
  "cargo xtask bench [--check]": ends("cargo xtask bench --test", { prints: "Success" }),
  "cargo xtask bench page [--peer DIR]": ends("cargo xtask bench page --runs 1 --keys 4", { prints: "page.svg" }),
  "cargo xtask suffixes": ends("cargo xtask suffixes", { prints: "psl", restores: ["crates/cors-suffixes/list.txt"] }),

  "cargo xtask servers": ends("cargo xtask servers --target node-http@20.20.2 --share --policies 0", { prints: " passed, 0 failed" }),
  "cargo xtask servers --table": ends("cargo xtask servers --table", { prints: "| nginx | 1.30.6 |" }),
  "cargo xtask servers [--target ID]": ends("cargo xtask servers --target node-http@20.20.2 --policies 0", { prints: " passed, 0 failed" }),
  "cargo xtask servers --target nginx": ends("cargo xtask servers --target nginx@1.22.1 --share --policies 0", { prints: " passed, 0 failed" }),
  "cargo xtask servers --mutations": ends("cargo xtask servers --mutations --target node-http@20.20.2", { prints: "broken snippets were caught" }),
  "cargo xtask servers --serve ID < policy.json": serves('cargo xtask servers --serve nginx < "$SCRATCH/policy.json"', { files: { "policy.json": POLICY }, responds: "said" }),
  "cargo xtask browsers [--browser NAMES]": ends("cargo xtask browsers --browser chromium --only redirect-001", { prints: "1 passed, 0 failed" }),
  "cargo xtask browsers --browser firefox --only redirect": ends("cargo xtask browsers --browser firefox --only redirect-001", { prints: "1 passed, 0 failed" }),

  "SITE_URL=https://cors.example/ cargo xtask page": ends("SITE_URL=https://cors.example/ cargo xtask page && cat dist/index.html dist/oembed.json", {
    prints: ['<link rel="canonical" href="https://cors.example/">', '"provider_url": "https://cors.example/"'],
  }),
  // What is built here has no address again.
  "cargo xtask page": ends("cargo xtask page && cat dist/index.html", { prints: "<title>", omits: "cors.example" }),

  "cargo xtask serve": serves("cargo xtask serve --port 0", { responds: "<title>" }),
  "cargo xtask dev": serves('cargo xtask dev --port "$PORT"', { address: "http://127.0.0.1:$PORT/", responds: "<title>" }),
};
