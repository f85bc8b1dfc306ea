import express from "express";
import { corsPolicy } from "./cors-policy.mjs";

const app = express();

// First, so that preflights are handled before auth and errors get the headers too.
app.use(corsPolicy);

app.use((request, response, next) => {
  if (request.get("Authorization") === undefined) {
    response.sendStatus(401);
  } else {
    next();
  }
});

app.get("/", (request, response) => {
  response.json({ hello: "world" });
});

const port = Number(process.env.PORT ?? 3000);
app.listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
