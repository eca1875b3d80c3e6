// Buttons over a text for what is marked with signs in it, so that nobody has to know the signs.
const HANDS = {
  bold: (words) => ({ before: "**", text: words, after: "**" }),
  list: (words) => ({ before: "", text: lines(words, "- "), after: "" }),
  quote: (words) => ({ before: "", text: lines(words, "> "), after: "" }),
  link: (words) => ({ before: "[", text: words, after: "](https://)" }),
};

function lines(words, sign) {
  return words.split("\n").map((line) => (line.startsWith(sign) ? line.slice(sign.length) : sign + line)).join("\n");
}

// Typed as if by hand, so that Ctrl+Z takes it back; where a browser cannot, it is put in all the same.
function write(box, text) {
  box.focus();
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function press(box, kind, words) {
  if (kind === "list" || kind === "quote") {
    const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
    const end = box.value.indexOf("\n", box.selectionEnd);
    box.setSelectionRange(start, end < 0 ? box.value.length : end);
  }
  const start = box.selectionStart;
  const chosen = box.value.slice(start, box.selectionEnd);
  const gap = (kind === "list" || kind === "quote") && start > 1 && /[^\n]\n$/.test(box.value.slice(0, start)) && !/\n[->] .*\n$/.test(box.value.slice(0, start)) ? "\n" : "";
  const made = HANDS[kind](chosen || (kind === "bold" || kind === "link" ? words : ""));
  write(box, gap + made.before + made.text + made.after);
  const from = start + gap.length + made.before.length;
  if (kind === "link") box.setSelectionRange(from + made.text.length + 2, from + made.text.length + made.after.length - 1);
  else if (!chosen && made.text) box.setSelectionRange(from + (kind === "bold" ? 0 : made.text.length), from + made.text.length);
}

// Enter goes on with a list or a quotation; on a line with nothing but its sign it ends it.
const LINE = /^(\s*)(?:([-*>]) |(\d{1,3})\. )(.*)$/;

function goOn(event) {
  const box = event.target;
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.shiftKey || box.selectionStart !== box.selectionEnd) return;
  const start = box.value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const found = LINE.exec(box.value.slice(start, box.selectionStart));
  if (!found) return;
  event.preventDefault();
  const [, gap, sign, number, words] = found;
  if (words.trim()) return write(box, `\n${gap}${sign ?? `${Number(number) + 1}.`} `);
  box.setSelectionRange(start, box.selectionStart);
  write(box, "\n");
}

for (const part of document.querySelectorAll("[data-markdown]")) {
  const box = part.querySelector("textarea");
  const bar = document.createElement("div");
  bar.className = "text-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", part.dataset.tools);
  bar.setAttribute("aria-controls", box.id);
  for (const kind of Object.keys(HANDS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `text-tool text-tool-${kind}`;
    button.textContent = part.dataset[kind];
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => press(box, kind, part.dataset.words));
    bar.append(button);
  }
  box.before(bar);
  box.addEventListener("keydown", goOn);
}
