// CORS for Express 5 with cors. Call app.use(corsPolicy) before auth and routes.
import cors from "cors";

export const corsPolicy = cors({
  origin: "*",
  methods: ["GET", "HEAD", "POST"],
  allowedHeaders: ["content-type"],
  maxAge: 3600,
});
