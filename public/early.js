// Runs before the first paint. A file of its own, because the Content-Security-Policy allows no inline script.
{
  const root = document.documentElement;
  const isLink = location.hash.length > 1 || location.search.length > 1;
  // index.html holds an example, which a link with a state of its own must not show.
  if (isLink) root.dataset.linked = "";

  const theme = new URLSearchParams(location.hash.slice(1) || location.search).get("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  // Until the page is ready, nothing in it reacts, so it takes no click. Without scripting it can still be read
  // and copied.
  document.addEventListener(
    "readystatechange",
    () => {
      const app = document.getElementById("app");
      app.inert = true;
      const wake = (_, observer) => {
        app.inert = false;
        observer.disconnect();
      };
      new MutationObserver(wake).observe(root, { attributeFilter: ["data-ready"] });
    },
    { once: true },
  );
}
