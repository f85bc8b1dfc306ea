// CORS for NestJS 12. Call app.enableCors(corsPolicy) before app.listen().
export const corsPolicy = {
  origin: ["https://app.example.com", "https://admin.example.com:8443"],
  methods: ["GET", "POST", "PUT", "DELETE", "PATCH"],
  allowedHeaders: ["Content-Type", "Authorization", "X-Request-Id"],
  exposedHeaders: ["X-Total-Count"],
  credentials: true,
  maxAge: 600,
};
