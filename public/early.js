// Before the first paint: which colors, and whether the page that was rendered at build time is the one to be shown.
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
  // Another state than the example is not preceded by a flash of it: it is shown when the page is ready.
  if (location.hash.length > 1 || location.search.length > 1 || recall("server")) root.dataset.linked = "";
}
