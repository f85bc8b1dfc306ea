// CORS for Express with the cors package. Verified on cors 2.8.6 and Express 5.3.0.
import cors from 'cors';

// Use it before authentication and routes: app.use(corsPolicy).
export const corsPolicy = cors({
  origin: [/^https:\/\/([a-z0-9_-]+\.)+example\.com$/, 'https://example.com'],
  methods: ['GET', 'DELETE'],
  // Without allowedHeaders, those that were asked for are allowed.
  credentials: true,
  maxAge: 7200,
});
