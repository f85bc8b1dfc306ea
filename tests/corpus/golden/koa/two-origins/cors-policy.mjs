// CORS for Koa 3 with @koa/cors. Call app.use(corsPolicy) before auth and routes.
import cors from "@koa/cors";

const allowedOrigins = [
  "https://app.example.com",
  "https://admin.example.com:8443",
];

export const corsPolicy = cors({
  origin: (ctx) => allowedOrigins.find((one) => one === ctx.get("Origin")),
  allowMethods: ["GET", "POST", "PUT", "DELETE", "PATCH"],
  allowHeaders: ["Content-Type", "Authorization", "X-Request-Id"],
  exposeHeaders: ["X-Total-Count"],
  credentials: true,
  maxAge: 600,
});
