// CORS for Express with the cors package. Verified on cors 2.8.6 and Express 5.3.0. Change it at https://cors-header-builder.dev/#v=1&origins=https://app.example.com,https://admin.example.com:8443&methods=GET,POST,PUT,DELETE,PATCH&headers=Content-Type,Authorization,X-Request-Id&expose=X-Total-Count&credentials=1&max-age=600&target=express-cors&version=5.3.0
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
