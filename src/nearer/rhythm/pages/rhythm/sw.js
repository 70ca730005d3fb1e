{% autoescape off %}// Shows the one notice there is, and opens the first page when it is tapped. It keeps nothing: no page, no word.
// What arrives says nothing, so there is nothing in it to be read.
const said = {{ said }};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, tag: said.tag }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/"));
});
{% endautoescape %}
