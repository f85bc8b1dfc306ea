// CORS for Fastify 5 with @fastify/cors. Call app.register(cors, corsPolicy) before auth and routes.
export const corsPolicy = {
  origin: ["https://app.example.com", "https://admin.example.com:8443"],
  methods: ["GET", "POST", "PUT", "DELETE", "PATCH"],
  allowedHeaders: ["Content-Type", "Authorization", "X-Request-Id"],
  exposedHeaders: ["X-Total-Count"],
  credentials: true,
  maxAge: 600,
};
