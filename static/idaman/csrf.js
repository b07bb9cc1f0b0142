// A form that was open while its reader signed in again (in another tab) is sent with the new token, and so not refused.
(() => {
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", (event) => {
    if (token() && event.detail.verb !== "get") event.detail.parameters["csrfmiddlewaretoken"] = token();
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  });
})();
