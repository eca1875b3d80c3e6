// Shows that there is news while no page of the site is open, and leads to one's own list.
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  event.waitUntil(self.registration.showNotification(said.title ?? "", {
    body: said.body ?? "", data: {link: said.link ?? "/me/notices"}, tag: "news", renotify: true,
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data.link, self.location.origin);
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({type: "window"});
    const here = open.find((one) => new URL(one.url).pathname === target.pathname);
    return here ? here.focus() : self.clients.openWindow(target.href);
  })());
});
