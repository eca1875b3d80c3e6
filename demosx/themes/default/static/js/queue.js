// The queue of opinions by keyboard: J and K walk through it, 0 lets one stay, 1–6 hide it by that rule, 9 leaves it for
// later; of one that is hidden 8 shows it again and 7 leaves it. The words to its author begin with the site's template
// for the rule, where there is one.
const items = [...document.querySelectorAll("[data-queued]")];
const count = document.querySelector("[data-decide-count]");
let here = -1;

function go(step) {
  here = Math.min(Math.max(here + step, 0), items.length - 1);
  const item = items[here];
  const radio = item.querySelector("input[type='radio']:checked") ?? item.querySelector("input[type='radio'], a");
  item.scrollIntoView({ block: "start" });
  radio?.focus({ preventScroll: true });
}

function choose(key) {
  const item = items[here];
  const radio = key === "9" ? item?.querySelector("input[type='radio'][value='']") : item?.querySelector(`input[data-key="${key}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  go(1);
}

const replies = [...document.querySelectorAll("template[data-reply]")];

function begin(item, reply) {
  const words = item.querySelector("[data-words]");
  if (!words || (words.value && words.value !== words.dataset.filled)) return;
  const { title, number, department } = item.dataset;
  const blanks = { title, number, department };
  const text = reply?.content.textContent ?? "";
  words.dataset.filled = words.value = text.replace(/\{(title|number|department)\}/g, (_all, blank) => blanks[blank]);
}

function decided(event) {
  const item = event.target.closest("[data-queued]");
  if (!item) return;
  if (event.target.matches("select[data-template]")) {
    begin(item, replies.find((one) => one.dataset.reply === event.target.value));
    event.target.value = "";
  } else if (event.target.matches("input[type='radio']")) {
    const hides = event.target.closest(".decide-hide");
    const fits = (use) => replies.find((one) => one.dataset.for === use);
    begin(item, hides ? (fits(event.target.value) ?? fits("hide")) : undefined);
  }
}

function show() {
  const chosen = document.querySelectorAll("[data-queued] input[type='radio']:checked:not([value=''])").length;
  count.textContent = chosen ? count.dataset.decideCount.replace("{n}", chosen) : "";
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("textarea, select, input:not([type='radio'])")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "ㅓ") go(1);
  else if (key === "k" || key === "ㅏ") go(-1);
  else if (/^[0-9]$/.test(key) && here >= 0) choose(key);
});

addEventListener("focusin", (event) => {
  const item = event.target.closest("[data-queued]");
  if (item) here = items.indexOf(item);
});

if (count) {
  const keys = document.querySelector("[data-keys]");
  if (keys) keys.hidden = false;
  addEventListener("change", show);
  addEventListener("change", decided);
  addEventListener("pageshow", show);
  show();
}
