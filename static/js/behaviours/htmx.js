// Fetches htmx once a pointer or the focus comes near something that uses it. A press that is quicker goes the plain way.

const { htmx } = document.body.dataset;
const events = ["pointerover", "focusin"];

function near({ target }) {
  if (!(target instanceof Element) || !target.closest("[data-hx-post], [data-hx-target]")) return;
  for (const name of events) removeEventListener(name, near, true);
  const script = document.createElement("script");
  script.src = htmx;
  document.head.append(script);
}

if (htmx) for (const name of events) addEventListener(name, near, true);
