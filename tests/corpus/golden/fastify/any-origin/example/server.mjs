import Fastify from "fastify";
import cors from "@fastify/cors";
import { corsPolicy } from "./cors-policy.mjs";

const app = Fastify();

// First, so that preflights are handled before auth and errors get the headers too.
app.register(cors, corsPolicy);

// Hooks in a plugin run after those of the plugins before it.
app.register(async (api) => {
  api.addHook("onRequest", async (request, reply) => {
    if (request.headers.authorization === undefined) {
      return reply.code(401).send();
    }
  });
  api.get("/", async () => ({ hello: "world" }));
});

const port = Number(process.env.PORT ?? 3000);
app.listen({ port, host: "127.0.0.1" }, (error, address) => {
  if (error) {
    throw error;
  }
  console.log(address);
});
