// Keeps what is typed in form[data-draft] on this device until the site has said that it is saved: in the page that
// comes, or by the event `kept` where it is kept there while it is typed (keep.js).
const PREFIX = "demosx:draft:";
const SENT = "demosx:sent";
const KEPT_DAYS = 30;
const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset"]);

// Storage is refused in some private windows and in-app browsers: the page then works without drafts.
function storage(kind) {
  try {
    const found = window[kind];
    found.setItem(PREFIX, "");
    found.removeItem(PREFIX);
    return found;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

const drafts = storage("localStorage");
const visit = storage("sessionStorage");
let forgotten = false;
const words = document.getElementById("page-words")?.dataset ?? {};
const account = words.account ?? "";

function inputs(form) {
  return [...form.elements].filter((element) => element.name && !SKIPPED.has(element.type));
}

function isChoice(element) {
  return element.type === "checkbox" || element.type === "radio";
}

function values(form) {
  return inputs(form)
    .filter((element) => !isChoice(element) || element.checked)
    .map((element) => [element.name, element.value]);
}

function read(key) {
  const draft = JSON.parse(drafts.getItem(key) ?? "null");
  if (!draft || Date.now() - draft.at >= KEPT_DAYS * 86400000 || isOfAnother(draft)) {
    drafts.removeItem(key);
    return null;
  }
  return (draft.account ?? "") === "" || draft.account === account ? draft : null;
}

// Who comes to a device after somebody whose session has ended reads nothing of what they were writing. It waits for them,
// and goes once somebody else signs in. What a visitor writes goes on with whoever signs in there.
function isOfAnother(draft) {
  return account !== "" && (draft.account ?? "") !== "" && draft.account !== account;
}

function fill(form, saved) {
  const left = saved.map(([name, value]) => [name, value]);
  for (const element of inputs(form)) {
    const index = left.findIndex(([name, value]) => name === element.name && (!isChoice(element) || value === element.value));
    if (isChoice(element)) element.checked = index >= 0;
    else if (index >= 0) element.value = left[index][1];
    if (index >= 0) left.splice(index, 1);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function say(form) {
  const note = document.createElement("p");
  note.className = "draft-note";
  note.setAttribute("role", "status");
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "link";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    form.reset();
    drafts.removeItem(PREFIX + form.dataset.draft);
    note.remove();
    inputs(form)[0]?.focus();
    for (const element of inputs(form)) element.dispatchEvent(new Event("change", { bubbles: true }));
  });
  note.append(words.restored, discard);
  form.prepend(note);
}

function watch(form) {
  const key = () => PREFIX + form.dataset.draft;
  let before = JSON.stringify(values(form));
  const draft = read(key());
  // What the server sent back after an error is newer than any draft.
  if (draft && !form.querySelector("[aria-invalid]") && JSON.stringify(draft.values) !== before) {
    fill(form, draft.values);
    say(form);
  }
  let waiting = 0;
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    if (forgotten) return;
    const now = values(form);
    if (JSON.stringify(now) === before) drafts.removeItem(key());
    else drafts.setItem(key(), JSON.stringify({ at: Date.now(), account, values: now }));
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  form.addEventListener("submit", keep);
  form.addEventListener("kept", () => {
    before = JSON.stringify(values(form));
    drafts.removeItem(key());
  });
  addEventListener("pagehide", () => waiting && keep());
}

function forgetAll() {
  forgotten = true;
  for (const key of Object.keys(drafts)) if (key.startsWith(PREFIX)) drafts.removeItem(key);
}

if (drafts && visit) {
  const sent = visit.getItem(SENT);
  visit.removeItem(SENT);
  if (sent && document.querySelector('[data-flash="success"]')) drafts.removeItem(PREFIX + sent);
  for (const key of Object.keys(drafts)) if (key.startsWith(PREFIX)) read(key);
  document.querySelectorAll("form[data-draft]").forEach(watch);
  addEventListener("submit", ({ target }) => {
    if (target.method !== "post") return;
    visit.setItem(SENT, target.dataset.draft ?? target.dataset.draftDone ?? "");
    if ("signOut" in target.dataset) forgetAll();
  });
}
