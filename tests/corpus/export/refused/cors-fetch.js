// Paste this into the console of a page on https://other.example.com.
// Expected: Refused: The preflight's answer has no `Access-Control-Allow-Origin`. Without it no other origin may read an answer, whatever its status. Send `Access-Control-Allow-Origin: https://other.example.com` on every answer, errors included.
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
