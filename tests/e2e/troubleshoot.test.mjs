// Paste what you have: console lines, config, links, policies and origin lists, from anywhere on the page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./support/browser.mjs";
import { eventually } from "./support/eventually.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const OWN = "#v=1&origins=https://one.dev&methods=PUT&max-age=600&follow=1";
const FIELD = "Paste a console error, response headers, curl or config";

const ways = [
  ["entry in the header", (page) => page.page.getByRole("banner").getByRole("button", { name: /^Paste / }).click()],
  ["Ctrl+K", (page) => page.keys.press("Control+K")],
  ["Ctrl+K in a field", async (page) => (await page.field("Allowed origins").focus(), page.keys.press("Control+K"))],
  ["tab", async (page) => (await page.openTab("Troubleshoot"), page.field(FIELD).click())],
];

for (const [name, go] of ways) {
  test(`way in: ${name}`, async () => {
    const page = await browser.open(OWN);
    await go(page);
    await eventually(async () => assert.equal(await page.focused(), FIELD));
    assert.match(await page.region("Troubleshoot").innerText(), /Nothing you paste leaves your browser\./);
    await page.close();
  });
}

/** What is pasted, what it is taken for, the button, and the origins then. */
const PASTES = [
  ["https://a.dev, https://b.dev", "A list of origins", "Add to the allowed origins", ["https://one.dev", "https://a.dev", "https://b.dev"]],
  ["https://cors.example/#v=1&origins=https://linked.dev", "A link to this page", "Open it", ["https://linked.dev"]],
  [`{"allow_origins":["https://json.dev"],"max_age":60}`, "A policy as JSON", "Open it", ["https://json.dev"]],
  [`{"policy":{"allow_origins":["https://state.dev"]},"target":"express-cors"}`, "A state as JSON", "Open it", ["https://state.dev"]],
];

async function checkPaste(text, kind, button, origins) {
  const page = await browser.open(OWN);
  await page.page.getByRole("heading", { level: 1 }).click();
  await page.paste(text);
  const region = page.region("Troubleshoot");
  await region.getByText(kind, { exact: true }).waitFor();
  assert.equal(await page.field(FIELD).inputValue(), text);
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"], "nothing changes unasked");
  await page.button(button, region).click();
  assert.deepEqual(await page.entries("Allowed origins"), origins);
  assert.notEqual(await page.focused(), "nothing", "the focus isn't lost");
  await page.button("Undo").click();
  assert.deepEqual(await page.entries("Allowed origins"), ["https://one.dev"]);
  assert.deepEqual(page.messages, []);
  await page.close();
}

for (const [text, kind, button, origins] of PASTES) {
  test(`pasted anywhere: ${kind}`, () => checkPaste(text, kind, button, origins));
}

test("what isn't known says what is, and is cleared", async () => {
  const page = await browser.open(OWN);
  await page.keys.press("Control+K");
  await page.field(FIELD).fill("hello there");
  const region = page.region("Troubleshoot");
  await region.getByText(/This wasn't recognized\. Paste/).waitFor();
  await page.button("Clear", region).click();
  assert.equal(await page.field(FIELD).inputValue(), "");
  assert.equal(await page.focused(), FIELD);
  assert.doesNotMatch(await page.fragment(), /hello/);
});

test("paste into a field is that field's", async () => {
  const page = await browser.open(OWN);
  await page.field("Cache preflights for").focus();
  await page.keys.press("Control+A");
  await page.paste("7200");
  assert.equal(await page.field("Cache preflights for").inputValue(), "7200");
  assert.equal(await page.page.getByRole("tab", { name: "Config" }).getAttribute("aria-selected"), "true");
});

/** Console lines and config, what the first screen says of them, and how that ends. */
const DIAGNOSED = [
  [
    "Access to fetch at 'https://api.acme.dev/users' from origin 'https://app.acme.dev' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
    ["The preflight response doesn't have a 2xx status.", "Respond to OPTIONS with 204, before auth and routes."],
  ],
  [
    "Access to fetch at 'https://api.acme.dev/users' from origin 'https://app.acme.dev' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    ["Access-Control-Allow-Origin"],
  ],
  [
    "location / {\n  add_header Access-Control-Allow-Origin *;\n  add_header Access-Control-Allow-Credentials true;\n}",
    ["nginx", "Error, line 2:"],
  ],
];

for (const [text, words] of DIAGNOSED) {
  test(`one paste, and cause and fix without scrolling: ${words[0]}`, async () => {
    const page = await browser.open(OWN, { width: 1280, height: 800 });
    await page.keys.press("Control+K");
    await page.field(FIELD).fill(text);
    const region = page.region("Troubleshoot");
    for (const word of words) {
      const found = region.locator("section").getByText(word).first();
      await found.waitFor();
      const { y, height } = await found.boundingBox();
      assert.ok(y >= 0 && y + height <= 800, `${word} ends at ${y + height} px`);
    }
    assert.deepEqual(page.messages, []);
    await page.close();
  });
}

test("diagnosed failure is shown in the request flow, and one Undo takes all of it back", async () => {
  const page = await browser.open(OWN);
  const before = await page.fragment();
  await page.keys.press("Control+K");
  await page.field(FIELD).fill(DIAGNOSED[1][0]);
  await page.button("Show in request flow").click();
  await eventually(async () => assert.match(await page.verdict(), /^Blocked: /));
  assert.match(await page.fragment(), /from=https:\/\/app\.acme\.dev/);
  await page.button("Undo").click();
  await page.openTab("Config");
  await eventually(async () => assert.equal(await page.fragment(), before));
});

test("policy of a pasted config is opened", async () => {
  const page = await browser.open(OWN);
  await page.keys.press("Control+K");
  await page.field(FIELD).fill('app.use(cors({ origin: ["https://imported.dev"], methods: ["PUT"] }));');
  await page.button("Open this policy").click();
  assert.deepEqual(await page.entries("Allowed origins"), ["https://imported.dev"]);
});

test("secrets in a paste are neither said, linked, kept nor logged", async () => {
  const secrets = ["FAKEtoken1234567890abcdef", "FAKEcookie0987654321", "FAKEpassword42"];
  const page = await browser.open(OWN);
  await page.keys.press("Control+K");
  await page.field(FIELD).fill(
    `${DIAGNOSED[1][0].replace("/users", `/users?access_token=${secrets[0]}`)}\ncurl 'https://user:${secrets[2]}@api.acme.dev/users?access_token=${secrets[0]}' -H 'Origin: https://app.acme.dev' -H 'Authorization: Bearer ${secrets[0]}' -H 'Cookie: sid=${secrets[1]}'\nHTTP/1.1 200 OK\nSet-Cookie: sid=${secrets[1]}\n`,
  );
  await page.region("Troubleshoot").getByText("How your paste was read").click();
  const show = page.button("Show in request flow");
  await show.waitFor();
  const check = async () => {
    const said = await page.page.evaluate(() => [
      document.querySelector("#app").innerText,
      ...[...document.querySelectorAll("#app input")].map((field) => field.value),
      JSON.stringify(localStorage),
      location.href,
    ]);
    const all = [...said, await page.fragment(), ...page.messages].join("\n");
    for (const secret of secrets) assert.ok(!all.includes(secret), secret);
  };
  await check();
  await show.click();
  await eventually(async () => assert.equal(await page.page.getByRole("tab", { name: "Request flow" }).getAttribute("aria-selected"), "true"));
  await check();
});
