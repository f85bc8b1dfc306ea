// CORS for NestJS 12. Call app.enableCors(corsPolicy) before app.listen().
export const corsPolicy = {
  origin: "*",
  methods: ["GET", "HEAD", "POST"],
  allowedHeaders: ["content-type"],
  maxAge: 3600,
};
