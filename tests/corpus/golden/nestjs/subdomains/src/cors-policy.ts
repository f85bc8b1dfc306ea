// CORS for NestJS 12. Call app.enableCors(corsPolicy) before app.listen().
export const corsPolicy = {
  origin: [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/, "https://example.com"],
  methods: ["GET", "DELETE"],
  // Without allowedHeaders, all requested headers are allowed.
  credentials: true,
  maxAge: 7200,
};
