// Copying an address, and the list of apps that a telephone offers. Without this script the address can be marked and copied.
for (const share of document.querySelectorAll("[data-share-url]")) {
  const { shareUrl: url, shareTitle: title, shareDone: done } = share.dataset;
  const copy = share.querySelector("[data-share-copy]");
  const send = share.querySelector("[data-share-send]");
  const box = share.querySelector(".share-url");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      box.select();
      if (!document.execCommand("copy")) return;
    }
    share.querySelector("[data-share-status]").textContent = done;
  });
  if (navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
  box.addEventListener("focus", () => box.select());
}
