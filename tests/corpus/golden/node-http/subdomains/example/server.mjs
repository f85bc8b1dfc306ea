import { createServer } from "node:http";
import { withCors } from "./cors-policy.mjs";

function listener(request, response) {
  if (request.headers.authorization === undefined) {
    response.writeHead(401).end();
  } else if (request.url !== "/") {
    response.writeHead(404).end();
  } else {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ hello: "world" }));
  }
}

const port = Number(process.env.PORT ?? 3000);
// Outermost, so that preflights are handled before auth and errors get the headers too.
createServer(withCors(listener)).listen(port, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${port}/`);
});
