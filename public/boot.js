// Starts the page. A file of its own, because the Content-Security-Policy allows no inline script; its tag names
// the two files whose names change with their content.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

// A figure must not look like a whole page until its link has been read.
const state = new URLSearchParams(location.hash.slice(1) || location.search);
const page = document.querySelector(".page");
if (page && state.get("embed") === "1") page.dataset.embed = "";

// These work without the page, which may have crashed.
const link = document.getElementById("crash-link");
document.getElementById("crash-reload").addEventListener("click", () => location.reload());
document.getElementById("crash-copy").addEventListener("click", () => {
  link.select();
  // The clipboard is missing where the address is neither https nor loopback, and in some frames.
  const copied = navigator.clipboard?.writeText(link.value) ?? Promise.reject();
  copied.catch(() => document.execCommand("copy"));
});

try {
  const { default: init } = await import(new URL(js, document.baseURI));
  await init({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  // After a panic, its own message is there already.
  const crash = document.getElementById("crash");
  if (crash.hidden) {
    document.getElementById("crash-text").textContent =
      "The builder couldn\u2019t load. Reload the page. If that doesn\u2019t help, update your browser.";
    link.value = location.href;
    crash.hidden = false;
  }
  throw error;
}
