// Paste this into the console of a page on https://app.example.com.
// Expected: Shared: https://app.example.com may read this answer. A preflight was needed (authorization, content-type).
fetch("https://api.example.com/api/users", {
  method: "POST",
  headers: [
    ["Content-Type", "application/json"],
    ["Authorization", ""],
  ],
}).then(
  (response) => console.log("shared", response.type, response.status, Object.fromEntries(response.headers)),
  (error) => console.log("refused", String(error)),
);
