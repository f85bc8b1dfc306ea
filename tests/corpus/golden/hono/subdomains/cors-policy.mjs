// CORS for Hono 4 with hono/cors. Call app.use(corsPolicy) before auth and routes.
import { cors } from "hono/cors";

const allowedOrigins = ["https://example.com"];
const allowedPatterns = [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/];

export const corsPolicy = cors({
  origin: (origin) => {
    const isAllowed =
      allowedOrigins.includes(origin) ||
      allowedPatterns.some((re) => re.test(origin));
    return isAllowed ? origin : null;
  },
  allowMethods: ["GET", "DELETE"],
  // Without allowHeaders, all requested headers are allowed.
  credentials: true,
  maxAge: 7200,
});
