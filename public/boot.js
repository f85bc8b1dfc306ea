// Starts the page. It is a separate file, so that the Content-Security-Policy needs no inline script. The tag that
// loads it has the names of the two files that change with every build.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

// Until its link has been read, a figure must not look like a whole page or flash in the other color scheme.
const link = new URLSearchParams(location.hash.slice(1) || location.search);
if (link.get("embed") === "1") document.querySelector(".page").dataset.embed = "";
if (["light", "dark"].includes(link.get("theme"))) document.documentElement.dataset.theme = link.get("theme");

try {
  const { default: init } = await import(new URL(js, document.baseURI));
  await init({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  const message = document.createElement("p");
  message.setAttribute("role", "alert");
  message.textContent =
    "The builder couldn't load. Reload the page. If that doesn't help, update your browser.";
  document.getElementById("app").replaceChildren(message);
  throw error;
}
