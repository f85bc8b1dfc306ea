// The config: the server's choice, versions, files, copies, and what this device remembers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=GET,PUT&headers=content-type&max-age=600&follow=1";

/** Every server, words of its config, and its language's word for a comment. */
const SERVERS = [
  ["nginx", /map \$http_origin/, "#"],
  ["Apache httpd", /Header always set/, "#"],
  ["HAProxy", /http-after-response/, "#"],
  ["Caddy", /header_regexp/, "#"],
  ["Express + cors", /import cors from|require\(/, "//"],
  ["Express, no library", /res|response/, "//"],
  ["Node, no library", /response|res/, "//"],
  ["Koa + @koa/cors", /@koa\/cors/, "//"],
  ["Fastify + @fastify/cors", /@fastify\/cors/, "//"],
  ["Hono + hono/cors", /hono\/cors/, "//"],
  ["NestJS + enableCors", /enableCors/, "//"],
  ["FastAPI (CORSMiddleware)", /CORSMiddleware/, "#"],
  ["Flask + Flask-CORS", /flask_cors/, "#"],
  ["axum + tower-http", /CorsLayer/, "//"],
  ["axum, no library", /axum/, "//"],
  ["actix-web + actix-cors", /actix_cors|Cors::/, "//"],
  ["actix-web, no library", /actix_web/, "//"],
  ["Plain HTTP (any server)", /CORS responses/, undefined],
  ["Amazon S3 bucket", /CORSRules/, undefined],
  ["Amazon API Gateway (HTTP API)", /CorsConfiguration/, "#"],
  ["AWS Lambda function URL", /AllowOrigins/, "#"],
  ["AWS Application Load Balancer", /ListenerAttributes/, "#"],
  ["Amazon CloudFront", /CorsConfig/, "#"],
  ["Kubernetes Gateway API", /filters/, "#"],
  ["Istio", /corsPolicy/, "#"],
  ["Kong Gateway", /plugins/, "#"],
  ["ingress-nginx (ended)", /annotations/, "#"],
];

test("every server has files of its own, each copied, downloaded and within the whole", async () => {
  const page = await browser.open(OWN);
  for (const [name, words] of SERVERS) {
    await page.chooseServer(name);
    await eventually(async () => assert.ok((await page.status()).startsWith(`Ready for ${name} `)));
    const files = await page.files();
    assert.match(Object.values(files).join("\n"), words, name);
    for (const [path, text] of Object.entries(files)) {
      await page.button(`Copy ${path}`).click();
      await eventually(async () => assert.equal(await page.clipboard(), text));
      assert.deepEqual(await page.download(page.button(`Download ${path}`)), [path.split("/").at(-1), text]);
    }
    await page.button("Copy config").click();
    await eventually(async () => {
      const whole = await page.clipboard();
      for (const text of Object.values(files)) assert.ok(whole.includes(text.trim()), name);
    });
    await page.page.getByRole("button", { name: /^Copied/ }).first().waitFor();
    await page.button("Copy config").waitFor();
  }
  assert.deepEqual(page.messages, []);
});

test("server is found by typing, with the keyboard alone", async () => {
  const page = await browser.open(OWN);
  const field = page.choice("Server");
  const options = () => page.page.getByRole("listbox", { name: "Server" }).getByRole("option").allInnerTexts();
  await field.focus();
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  await page.keys.press("ArrowDown");
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  assert.equal((await options()).length, SERVERS.length);
  assert.match(await page.page.getByRole("listbox", { name: "Server" }).innerText(), /Proxies and web servers[\s\S]*Node\.js[\s\S]*Rust/);
  await page.keys.press("Escape");
  assert.equal(await field.inputValue(), "nginx");
  await page.keys.press("Control+A");
  await page.keys.type("rust axum");
  assert.deepEqual((await options()).map((text) => text.trim()), ["axum + tower-http", "axum, no library"]);
  await page.keys.press("ArrowDown");
  const active = await field.getAttribute("aria-activedescendant");
  assert.equal((await page.page.locator(`#${active}`).innerText()).trim(), "axum, no library");
  await page.keys.press("Enter");
  assert.equal(await field.inputValue(), "axum, no library");
  assert.equal(await page.focused(), "Server");
  await eventually(async () => assert.match(await page.status(), /^Ready for axum, no library/));
  await page.keys.press("Control+A");
  await page.keys.type("cobol");
  await page.page.getByText("Nothing matches “cobol”.").waitFor();
  await page.keys.press("Tab");
  assert.equal(await field.inputValue(), "axum, no library", "leaving keeps what was chosen");
  assert.deepEqual(page.messages, []);
});

test("version is chosen, is in the link, and the evidence names it", async () => {
  const page = await browser.open(OWN);
  await page.chooseServer("Express + cors");
  const version = page.choice("Version");
  assert.deepEqual(await version.locator("option").allTextContents(), ["5", "4"]);
  await page.region("Config").getByText(/^Tested on Express 5\.\d+\.\d+, 4\./).waitFor();
  await version.selectOption("4");
  assert.match(await page.fragment(), /target=express-cors&version=4(&|$)/);
  await page.chooseServer("nginx");
  assert.doesNotMatch(await page.fragment(), /version=/);
});

test("full example holds every line of the snippet", async () => {
  const page = await browser.open(OWN);
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
  const snippet = lines(await page.config()).filter((line) => !line.startsWith("#"));
  await page.button("Full example").click();
  await eventually(async () => {
    const example = new Set(lines(await page.config()));
    assert.deepEqual(snippet.filter((line) => !example.has(line)), []);
  });
  assert.equal(await page.button("Full example").getAttribute("aria-pressed"), "true");
});

test("long code is folded, and stays unfolded while the policy changes", async () => {
  const page = await browser.open(`${OWN}&target=express`);
  const file = page.region("cors-policy.mjs");
  const height = async () => (await file.locator("pre").boundingBox()).height;
  const folded = await height();
  await file.getByRole("button", { name: /^Show \d+ more lines$/ }).click();
  assert.ok((await height()) > folded * 1.5);
  await page.field("Cache preflights for").fill("60");
  assert.ok((await height()) > folded * 1.5, "still unfolded");
  await page.button("Show less", file).click();
  assert.equal(await height(), folded);
});

test("where each file goes, what to know before deploying, and what differs are said", async () => {
  const page = await browser.open(`${OWN}&target=express-cors`);
  const config = page.region("Config");
  await config.getByText(/^Known differences \(\d+\)$/).click();
  await config.getByText(/^Before you deploy \(\d+\)$/).click();
  assert.ok((await config.locator("details[open] li").count()) >= 2);
  const nginx = await browser.open(OWN);
  assert.match(await nginx.region("cors-maps.conf").innerText(), /in http \{ \}/);
});

test("server, version and theme are remembered on this device, and a link wins", async () => {
  const page = await browser.open();
  await page.chooseServer("Express, no library");
  await page.choice("Version").selectOption("4");
  await page.page.getByRole("button", { name: "Theme: system" }).click();
  const again = await page.beside("");
  assert.equal(await again.choice("Server").inputValue(), "Express, no library");
  assert.equal(await again.choice("Version").inputValue(), "4");
  await again.page.getByRole("button", { name: "Theme: light" }).waitFor();
  assert.deepEqual(await again.entries("Allowed origins"), ["https://app.example.com"], "and nothing of the policy");
  const link = await page.beside(`${OWN}&target=axum&theme=dark`);
  assert.equal(await link.choice("Server").inputValue(), "axum, no library");
  await link.page.getByRole("button", { name: "Theme: dark" }).waitFor();
});

test("theme button goes from the system's to light and dark", async () => {
  const page = await browser.open("", { theme: "dark" });
  const ground = () => page.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const theme = page.page.getByRole("button", { name: /^Theme/ });
  const dark = await ground();
  await theme.click();
  const light = await ground();
  assert.notEqual(light, dark);
  await theme.click();
  assert.equal(await ground(), dark);
  await page.reload();
  assert.equal(await theme.getAttribute("aria-label"), "Theme: dark");
});
