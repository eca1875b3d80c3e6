// The fast screen: what is typed is kept in this browser first, then sent, so that nothing is lost when the network fails.
// Each entry has a key of its own: sent twice it is taken in once. It belongs to whoever typed it: nobody else who signs in
// here reads or sends it. Without this script the form is sent as any other.
const form = document.getElementById("intake");
const say = form.dataset;
const box = document.getElementById("unsent");
const said = document.getElementById("said");
const fields = form.elements;
const WHO = "demosx:intake-who";
const UNSENT = "demosx:unsent";
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const KEPT = new Set(["event", "channel", "district", "kind", "consent_words"]);
const NOT_KEPT = new Set(["csrf_token", "who", "near", "more"]);
const SAYS = ["kind", "title", "body", "number", "person"];
const EVERY = 30_000;
const {seal, unseal, opener} = await import(say.sealing);
const read = new Map();  // what was typed here since this page was opened, by key: it can be read without network
let me = say.me ? JSON.parse(say.me) : JSON.parse(localStorage.getItem(WHO) ?? "null");  // who types
let opens = null;  // what opens theirs, while they are signed in
let clears = false;  // whether they may throw away what a colleague has left
let more = false;
let made = "";  // the code that was made here for whoever is speaking
let sending = false;
let asked = false;  // whether somebody has pressed the button meanwhile

// What waits, in the browser's database.
const opened = window.isSecureContext && window.indexedDB ? new Promise((done, failed) => {
  const asked = indexedDB.open("demosx-intake", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("entries", {keyPath: "key"});
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
}) : Promise.reject(new DOMException("no database", "NotSupportedError"));

async function store(mode, act) {
  const database = await opened;
  return new Promise((done, failed) => {
    const work = database.transaction("entries", mode);
    const asked = act(work.objectStore("entries"));
    work.oncomplete = () => done(asked.result);
    work.onerror = work.onabort = () => failed(work.error);
  });
}

async function keep(whose, {key, at, ...said}, instead = key) {
  const kept = {key, at, account: whose.account, name: whose.name, sealed: await seal(whose.seals, key, said)};
  await store("readwrite", (entries) => {
    if (instead !== key) entries.delete(instead);
    return entries.put(kept);
  });
  read.delete(instead);
  read.set(key, {key, at, ...said});
}

const drop = (key) => store("readwrite", (entries) => entries.delete(key));
const waiting = async () => (await store("readonly", (entries) => entries.getAll())).sort((a, b) => a.at - b.at);
const isMine = (kept) => kept.account === me?.account;

// An entry as it was typed, if it is theirs who are here and can be read now; else nothing of it.
async function readable(kept) {
  if (!isMine(kept)) return null;
  if (!opens) return read.get(kept.key) ?? null;
  const said = await unseal(opens, kept.key, kept.sealed);
  return said && {key: kept.key, at: kept.at, ...said};
}

// Codes, as the server makes them: the last letter tells a slip of the finger.
function withCheck(letters) {
  const sum = [...letters].reduce((total, letter, at) => total + (at + 1) * ALPHABET.indexOf(letter), 0);
  return letters + ALPHABET[sum % ALPHABET.length];
}

function newCode() {
  const letters = [];
  while (letters.length < 11) {
    const [number] = crypto.getRandomValues(new Uint8Array(1));
    if (number < 248) letters.push(ALPHABET[number % 31]);
  }
  return withCheck(letters.join("")).match(/.{4}/g).join("-");
}

function goodCode(typed) {
  const inAddress = typed.includes("?") ? new URLSearchParams(typed.split("?")[1]).get("code") ?? "" : typed;
  const letters = inAddress.replace(/[\s\-–—_.]/g, "").toUpperCase();
  return letters.length === 12 && [...letters].every((letter) => ALPHABET.includes(letter))
    && withCheck(letters.slice(0, 11)) === letters;
}

// Thirteen digits that begin with a birthday: never kept, not here either.
function resident(text) {
  const found = text.normalize("NFKC").matchAll(/(?<!\d)(?=(\d(?:[\W_]{0,4}\d){12})(?!\d))/g);
  return [...found].some(([, run]) => /^\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[1-8]/.test(run.replace(/\D/g, "")));
}

// Checking, as far as it can be done here.
function wrong(name, text) {
  const field = fields[name];
  const place = field.closest(".field");
  place.querySelector(".field-error")?.remove();
  field.toggleAttribute("aria-invalid", Boolean(text));
  if (!text) return false;
  const note = document.createElement("p");
  note.className = "field-error";
  note.id = `${name}-error`;
  note.setAttribute("role", "alert");
  note.textContent = text;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim());
  (place.querySelector(".check") ?? field).before(note);
  return true;
}

function check() {
  const kind = fields.kind.value;
  const empty = (name) => (fields[name].value.trim() ? "" : say.fill);
  const problems = {
    title: kind === "proposal" ? empty("title") : "",
    number: kind === "opinion" ? empty("number") : "",
    body: empty("body"),
    consent: fields.consent.checked ? "" : say.consent,
    code: fields.code.value.trim() && !goodCode(fields.code.value) ? say.badCode : "",
  };
  for (const name of ["title", "body", "number", "person", "name", "contact", "note", "code"]) {
    if (resident(fields[name].value)) problems[name] = say.resident;
    else problems[name] ??= "";
  }
  const found = Object.entries(problems).filter(([name, text]) => wrong(name, text));
  if (found.length) fields[found[0][0]].focus();
  return !found.length;
}

// Saving: into the browser, then on.
function typed() {
  const entry = {key: fields.key.value || crypto.randomUUID(), at: Date.now(), error: "", fields: {}};
  for (const [name, value] of new FormData(form)) if (!NOT_KEPT.has(name)) entry.fields[name] = value;
  entry.fields.key = entry.key;
  entry.fields.who = me.who;
  if (more && !entry.fields.person) entry.fields.person = `#${entry.key.replaceAll("-", "").slice(0, 12)}`;
  return entry;
}

function nextCard(entry, code) {
  for (const field of fields) {
    if (!field.name || KEPT.has(field.name) || NOT_KEPT.has(field.name)) continue;
    if (field.type === "checkbox") field.checked = more;
    else if (field.type === "radio") field.checked = false;
    else field.value = "";
  }
  fields.key.value = crypto.randomUUID();
  if (more) {
    for (const name of ["person", "group"]) if (fields[name]) fields[name].value = entry.fields[name] ?? "";
    if (fields.event.value) fields.code.value = code;
  }
  document.getElementById("found").replaceChildren();
  for (const field of form.querySelectorAll("textarea, input")) field.dispatchEvent(new Event("change", {bubbles: true}));
  const first = fields.kind.value === "opinion" ? document.getElementById("find") : fields.title;
  scrollTo({top: 0});
  first.focus({preventScroll: true});
}

function told(text) {
  said.hidden = false;
  said.textContent = text;
}

function same(before, entry) {
  return before && (before.error || SAYS.every((name) => before.fields[name] === entry.fields[name]));
}

async function save() {
  const entry = typed();
  const there = await store("readonly", (entries) => entries.get(entry.key));
  if (there && !same(await readable(there), entry)) {
    entry.key = entry.fields.key = crypto.randomUUID();  // typed in a tab that was copied from another one
  }
  const given = entry.fields.code.trim();
  const code = given || newCode();
  if (!given) made = code;
  entry.fields.code = code;
  await keep(me, entry);
  told([navigator.onLine ? say.saved : say.kept, code === made ? say.code.replace("{code}", code) : ""].join(" ").trim());
  nextCard(entry, code);
  await show();
  await send();
}

// Sending, in the order in which it was typed.
async function ready() {
  const answer = await fetch(say.ready, {headers: {Accept: "application/json"}, cache: "no-store"});
  return answer.json();
}

async function sendOne(entry, who) {
  const data = new FormData();
  for (const [name, value] of Object.entries(entry.fields)) data.set(name, value);
  data.set("csrf_token", who.token);
  const answer = await fetch(form.action, {method: "POST", body: data, headers: {Accept: "application/json"}});
  const json = (answer.headers.get("Content-Type") ?? "").includes("json") && !answer.redirected;
  const answered = json ? await answer.json() : {};
  if (answer.ok && json) {
    await drop(entry.key);
    if (answered.note && !said.textContent.includes(answered.note)) said.append(` ${answered.note}`);
  }
  else if (json && [403, 404, 409, 422].includes(answer.status)) {
    const key = answered.key || entry.key;  // a new one where this one is another entry's, from a tab that was copied
    const refused = {...entry, key, fields: {...entry.fields, key}, error: answered.message || String(answer.status)};
    await keep(who.me, refused, entry.key);
  }
  else return false;
  return true;
}

async function sendAll(again) {
  if (!(await waiting()).length) return "";
  let who;
  try {
    who = await ready();
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return say.offline;
    throw error;
  }
  await meet(who);
  if (!who.may) return who.signed_in ? say.notTheirs : say.signIn;
  const entries = (await Promise.all((await waiting()).map(readable))).filter((entry) => entry && (again || !entry.error));
  try {
    for (const entry of entries) if (!await sendOne(entry, who)) return say.offline;
  } catch (error) {
    if (error instanceof TypeError) return say.offline;
    throw error;
  }
  return "";
}

async function send(again = false) {
  asked = again && sending;
  if (sending) return;
  sending = true;
  let why = "";
  try {
    why = navigator.locks
      ? await navigator.locks.request("demosx-intake", {ifAvailable: true}, (lock) => (lock ? sendAll(again) : ""))
      : await sendAll(again);
  } finally {
    sending = false;
    await show(why);
  }
  if (asked) await send(true);
}

// Who is here now: what somebody else has typed can be read no more.
async function meet(who) {
  if (who.may) localStorage.setItem(WHO, JSON.stringify(who.me));
  if (who.me?.account !== me?.account) leave();
  if (who.may) [me, opens, clears] = [who.me, await opener(who.opens), who.clears];
}

function leave() {
  read.clear();
  opens = null;
  clears = false;
}

// What waits, on the screen.
function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-plain";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function line(entry) {
  const item = document.createElement("li");
  const title = document.createElement("p");
  title.textContent = entry.fields.title || entry.fields.body.slice(0, 60);
  item.append(title);
  if (entry.error) {
    const why = document.createElement("p");
    why.className = "field-error";
    why.textContent = entry.error;
    item.append(why, buttons(button(say.correct, () => bringBack(entry)), button(say.throwAway, () => throwAway(say.sure, [entry]))));
  }
  return item;
}

// What a colleague has left here: how much, and nothing of what it says.
function theirs(entries) {
  const item = document.createElement("li");
  const fill = (words) => words.replaceAll("{name}", entries[0].name).replaceAll("{n}", entries.length);
  item.append(Object.assign(document.createElement("p"), {textContent: fill(say.theirs)}));
  if (clears) item.append(buttons(button(fill(say.clear), () => throwAway(fill(say.sureTheirs), entries))));
  return item;
}

function buttons(...made) {
  const row = document.createElement("p");
  row.className = "buttons";
  row.append(...made);
  return row;
}

async function throwAway(question, entries) {
  if (!confirm(question)) return;
  for (const {key} of entries) await drop(key);
  await show();
}

// Onto the card; what somebody is just typing there would be gone.
function bringBack(entry) {
  const typing = ["title", "body"].some((name) => fields[name].value.trim()) && fields.key.value !== entry.key;
  if (typing && !confirm(say.over)) return;
  for (const [name, value] of Object.entries(entry.fields)) {
    const field = fields[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
  for (const field of form.querySelectorAll("textarea, input")) field.dispatchEvent(new Event("change", {bubbles: true}));
  fields.body.focus();
}

async function show(why = "") {
  const entries = await waiting();
  const mine = entries.filter(isMine);
  const colleagues = new Set(entries.filter((entry) => !isMine(entry)).map((entry) => entry.account));
  const others = [...colleagues].map((account) => entries.filter((entry) => entry.account === account));
  const known = (await Promise.all(mine.map(readable))).filter(Boolean);
  localStorage.setItem(UNSENT, JSON.stringify(Object.fromEntries([mine, ...others].map((of) => [of[0]?.account ?? "", of.length]))));
  box.hidden = !entries.length;
  const title = box.querySelector(".unsent-title");
  const count = !mine.length ? say.unsentTheirs : mine.length === 1 ? say.unsentOne : say.unsentMany.replace("{n}", mine.length);
  if (title.textContent !== count) title.textContent = count;
  const unread = opens && known.length < mine.length ? say.unread : "";
  const failed = known.some((entry) => entry.error) ? say.wrong : "";
  box.querySelector(".unsent-why").textContent = [why || failed, unread].join(" ").trim();
  box.querySelector(".unsent-list").replaceChildren(...known.map(line), ...others.map(theirs));
  box.querySelector("[data-send]").hidden = !mine.length;
  box.querySelector("[data-sign-in]").hidden = why !== say.signIn;
}

// What belongs to one kind only; and looking for the proposal that an opinion is on.
function fit() {
  for (const part of form.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== fields.kind.value;
}

let typing = 0;
async function find(words) {
  const list = document.getElementById("found");
  let found = [];
  try {
    const answer = await fetch(`${say.find}?q=${encodeURIComponent(words)}`, {headers: {Accept: "application/json"}});
    found = answer.ok ? (await answer.json()).found : [];
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
  if (document.getElementById("find").value.trim() !== words) return;
  list.replaceChildren(...found.map((one) => {
    const item = document.createElement("li");
    item.append(button(`${one.title} · ${one.stage} · ${one.number}`, () => {
      fields.number.value = one.number;
      list.replaceChildren(Object.assign(document.createElement("li"), {textContent: say.chosen.replace("{title}", one.title)}));
      fields.body.focus();
    }));
    return item;
  }));
  if (!found.length) list.append(Object.assign(document.createElement("li"), {textContent: say.nothing}));
}

form.addEventListener("change", (event) => {
  fit();
  if (event.target.name === "near" && event.target.checked) fields.number.value = event.target.value;
});
document.getElementById("find").addEventListener("input", ({target}) => {
  clearTimeout(typing);
  const words = target.value.trim();
  if (words.length > 1) typing = setTimeout(() => find(words), 300);
});
document.getElementById("find").addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

async function begin() {
  fit();
  for (const part of document.querySelectorAll("[data-scripts]")) part.hidden = false;
  try {
    await opened;
  } catch (error) {
    if (error instanceof DOMException) return;  // no database here, as in some private windows: the form is sent at once
    throw error;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    more = event.submitter?.name === "more";
    if (!me) told(say.signIn);
    else if (check()) save();
  }, true);
  box.querySelector("[data-send]").addEventListener("click", () => send(true));
  addEventListener("online", () => send());
  addEventListener("storage", ({key, newValue}) => {
    if (key !== WHO) return;
    const now = JSON.parse(newValue ?? "null");
    if (now?.account === me?.account) return;
    leave();  // signed out in another tab, and perhaps somebody else has come
    me = now;
    show();
  });
  setInterval(() => document.visibilityState === "visible" && send(), EVERY);
  if (!fields.key.value) fields.key.value = crypto.randomUUID();
  await show();
  await here();
  await send();
}

// Lets this screen open again without network, and learns who types.
async function here() {
  try {
    const who = await ready();
    await meet(who);
    if (!who.may) return;
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(say.worker, {scope: say.screen});
    const worker = await navigator.serviceWorker.ready;
    worker.active.postMessage("keep");
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    const event = new URLSearchParams(location.search).get("event");
    if (event) fields.event.value = event;
  }
}

await begin();
