// A form that keeps itself as it is typed: once it is sent, what it was still keeping is called off, for it would arrive late.
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("hx-post")) return;
    htmx.trigger(form, "htmx:abort");
    form.dataset.sent = "yes";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("form[data-sent]")) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
