// Runs before the first paint. A file of its own, because the Content-Security-Policy allows no inline script.
{
  const root = document.documentElement;
  const recall = (name) => {
    try {
      return localStorage.getItem("cors-header-builder." + name);
    } catch {
      return null; // A frame without an origin of its own has no storage.
    }
  };
  const link = new URLSearchParams(location.hash.slice(1) || location.search);
  const theme = [link.get("theme"), recall("theme")].find((word) => word === "light" || word === "dark");
  if (theme) root.dataset.theme = theme;
  // index.html holds an example. A link, or a server chosen earlier, must not be preceded by a flash of it.
  if (location.hash.length > 1 || location.search.length > 1 || recall("server")) root.dataset.linked = "";
}
