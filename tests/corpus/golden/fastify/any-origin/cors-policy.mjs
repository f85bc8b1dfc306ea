// CORS for Fastify 5 with @fastify/cors. Call app.register(cors, corsPolicy) before auth and routes.
export const corsPolicy = {
  origin: "*",
  methods: ["GET", "HEAD", "POST"],
  allowedHeaders: ["content-type"],
  maxAge: 3600,
};
