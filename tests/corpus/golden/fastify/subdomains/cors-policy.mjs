// CORS for Fastify 5 with @fastify/cors. Call app.register(cors, corsPolicy) before auth and routes.
export const corsPolicy = {
  origin: [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/, "https://example.com"],
  methods: ["GET", "DELETE"],
  // Without allowedHeaders, all requested headers are allowed.
  credentials: true,
  maxAge: 7200,
};
