// Sorting many in one go: choose all, count what is chosen, begin with a template, and go on by keyboard (j, k, x).
const form = document.querySelector("[data-triage]");
const OUT = ["complaint", "outside", "spam"];

function prepare() {
  const boxes = [...form.querySelectorAll("input[name=numbers]")];
  const all = form.querySelector("[data-choose-all]");
  const chosen = form.querySelector("[data-chosen]");
  const bar = form.querySelector("[data-bar]");
  const { reason, template, found } = form.elements;

  function count() {
    const many = boxes.filter((box) => box.checked).length;
    chosen.textContent = many ? `(${many})` : "";
    bar.classList.toggle("triage-live", many > 0);
    if (OUT.includes(found.value) && many) form.dataset.confirm = form.dataset.asks.replace("{n}", many);
    else delete form.dataset.confirm;
    all.checked = many === boxes.length;
    for (const box of boxes) box.closest("li").classList.toggle("triage-chosen", box.checked);
  }

  if (all) {
    for (const part of form.querySelectorAll("[data-choose-all], [data-choose-all-words]")) part.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      count();
    });
  }
  let last = null;
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      // With Shift, everything between the last one and this.
      if (event.shiftKey && last && last !== box) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
      }
      last = box;
      count();
    });
  }
  function textOf(value) {
    return form.querySelector(`template[data-template="${CSS.escape(value)}"]`);
  }

  function begin() {
    const text = textOf(template.value)?.content.textContent;
    if (text && (!reason.value || reason.dataset.filled === reason.value)) reason.dataset.filled = reason.value = text;
  }

  // What is sorted out needs a reason, which its proposer reads: the box opens, with the first template that fits.
  function sortOut() {
    const out = OUT.includes(found.value);
    if (out) form.querySelector("[data-more]").open = true;
    for (const option of template?.options ?? []) {
      const use = textOf(option.value)?.dataset.for;
      option.hidden = Boolean(out && use && use !== "any" && use !== found.value);
    }
    const fits = [...(template?.options ?? [])].find((option) => textOf(option.value)?.dataset.for === found.value);
    if (out && template && template.selectedOptions[0]?.hidden !== false) template.value = "0";
    if (out && fits && template.value === "0") {
      template.value = fits.value;
      begin();
    }
  }

  template?.addEventListener("change", begin);
  found.addEventListener("change", () => {
    sortOut();
    count();
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const at = boxes.indexOf(document.activeElement);
    if (event.key === "j") boxes[Math.min(at + 1, boxes.length - 1)]?.focus();
    else if (event.key === "k") boxes[Math.max(at - 1, 0)]?.focus();
    else if (event.key === "x" && at >= 0) boxes[at].click();
    else return;
    event.preventDefault();
  });
  count();
  sortOut();
}

if (form) prepare();
