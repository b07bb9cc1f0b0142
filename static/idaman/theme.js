// Light, dark or as the device says: the same choice, under the same key, as the admin keeps it.
(() => {
  const root = document.documentElement;
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = localStorage.getItem("theme");
    const dark = chosen === "dark" || (chosen !== "light" && device.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    root.dataset.theme = root.dataset.bsTheme;
  };
  apply();
  device.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    localStorage.setItem("theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
    apply();
  });
})();
