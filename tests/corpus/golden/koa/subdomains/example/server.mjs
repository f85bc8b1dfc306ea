import Koa from "koa";
import { corsPolicy } from "./cors-policy.mjs";

const app = new Koa();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(corsPolicy);

app.use((ctx, next) => {
  if (ctx.get("Authorization") === "") {
    ctx.throw(401);
  }
  return next();
});

app.use((ctx) => {
  if (ctx.path === "/") {
    ctx.body = { hello: "world" };
  }
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
