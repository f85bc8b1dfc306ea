// CORS for Hono 4 with hono/cors. Call app.use(corsPolicy) before auth and routes.
import { cors } from "hono/cors";

export const corsPolicy = cors({
  origin: ["https://app.example.com", "https://admin.example.com:8443"],
  allowMethods: ["GET", "POST", "PUT", "DELETE", "PATCH"],
  allowHeaders: ["Content-Type", "Authorization", "X-Request-Id"],
  exposeHeaders: ["X-Total-Count"],
  credentials: true,
  maxAge: 600,
});
