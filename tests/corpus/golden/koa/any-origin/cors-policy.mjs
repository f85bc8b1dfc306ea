// CORS for Koa 3 with @koa/cors. Call app.use(corsPolicy) before auth and routes.
import cors from "@koa/cors";

export const corsPolicy = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST"],
  allowHeaders: ["content-type"],
  maxAge: 3600,
});
