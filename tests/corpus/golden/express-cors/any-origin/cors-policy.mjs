// CORS for Express with the cors package. Verified on cors 2.8.6 and Express 5.3.0.
import cors from 'cors';

// Use it before authentication and routes: app.use(corsPolicy).
export const corsPolicy = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'POST'],
  allowedHeaders: ['content-type'],
  maxAge: 3600,
});
