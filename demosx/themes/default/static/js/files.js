// Pictures and files are sent as soon as they are chosen, one after the other; without this script the form does the same.
// Whatever else is sent from the page waits until they are there.
for (const done of document.querySelectorAll("[data-done]")) {
  const link = document.createElement("a");
  link.href = done.dataset.done;
  link.className = done.className;
  link.textContent = done.textContent;
  done.replaceWith(link);
}

const PIECE = { "X-Requested-With": "fragment" };
const running = new Set(); // promises of whether it went well
let wrong = null;
let leaving = false;

function wait(work) {
  running.add(work);
  return work.finally(() => running.delete(work));
}
const words = (text, name, n = "") => text.replace("{name}", name).replace("{n}", n);

function show(section, html) {
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-uploads]");
  if (!found) return null;
  section.replaceWith(found);
  prepare(found);
  return found;
}

function send(section, file) {
  const data = new FormData(section.querySelector("[data-add]"));
  data.set("file", file, file.name);
  const status = section.querySelector(".uploads-status");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", section.dataset.uploads);
    request.setRequestHeader("X-Requested-With", PIECE["X-Requested-With"]);
    request.upload.addEventListener("progress", (event) => {
      const n = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      status.textContent = n < 100 ? words(section.dataset.sending, file.name, `${n}%`) : words(section.dataset.working, file.name);
    });
    request.addEventListener("load", () => done({ status: request.status, html: request.responseText }));
    request.addEventListener("error", () => done({ status: 0, html: "" }));
    request.send(data);
  });
}

async function sendAll(section, files) {
  for (const file of files) {
    section.classList.add("uploads-busy");
    const answer = await send(section, file);
    const failed = section.dataset[answer.status === 413 ? "large" : "failed"];
    const shown = answer.html && show(section, answer.html);
    section.classList.remove("uploads-busy");
    if (!shown) {
      const status = section.querySelector(".uploads-status");
      status.textContent = words(failed, file.name);
      section.querySelector("[data-add]").reset();
      return refused(status);
    }
    section = shown;
    if (answer.status >= 400) return refused(section.querySelector(".uploads-wrong"));
  }
  if (away()) return true;
  const empty = [...section.querySelectorAll("[data-describe] input[name=description]")].find((box) => !box.value);
  (empty ?? section.querySelector("[data-add] input[type=file]"))?.focus();
  return true;
}

// Whether somebody has gone on to write elsewhere on the page meanwhile, or has sent it.
function away() {
  return leaving || document.activeElement?.closest("form:not([data-add])");
}

// What is wrong stands above the list; on a telephone it would be out of sight.
function refused(said) {
  wrong = said;
  lookAt(said);
  return false;
}

function lookAt(said) {
  said.tabIndex = -1;
  said.focus();
}

async function post(section, form) {
  const answer = await fetch(form.action, { method: "POST", headers: PIECE, body: new FormData(form) }).catch(() => null);
  return answer ? show(section, await answer.text()) : null;
}

function prepare(section) {
  const box = section.querySelector("[data-add] input[type=file]");
  if (box) {
    box.multiple = true;
    box.removeAttribute("form"); // it is sent by itself, not with the text
    box.addEventListener("change", () => wait(sendAll(section, [...box.files])));
    section.querySelector("[data-add] button").hidden = true;
  }
  for (const form of section.querySelectorAll("[data-describe]")) {
    const button = form.querySelector("button");
    button.hidden = true;
    const save = async () => {
      const answer = await fetch(form.action, { method: "POST", headers: PIECE, body: new FormData(form) }).catch(() => null);
      const status = section.querySelector(".uploads-status");
      if (answer?.ok) status.textContent = section.dataset.saved;
      else if (answer) show(section, await answer.text());
      button.hidden = Boolean(answer?.ok);
      return answer?.ok || refused(section.isConnected ? status : document.querySelector(".uploads-wrong"));
    };
    form.elements.description.addEventListener("change", () => wait(save()));
  }
  section.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if ("add" in form.dataset) return wait(sendAll(section, [...box.files]));
    const shown = await post(section, form);
    if (!shown) form.submit();
    else if (shown.querySelector(".uploads-wrong [role=alert]")) lookAt(shown.querySelector(".uploads-wrong"));
    else shown.querySelector("[data-add] input[type=file]")?.focus();
  });
}

for (const section of document.querySelectorAll("[data-uploads]")) prepare(section);

addEventListener("submit", async (event) => {
  if (!running.size || event.target.closest("[data-uploads]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (leaving) return;
  leaving = true;
  const well = (await Promise.all(running)).every(Boolean);
  leaving = false;
  if (well) event.target.requestSubmit(event.submitter);
  else lookAt(wrong);
}, true);
