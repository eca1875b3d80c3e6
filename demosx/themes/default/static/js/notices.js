// A notice that is opened is read. Without this script there is the button that marks all as read.
const token = document.querySelector("#reading input[name='csrf_token']")?.value;

addEventListener("click", (event) => {
  const link = event.target.closest("a[data-read]");
  if (!link || !token) return;
  const form = new FormData();
  form.set("csrf_token", token);
  navigator.sendBeacon(link.dataset.read, form);
});
