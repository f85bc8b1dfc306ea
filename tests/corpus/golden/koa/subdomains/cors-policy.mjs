// CORS for Koa 3 with @koa/cors. Call app.use(corsPolicy) before auth and routes.
import cors from "@koa/cors";

const allowedOrigins = ["https://example.com"];
const allowedPatterns = [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/];

export const corsPolicy = cors({
  origin: (ctx) => {
    const origin = ctx.get("Origin");
    const isAllowed =
      allowedOrigins.includes(origin) ||
      allowedPatterns.some((re) => re.test(origin));
    return isAllowed ? origin : "";
  },
  allowMethods: ["GET", "DELETE"],
  // Without allowHeaders, all requested headers are allowed.
  credentials: true,
  maxAge: 7200,
});
