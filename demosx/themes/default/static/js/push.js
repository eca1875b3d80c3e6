// Asks the browser to show notices, and tells the site where it can be reached. The form is there only where that works.
const form = document.querySelector("form[data-push]");
const able = form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(words) {
  const text = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function words(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function subscribe() {
  const registration = await navigator.serviceWorker.register(form.dataset.worker, {scope: "/"});
  await navigator.serviceWorker.ready;
  const known = await registration.pushManager.getSubscription();
  return known ?? registration.pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push),
  });
}

async function send(event) {
  event.preventDefault();
  const refused = form.querySelector("[data-refused]");
  try {
    const made = await subscribe();
    form.elements.endpoint.value = made.endpoint;
    form.elements.p256dh.value = words(made.getKey("p256dh"));
    form.elements.auth.value = words(made.getKey("auth"));
    form.submit();
  } catch {
    refused.hidden = false;
  }
}

if (able) {
  form.hidden = false;
  form.addEventListener("submit", send);
}
