// Run this in the console of a page on https://app.example.com.
// Expected: Allowed: https://app.example.com can read the response, after a preflight (M-!#$%&'*+-.^_`|~, *b*, ```, content-type, x-!#$%&'*+-.^_`|~).
fetch("https://api.example.com/%60%3Cscript%3Ealert(1)%3C/script%3E/$HOME/'%22/|a|b|/$(id)/%7Ba,b%7D[1-3];%%%7Binit%7D?x=%27%22`#y%60%3Cb%3E", {
  method: "M-!#$%&'*+-.^_`|~",
  headers: [
    ["Content-Type", "text/html;x=\"`\u003cimg src=x onerror=alert(1)>`|$HOME'\""],
    ["X-!#$%&'*+-.^_`|~", ""],
    ["```", ""],
    ["*b*", ""],
  ],
  credentials: "include",
}).then(
  (response) => console.log("allowed", response.type, response.status, Object.fromEntries(response.headers)),
  (error) => console.log("blocked", String(error)),
);
