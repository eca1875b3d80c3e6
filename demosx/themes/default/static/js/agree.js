// One tap that ticks every box of a group of agreements, and the declaration of age of the same form, as its words say.
// Each stays a box of its own, and can be unticked.
for (const group of document.querySelectorAll("[data-agree]")) {
  const all = group.querySelector("[data-agree-all]");
  if (!all) continue;
  const form = group.closest("form");
  const age = form.querySelector("input[name='of_age']");
  const boxes = [...group.querySelectorAll("input[type='checkbox']"), ...(age ? [age] : [])].filter((box) => box !== all);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
