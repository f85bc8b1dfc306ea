// The command line, whose texts are opened here. The project command builds it and passes its place in CORS.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const program = process.env.CORS ?? fileURLToPath(new URL("../../target/tools/cors", import.meta.url));

/** What `cors` with these words says to this value. */
export function cors(words, value) {
  return execFileSync(program, words, {
    input: JSON.stringify(value),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });
}

export const explain = (format, state, ...words) => cors(["explain", "--format", format, ...words], state);

/** Everything that a text can hold to break out of the language that it stands in. */
export const hostile = {
  policy: {
    allow_origins: ["https://app.example.com", "https://*.example.org"],
    allow_methods: ["GET", "PUT", "M-!#$%&'*+-.^_`|~"],
    allow_headers: ["content-type", "X-!#$%&'*+-.^_`|~", "'$HOME'", "``", "```", "$$x$$", "*b*", "_i_"],
    expose_headers: ["X-Total-Count", "|a|"],
    allow_credentials: true,
    max_age: 600,
  },
  request: {
    page_origin: "https://app.example.com/\u2028<script>alert(1)</script>",
    url: "https://api.example.com/`<script>alert(1)</script>\n/$HOME/'\"/|a|b|/$(id)/{a,b}[1-3];%%{init}?x='\"`#y`<b>end",
    method: "M-!#$%&'*+-.^_`|~",
    headers: [
      ["Content-Type", "text/html;x=\"`<img src=x onerror=alert(1)>`|$HOME'\" ``` <!-- -->"],
      ["X-!#$%&'*+-.^_`|~", "</script><b>"],
      ["```", "x"],
      ["*b*", "x"],
      ["end", "x"],
    ],
    credentials: "include",
  },
  target: "axum-tower-http",
};

export const plain = {
  policy: {
    allow_origins: ["https://app.example.com"],
    allow_methods: ["GET", "POST", "PUT", "DELETE"],
    allow_headers: ["content-type", "authorization"],
    max_age: 3600,
  },
  request: {
    page_origin: "https://app.example.com",
    url: "https://api.example.com/api/users",
    method: "POST",
    headers: [["Content-Type", "application/json"], ["Authorization", ""]],
  },
  target: "nginx",
};

/** A request that every browser blocks, with what they write to their consoles. */
export const blocked = {
  ...plain,
  request: { ...plain.request, page_origin: "https://other.example.com" },
};
