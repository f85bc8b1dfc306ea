// Draws public/preview.png, the picture in link previews, from the page as it was built:
//   node exports/preview.mjs     (in this folder's parent, after the page was built)
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../e2e/support/server.mjs";
import { launch } from "./chromium.mjs";

const picture = fileURLToPath(new URL("../../public/preview.png", import.meta.url));
const state =
  "#v=1&origins=https://app.example.com&methods=GET,PUT&headers=content-type&max-age=600&url=https://api.example.com/users&method=PUT&send=content-type:application/json&embed=1&view=exchange&theme=light&readonly=1";

const own = process.env.PAGE_URL ? undefined : await serve();
const browser = await launch();
try {
  const figure = await browser.newPage({ viewport: { width: 620, height: 630 } });
  await figure.goto(`${process.env.PAGE_URL ?? own.url}${state}`);
  await figure.waitForSelector("html[data-ready]");
  const shot = (await figure.screenshot()).toString("base64");

  const card = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  await card.setContent(`<!DOCTYPE html>
    <style>
      body { margin: 0; width: 1200px; height: 630px; display: grid; grid-template-columns: 1fr 620px; background: #f4f5f7; color: #1a1e25; font: 28px/1.4 system-ui, sans-serif; overflow: hidden }
      div { padding: 64px 40px 0 56px }
      h1 { margin: 0 0 24px; font-size: 60px; line-height: 1.1; letter-spacing: -0.02em }
      p { margin: 0 0 20px; color: #3d4655 }
      b { color: #1a4fb4; font-weight: 600 }
      img { border-inline-start: 1px solid #d9dde4 }
    </style>
    <div><h1>CORS Header Builder</h1><p>Build a CORS policy.</p><p>See the requests it allows, <b>step by step</b>.</p><p>Copy server config that has been run and tested.</p></div>
    <img width="620" height="630" src="data:image/png;base64,${shot}">`);
  await writeFile(picture, await card.screenshot());
} finally {
  await browser.close();
  own?.close();
}
