// Keeps the frame of the pages, the help page and a page for when the network is gone; never a member's page.

// Without cookies no page knows who asks; so it is told which language they read.
const plainly = (url) => new Request(url, { credentials: "omit", headers: { "Accept-Language": KEPT.language } });

async function keep() {
  const kept = await caches.open(KEPT.name);
  await kept.addAll([...KEPT.files, KEPT.offline, KEPT.help].map(plainly));
  await self.skipWaiting();
}

async function take() {
  const others = (await caches.keys()).filter((name) => name !== KEPT.name);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function asked(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

// The server locks the device as someone leaves. Should it be gone, this locks it once the server is back.
async function lock() {
  try {
    await self.cookieStore.set({ name: "left", value: "yes", sameSite: "lax" });
  } catch {
    // A browser whose workers set no cookies.
  }
}

async function leave(event) {
  try {
    return await asked(event);
  } catch {
    await lock();
    return Response.redirect(KEPT.away, 303);
  }
}

async function page(event, path) {
  try {
    return await asked(event);
  } catch {
    const kept = path === KEPT.help ? KEPT.help : KEPT.offline;
    return (await caches.match(kept, { ignoreVary: true })) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(take()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (pathname === KEPT.leave) event.respondWith(leave(event));
    else if (!KEPT.apart.includes(pathname)) event.respondWith(page(event, pathname));
  } else if (KEPT.files.includes(pathname)) {
    event.respondWith(file(event.request));
  }
});
