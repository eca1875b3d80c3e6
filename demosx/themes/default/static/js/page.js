// Small things of every page: printing, and forms that are sent only once.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On paper nothing can be opened: a folded dossier prints whole.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details.material:not([open])")) part.open = part.dataset.printed = true;
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("[data-printed]")) {
    part.open = false;
    delete part.dataset.printed;
  }
});

// A second tap on a slow line would send the form twice; the server refuses it, but the person would read an error.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
