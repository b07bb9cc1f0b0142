// Two things the admin leaves out: the names of Select2's pickers, and the headings of a table's cells on a phone.
(() => {
  const namePickers = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
      const label = select.getAttribute("aria-label") || select.labels[0]?.textContent;
      if (shown && label && !shown.hasAttribute("aria-label")) shown.setAttribute("aria-label", label.replace(/:\s*$/, ""));
    }
  };
  const nameCells = () => {
    for (const table of document.querySelectorAll(".tabular table, #result_list")) {
      const headings = [...table.querySelectorAll("thead th")].map((th) => (th.querySelector(".text") || th).textContent.trim());
      for (const row of table.querySelectorAll("tbody tr")) {
        const cells = [...row.cells].filter((cell) => !cell.classList.contains("original"));
        cells.forEach((cell, index) => (cell.dataset.label = headings[headings.length - cells.length + index] || ""));
      }
    }
  };
  const name = () => {
    namePickers();
    nameCells();
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
    name();
  });
})();
