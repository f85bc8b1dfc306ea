// CORS for Hono 4 with hono/cors. Call app.use(corsPolicy) before auth and routes.
import { cors } from "hono/cors";

export const corsPolicy = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST"],
  allowHeaders: ["content-type"],
  maxAge: 3600,
});
