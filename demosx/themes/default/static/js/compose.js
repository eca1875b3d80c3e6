// Typing: Enter while a Hangul syllable is being composed never submits; a counter says how much room is left.
const words = document.getElementById("page-words")?.dataset ?? {};

// Safari ends the composition before it reports the key; there only the key code 229 tells.
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229) && event.target.matches("input")) {
    event.preventDefault();
  }
}, true);

function sentence(left) {
  const text = left < 0 ? words.over : words.left;
  return text.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
}

// `data-most` where what is too long may be typed, and is told how much too long.
function room(box) {
  return Number(box.dataset.most) || box.maxLength;
}

function count(box) {
  const most = room(box);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.id = `${box.id}-counter`;
  box.after(counter);
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") ?? ""} ${counter.id}`.trim());
  const show = () => {
    const left = most - (box.dataset.most ? [...box.value].length : box.value.length);
    counter.textContent = sentence(left);
    counter.classList.toggle("counter-over", left < 0);
    counter.hidden = box.tagName === "INPUT" && left > most / 2; // one line is seldom too long
    // Heard only near the end: a number read out at every letter would drown the writing.
    counter.setAttribute("aria-live", left < most / 10 ? "polite" : "off");
  };
  box.addEventListener("input", show);
  box.addEventListener("change", show);
  show();
}

for (const box of document.querySelectorAll("form[method='post'] :is(textarea, input:not([type]), input[type='text']):is([maxlength], [data-most])")) {
  if (box.id && room(box) > 0 && words.left) count(box);
}
