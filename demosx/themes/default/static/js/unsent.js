// Signing out of a device on which one's entries wait that were not sent: asked about first. Afterwards the screen of intake
// opens here without network no more; what waits stays until whoever typed it signs in here again.
const words = document.getElementById("unsent-words")?.dataset ?? {};
const many = JSON.parse(localStorage.getItem("demosx:unsent") ?? "{}")[words.account];

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  if (many) form.dataset.confirm = words.question.replace("{n}", many);
  form.addEventListener("submit", () => {
    localStorage.removeItem("demosx:intake-who");
    if ("caches" in window) caches.delete("demosx-intake");
  });
}
