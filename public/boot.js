// Starts the page. A file of its own, so that the Content-Security-Policy needs no inline script;
// the tag that loads it names the two files whose names change with every build.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

// A figure must not look like a whole page, or flash in the other colours, until its link has been read.
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
    "The page could not start, because a file was not loaded or the browser has no WebAssembly. " +
    "Reload the page, or use a current version of Chrome, Edge, Firefox or Safari.";
  document.getElementById("app").replaceChildren(message);
  throw error;
}
