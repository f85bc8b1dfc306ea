// Run this in the console of a page on https://app.example.com.
// Expected: Allowed: https://app.example.com can read the response, after a preflight (authorization, content-type).
fetch("https://api.example.com/api/users", {
  method: "POST",
  headers: [
    ["Content-Type", "application/json"],
    ["Authorization", ""],
  ],
}).then(
  (response) => console.log("allowed", response.type, response.status, Object.fromEntries(response.headers)),
  (error) => console.log("blocked", String(error)),
);
