// Answers for the screen of intake while there is no network, and for what that screen is drawn with. Nothing else is kept:
// no other page, and of this one only what is the same for all who may open it. Signing out deletes it.
const CACHE = "demosx-intake";
const SHELL = {{ shell|tojson }};
const SCREEN = {{ screen|tojson }};
const DRAWN_WITH = {{ drawn_with|tojson }};
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The screen asks for it each time that it opens with network: the events of today, and what signing out has deleted.
self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(keep());
});

async function keep() {
  const answer = await fetch(SHELL, {headers: {Accept: "text/html"}});
  if (!answer.ok || answer.redirected) return;
  const page = await answer.clone().text();
  const named = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address.replaceAll("&amp;", "&"));
  const wanted = new Set(named.filter((address) => DRAWN_WITH.some((start) => address.startsWith(start))));
  const cache = await caches.open(CACHE);
  for (const kept of await cache.keys()) {
    const address = new URL(kept.url);
    if (!wanted.has(address.pathname + address.search)) await cache.delete(kept);
  }
  for (const address of wanted) if (!await cache.match(address)) await cache.add(address);
  await cache.put(SHELL, answer);  // last: it is shown only once everything that it needs is here
}

async function shown(request) {
  try {
    return await fetch(request, {signal: AbortSignal.timeout(PATIENCE)});
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(SHELL);
    if (kept) return kept;
    throw error;
  }
}

async function drawn(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  if (kept && new URL(request.url).search) return kept;  // its address says which version it is
  return fetch(request).catch((error) => kept ?? Promise.reject(error));
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (address.pathname === SCREEN) event.respondWith(shown(event.request));
  } else if (DRAWN_WITH.some((start) => address.pathname.startsWith(start))) {
    event.respondWith(drawn(event.request));
  }
});
