// The states that every look at the page has to go through, as links.

const label = (letter, length) => letter.repeat(length);
const longOrigin = `https://${label("a", 60)}.${label("b", 60)}.${label("c", 55)}.example.com:8443`;
const sixty = Array.from({ length: 60 }, (_, index) => `https://tenant-${index}.example.com`).join(",");

export const states = {
  "teaching example": "",
  "empty policy": "#v=1",
  errors:
    "#v=1&origins=app.example.com,https://app.example.com/path,https://a.*.example.com&methods=GET,patch,PU%20T&headers=x%20header&max-age=-5&method=PUT",
  "refused for credentials":
    "#v=1&origins=*&methods=GET,PUT&headers=*&credentials=1&url=https://api.example.com/me&method=PUT&cred=include&send=authorization",
  "long values": `#v=1&origins=${longOrigin},${sixty}&methods=GET,PUT&headers=${"x-long-header-name-".repeat(6)}a,content-type&credentials=1&max-age=7200&from=${longOrigin}&url=https://api.example.com/${"path/".repeat(60)}&method=PUT&send=content-type:${"application/json;charset=utf-8;".repeat(130)}&cred=include`,
  "something goes wrong": "#v=1&origins=https://app.example.com&url=https://api.example.com/logo.png&fault=vary-missing-own-cache",
  "nothing to go wrong": "#v=1&origins=https://app.example.com&url=https://api.example.com/users&fault=stale-preflight",
  "bad link": "#v=1&origins=https://app.example.com&methodz=GET&credentials=maybe&max-age=600",
};
