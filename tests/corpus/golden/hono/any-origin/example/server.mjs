import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { corsPolicy } from "./cors-policy.mjs";

const app = new Hono();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(corsPolicy);

app.use(async (c, next) => {
  if (c.req.header("Authorization") === undefined) {
    return c.body(null, 401);
  }
  await next();
});

app.get("/", (c) => c.json({ hello: "world" }));

const port = Number(process.env.PORT ?? 3000);
serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  console.log(`http://127.0.0.1:${port}/`);
});
