// CORS for Express 5 with cors. Call app.use(corsPolicy) before auth and routes.
import cors from "cors";

export const corsPolicy = cors({
  origin: ["https://app.example.com", "https://admin.example.com:8443"],
  methods: ["GET", "POST", "PUT", "DELETE", "PATCH"],
  allowedHeaders: ["Content-Type", "Authorization", "X-Request-Id"],
  exposedHeaders: ["X-Total-Count"],
  credentials: true,
  maxAge: 600,
});
