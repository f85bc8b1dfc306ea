// CORS for Express with the cors package. Verified on cors 2.8.6 and Express 5.3.0.
import cors from 'cors';

// Use it before authentication and routes: app.use(corsPolicy).
export const corsPolicy = cors({
  origin: ['https://app.example.com', 'https://admin.example.com:8443'],
  methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
  allowedHeaders: ['Content-Type', 'Authorization', 'X-Request-Id'],
  exposedHeaders: ['X-Total-Count'],
  credentials: true,
  maxAge: 600,
});
