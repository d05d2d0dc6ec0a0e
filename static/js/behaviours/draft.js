// Keeps on the server what is being written, a second after the last key and when the page is left.

const PAUSE = 1000;
const kept = new WeakMap();

function state(form) {
  if (!kept.has(form)) kept.set(form, { timer: 0, words: words(form), request: null, isSent: false });
  return kept.get(form);
}

function words(form) {
  return [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "key"].includes(name)).join("\n");
}

function holding(form) {
  const data = new FormData(form);
  data.append("place", form.dataset.place);
  return data;
}

// Resolves when everything written so far is kept.
async function keep(form) {
  const now = state(form);
  clearTimeout(now.timer);
  const line = form.querySelector("[data-draft-state]");
  const written = words(form);
  if (now.isSent || written === now.words) return;
  now.request?.abort();
  now.request = new AbortController();
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: holding(form), signal: now.request.signal });
    if (answer.ok) now.words = written;
    line.textContent = answer.status < 500 ? await answer.text() : line.dataset.failed;
  } catch (error) {
    if (error.name !== "AbortError") line.textContent = line.dataset.failed;
  }
}

function leave(form) {
  const now = state(form);
  if (now.isSent || words(form) === now.words) return;
  if (navigator.sendBeacon(form.dataset.draft, holding(form))) now.words = words(form);
}

function watch(form) {
  const now = state(form);
  form.addEventListener("input", () => {
    clearTimeout(now.timer);
    now.timer = setTimeout(keep, PAUSE, form);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(now.timer);
    now.request?.abort();
    // Should the way to the server fail, the words are kept; what did arrive is not kept a second time. A button with
    // a name of its own keeps or throws away by itself.
    if (form.elements.key && !event.submitter?.name) leave(form);
    now.isSent = true;
  });
  addEventListener("pagehide", () => leave(form));
  // Back from the page that the form led to: what is corrected here is worth keeping again.
  addEventListener("pageshow", () => { now.isSent = false; });
}

document.querySelectorAll("form[data-draft]").forEach(watch);
