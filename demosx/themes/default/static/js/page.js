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
// Where the answer is a file the page stays, and its form may be sent again.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "download" in form.dataset) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});

// A template is what a text begins with; what somebody has typed stays.
addEventListener("change", ({ target }) => {
  const box = target.dataset?.fills && target.form.elements[target.dataset.fills];
  if (box && (!box.value || box.value === box.dataset.filled)) box.dataset.filled = box.value = target.value;
});

// What the desk folds away closes again: at Escape, and at a tap beside it.
const closeMore = (event) => {
  const more = document.querySelector(".desk-more[open]");
  if (!more || (event.type === "click" ? more.contains(event.target) : event.key !== "Escape")) return;
  if (more.contains(document.activeElement)) more.querySelector("summary").focus();
  more.open = false;
};
addEventListener("click", closeMore);
addEventListener("keydown", closeMore);
