// The states that every look at the page goes through: a link, and what is done there.

const label = (letter, length) => letter.repeat(length);
const longOrigin = `https://${label("a", 60)}.${label("b", 60)}.${label("c", 55)}.acme.dev:8443`;
const sixty = Array.from({ length: 60 }, (_, index) => `https://tenant-${index}.acme.dev`).join(",");
const OWN = "#v=1&origins=https://app.acme.dev&methods=GET,PUT&headers=content-type&credentials=1&max-age=600&follow=1";

const share = (part) => async (page) => {
  await page.button("Share").click();
  await page.button(part, page.dialog("Share")).click();
  if (part !== "Link") await page.dialog("Share").locator("pre").first().waitFor();
};

/** Opens every fold, so that what is in there is looked at too. */
const unfold = (page) =>
  page.page.evaluate(async () => {
    const folded = () => [...document.querySelectorAll("main details:not([open])")];
    while (folded().length > 0) {
      for (const details of folded()) details.open = true;
      await new Promise(requestAnimationFrame);
    }
  });

export const states = {
  "first screen": { link: "" },
  "first screen, presets open": { link: "", act: (page) => page.page.getByRole("button", { name: /^Start from/ }).click() },
  blank: { link: "#v=1&follow=1" },
  errors: {
    link: "#v=1&origins=app.acme.dev,https://www.acme.dev/path,https://a.*.acme.dev&methods=GET,patch,PU%20T&headers=x%20header&max-age=-5&follow=1",
  },
  "risk, checks unfolded": { link: "#v=1&origins=https://*.acme.dev&methods=PUT&credentials=1&follow=1&tab=checks", act: unfold },
  "blocked request, flow unfolded": { link: `${OWN.replace("&follow=1", "")}&from=https://evil.dev&method=DELETE&url=https://api.acme.dev/users&tab=flow`, act: unfold },
  "simulated failure": { link: `${OWN}&fault=preflight-not-routed&tab=flow` },
  "request form": { link: `${OWN}&tab=flow`, act: (page) => page.button("Edit request").click() },
  "server with a library": { link: `${OWN}&target=express-cors`, act: unfold },
  "servers open": { link: `${OWN}&target=axum`, act: (page) => page.choice("Server").click() },
  troubleshoot: {
    link: `${OWN}&tab=troubleshoot`,
    act: (page) => page.field("Paste a console error, response headers, curl or config").fill("https://a.dev https://b.dev"),
  },
  "share, link": { link: OWN, act: share("Link") },
  "share, embed": { link: OWN, act: share("Embed") },
  "share, files": { link: OWN, act: share("Files") },
  help: {
    link: OWN,
    act: async (page) => {
      await page.button("Help").click();
      await page.dialog("Help").getByRole("heading", { name: "The headers" }).waitFor();
    },
  },
  "long values": {
    link: `#v=1&origins=${longOrigin},${sixty}&methods=GET,PUT&headers=${"x-long-header-name-".repeat(6)}a,content-type&credentials=1&max-age=7200&from=${longOrigin}&url=https://api.acme.dev/${"path/".repeat(60)}&method=PUT&send=content-type:${"application/json;charset=utf-8;".repeat(40)}&cred=include&tab=flow`,
    act: unfold,
  },
  "bad link": { link: "#v=1&origins=https://app.acme.dev&methodz=GET&credentials=maybe&max-age=600" },
};

/** Opens a state in a window. */
export async function openState(browser, { link, act }, options) {
  const page = await browser.open(link, options);
  await act?.(page);
  return page;
}
