// form[data-confirm] asks its question in a dialog before it is sent. Without this script the form is sent at once; so it
// is where something that is needed is missing, and comes back with what to correct.
const words = document.getElementById("page-words")?.dataset ?? {};
const agreed = new WeakSet();

function button(text, tone, value) {
  const made = document.createElement("button");
  made.className = `button button-${tone}`;
  made.value = value;
  made.textContent = text;
  return made;
}

function ask(form, submitter) {
  const dialog = document.createElement("dialog");
  const box = document.createElement("form");
  const title = document.createElement("h2");
  const question = document.createElement("p");
  const row = document.createElement("div");
  box.method = "dialog";
  title.textContent = words.confirm;
  title.id = "confirm-title";
  question.textContent = form.dataset.confirm;
  row.className = "buttons";
  row.append(button(words.cancel, "plain", "no"), button(submitter?.textContent.trim() || words.confirm, "primary", "yes"));
  box.append(title, question, row);
  dialog.append(box);
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    agreed.add(form);
    form.requestSubmit(submitter);
  });
  document.body.append(dialog);
  dialog.showModal();
}

const missing = (field) => field.willValidate && (field.validity.valueMissing || (field.required && !field.value.trim()));

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm || [...form.elements].some(missing) || agreed.delete(form) || !window.HTMLDialogElement) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter);
}, true);
