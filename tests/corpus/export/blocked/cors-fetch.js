// Run this in the console of a page on https://other.example.com.
// Expected: Blocked: https://other.example.com isn't an allowed origin.
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
