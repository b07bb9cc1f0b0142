// What the admin leaves out: the names of Select2's pickers and of the search, and the headings of a table's cells on a phone; a heading that
// says nothing is none.
(() => {
  const namePickers = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
      const label = select.getAttribute("aria-label") || select.labels[0]?.textContent;
      if (shown && label && !shown.hasAttribute("aria-label")) shown.setAttribute("aria-label", label.replace(/:\s*$/, ""));
    }
  };
  const nameSearch = () => {
    const search = document.getElementById("searchbar");
    const name = search?.labels[0]?.querySelector("img")?.alt || search?.form.querySelector("[type=submit]")?.value;
    if (name && !search.hasAttribute("aria-label")) search.setAttribute("aria-label", name);
  };
  const dropEmptyHeadings = () => {
    for (const heading of document.querySelectorAll(".tabular thead th:not(.hidden)")) {
      if (heading.textContent.trim()) continue;
      const corner = document.createElement("td");
      corner.className = heading.className;
      heading.replaceWith(corner);
    }
  };
  const nameCells = () => {
    for (const table of document.querySelectorAll(".tabular table, #result_list")) {
      const headings = [...table.querySelectorAll("thead th, thead td")].map((th) => (th.querySelector(".text") || th).textContent.trim());
      for (const row of table.querySelectorAll("tbody tr")) {
        const cells = [...row.cells].filter((cell) => !cell.classList.contains("original"));
        cells.forEach((cell, index) => (cell.dataset.label = headings[headings.length - cells.length + index] || ""));
      }
    }
  };
  const name = () => {
    namePickers();
    nameSearch();
    dropEmptyHeadings();
    nameCells();
  };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
    name();
  });
})();
