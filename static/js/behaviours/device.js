// What lies on the device: a worker that keeps the frame of the pages for a member, and all of it erased when asked.

let isErased = false;

// Whether everything was erased since this page was opened; nothing may be kept on the device after that.
export function isForgotten() {
  return isErased;
}

function emptied(storage) {
  try {
    window[storage].clear();
  } catch {
    // A browser that refuses us storage has nothing of ours in it.
  }
}

async function unregister() {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(all.map((registration) => registration.unregister()));
}

async function dropCaches() {
  const names = (await window.caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function dropDatabases() {
  const all = (await indexedDB.databases?.()) ?? [];
  all.forEach(({ name }) => indexedDB.deleteDatabase(name));
}

// Erases everything that we keep on this device, cookies apart; what can be done at once is done before it returns.
export async function forget() {
  isErased = true;
  emptied("localStorage");
  emptied("sessionStorage");
  await Promise.allSettled([unregister(), dropCaches(), dropDatabases()]);
}

document.querySelectorAll("form[data-forget]").forEach((form) => form.addEventListener("submit", forget));
if (document.querySelector("[data-forgotten]")) forget();

const { worker } = document.body.dataset;
// Where a browser refuses the worker, as in some private windows, the pages work all the same.
if (worker) navigator.serviceWorker?.register(worker).catch(() => {});
