// CORS for Express 5 with cors. Call app.use(corsPolicy) before auth and routes.
import cors from "cors";

export const corsPolicy = cors({
  origin: [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/, "https://example.com"],
  methods: ["GET", "DELETE"],
  // Without allowedHeaders, all requested headers are allowed.
  credentials: true,
  maxAge: 7200,
});
