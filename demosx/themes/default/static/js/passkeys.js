// form[data-passkey]: asks the device what the site wants to know, and sends its answer as a form. Where a browser
// cannot, the sentence in the form stays, and the rest of the page works as it is.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function question(form) {
  const asked = JSON.parse(form.dataset.asked);
  return { ...asked, challenge: bytes(asked.challenge) };
}

async function make(form) {
  const asked = question(form);
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const publicKey = { ...asked, user, excludeCredentials: known(asked.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id, rawId: text(made.rawId), type: made.type,
    response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) },
  };
}

async function show(form) {
  const asked = question(form);
  const shown = await navigator.credentials.get({ publicKey: { ...asked, allowCredentials: known(asked.allowCredentials) } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return {
    id: shown.id, rawId: text(shown.rawId), type: shown.type,
    response: {
      clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
  };
}

async function ask(form) {
  const failed = form.querySelector(".passkey-failed");
  const button = form.querySelector("button[type=submit]");
  failed.hidden = true;
  button.disabled = true;
  try {
    const answer = await (form.dataset.passkey === "make" ? make : show)(form);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    // The device says only that it did not happen: cancelled, too late, or nothing there.
    failed.textContent = form.dataset.failed;
    failed.hidden = false;
    button.disabled = false;
  }
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.querySelector(".passkey-none").hidden = true;
  form.querySelector(".passkey-able").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
  if ("start" in form.dataset) ask(form);
}
