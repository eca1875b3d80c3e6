// Shows what is like the title that is being typed, and lets people support it without leaving what they write.
const PAUSE = 700;
const SHORTEST = 4;
const panel = document.querySelector("[data-similar]");
const form = document.getElementById("writing");
const supporting = document.getElementById("supporting");
const words = document.querySelector("[data-kept]")?.dataset;
let waiting = 0;
let asked = "";

async function look() {
  const title = form.elements.title.value.trim();
  if (title === asked || panel.contains(document.activeElement)) return;
  asked = title;
  if (title.length < SHORTEST) return panel.replaceChildren();
  const body = new URLSearchParams();
  for (const name of ["csrf_token", "title", "body"]) body.set(name, form.elements[name].value);
  try {
    const answer = await fetch(panel.dataset.similar, { method: "POST", body });
    if (!answer.ok || asked !== title) return;
    panel.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no network: nothing is shown, and nothing is lost
  }
}

async function support(button) {
  const body = new URLSearchParams({ csrf_token: supporting.elements.csrf_token.value });
  const answer = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok) {
    const done = document.createElement("p");
    done.className = "supported";
    done.setAttribute("role", "status");
    done.textContent = words.supported;
    button.replaceWith(done);
  } else {
    // Something has to be done first, such as signing in: the page leads there. What is written is kept.
    form.dispatchEvent(new CustomEvent("keepnow"));
    supporting.action = button.formAction;
    supporting.submit();
  }
}

if (panel && form) {
  form.elements.title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  if (form.elements.title.value) look();
  supporting.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    support(event.submitter);
  });
}
