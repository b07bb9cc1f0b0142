// A file dropped anywhere on the page is the one that is handed over; while it hovers, its place is shown.
(() => {
  const field = document.querySelector("input[data-drop]");
  if (!field) return;
  const hovers = (is) => field.classList.toggle("hovered", is);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    hovers(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || hovers(false));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    hovers(false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
})();
