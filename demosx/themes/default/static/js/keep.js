// Keeps what is typed in form[data-keep] on the site, while it is typed. What cannot be kept there for now stays on this
// device (drafts.js), and is tried again.
const PAUSE = 1500;
const AGAIN = 20000;
const PATIENCE = 15000;
const MOST_ON_LEAVING = 60000;
const form = document.querySelector("form[data-keep]");
const note = document.querySelector("[data-kept]");
const found = document.querySelector("[data-found]");
let waiting = 0;
let running = null;
let changed = false;
let over = false;
let sending = false;
let away = false; // no answer came: there is no network

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-plain";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function say(text, tone = "", ...acts) {
  note.className = `kept-note ${tone}`.trim();
  note.replaceChildren(text, ...acts);
}

function point(html) {
  found.hidden = !html;
  if (!html) return found.replaceChildren();
  const title = document.createElement("p");
  title.className = "notice-title";
  title.textContent = found.dataset.title;
  const box = document.createElement("div");
  box.append(title, ...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  found.replaceChildren(box);
}

function post(leaving) {
  const body = new URLSearchParams(new FormData(form));
  const keepalive = leaving && body.toString().length < MOST_ON_LEAVING;
  const options = { method: "POST", body, keepalive, headers: { Accept: "application/json" } };
  return fetch(form.dataset.keep, leaving ? options : { ...options, signal: AbortSignal.timeout(PATIENCE) });
}

// Signing in in another window, or a long absence, leaves this form with a token that counts no more.
async function renewToken() {
  const page = await fetch(form.dataset.here);
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrf_token]");
  for (const one of document.querySelectorAll("[name=csrf_token]")) one.value = fresh.value;
}

function apart() {
  form.elements.draft.value = form.elements.draft_revision.value = "";
  form.elements.window.value = crypto.randomUUID().slice(0, 16);
  over = false;
  keep();
}

function conflict(said) {
  over = true;
  const there = document.createElement("a");
  there.className = "button button-plain";
  there.href = `${form.dataset.here}?draft=${form.elements.draft.value}`;
  there.target = "_blank";
  there.textContent = note.dataset.theirs;
  const acts = [button(note.dataset.apart, apart)];
  say(said.message, "kept-wrong", ...(said.error === "draft_changed" ? [there, ...acts] : acts));
}

function kept(said) {
  if (said.draft) {
    if (!changed) form.dispatchEvent(new CustomEvent("kept"));
    const first = form.elements.draft.value !== String(said.draft);
    form.elements.draft.value = said.draft;
    form.elements.draft_revision.value = said.revision;
    if (first) {
      form.dataset.draft = form.elements.draft_name.value = `proposal-${form.elements.process_key.value}-${said.draft}`;
      history.replaceState(history.state, "", `${form.dataset.here}?draft=${said.draft}`);
    }
    say(said.saved);
  }
  point(said.found);
}

function later(text) {
  say(text || note.dataset.failed, "kept-wrong");
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(keep, AGAIN);
}

async function send(again = true) {
  changed = false;
  let answer;
  try {
    answer = await post(false);
    away = false;
    if (answer.status === 400 && again && (await answer.clone().json()).error === "csrf") {
      await renewToken();
      return send(false);
    }
    if (!answer.headers.get("Content-Type")?.includes("json")) return later();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    away = true;
    return later();
  }
  const said = await answer.json();
  if (answer.ok) return kept(said);
  if (answer.status === 409) return conflict(said);
  if (answer.status === 429 || answer.status >= 500) return later();
  if ("found" in said) point(said.found);
  say(said.message, "kept-wrong");
}

function keep() {
  clearTimeout(waiting);
  if (over || running) return;
  running = send().finally(() => {
    running = null;
    if (changed && !over && !note.classList.contains("kept-wrong")) waiting = setTimeout(keep, PAUSE);
  });
}

if (form) {
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("keepnow", keep);
  addEventListener("online", () => changed && keep());
  document.addEventListener("visibilitychange", () => document.hidden && changed && keep());
  addEventListener("pagehide", () => changed && !over && !running && post(true));
  addEventListener("pageshow", (event) => event.persisted && (over = sending = false));
  // What is written is kept before the form is sent: so no draft comes after what was filed from it, a token that counts
  // no more is renewed, and where there is no network, or another window was faster, the page stays.
  form.addEventListener("submit", async (event) => {
    if (sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (over) return note.scrollIntoView({ block: "nearest" });
    const submitter = event.submitter;
    const keeps = submitter?.formAction.endsWith(form.dataset.keep) && !submitter.name;
    if (!keeps) say(note.dataset.keeping);
    await running;
    keep();
    await running;
    if (keeps || over || away) return note.scrollIntoView({ block: "nearest" });
    sending = over = true;
    clearTimeout(waiting);
    form.requestSubmit(submitter);
  }, true);
  // Enter in the title goes on to the text; it sends nothing by accident.
  form.elements.title.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.elements.body.focus();
  });
}
