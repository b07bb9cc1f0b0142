// Select2 gives its pickers no name of their own; each gets that of the field it belongs to.
(() => {
  const name = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
      const label = select.getAttribute("aria-label") || select.labels[0]?.textContent;
      if (shown && label) shown.setAttribute("aria-label", label.replace(/:\s*$/, ""));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
    name();
  });
})();
