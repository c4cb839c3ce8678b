// Serves the page's own files when there is no network. `seal.js` fills in what they are.
//
// The network comes first, so that a new build shows at once, and a stale copy is used only where there is none.
// Nothing but this page's own files is ever answered or kept.
const version = "VERSION";
const files = ["FILES"];
const cacheName = `netplat-${version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const forgetOld = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("netplat-") && name !== cacheName) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(forgetOld());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const scope = new URL(self.registration.scope);
  if (event.request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const file = decodeURI(url.pathname.slice(scope.pathname.length)) || "index.html";
  if (!files.includes(file)) return;
  event.respondWith(
    fetch(event.request, { cache: "no-cache" }).catch(async () => {
      const kept = await (await caches.open(cacheName)).match(file);
      return kept ?? Response.error();
    }),
  );
});
