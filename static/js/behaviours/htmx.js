// Fetches htmx once a pointer or the focus comes near something that uses it. A press that is quicker goes the plain way.
// A press that comes to nothing is told of where it was made, until the next one: in the words of the rule that refused
// it, if the answer has them.

const { htmx } = document.body.dataset;
const events = ["pointerover", "focusin"];

function near({ target }) {
  if (!(target instanceof Element) || !target.closest("[data-hx-post], [data-hx-target]")) return;
  for (const name of events) removeEventListener(name, near, true);
  const script = document.createElement("script");
  script.src = htmx;
  document.head.append(script);
}

function tell({ type, detail }) {
  const place = detail.elt.closest("[data-hx-swap]");
  const words = document.querySelector(`template[data-failed="${type}"]`)?.content.cloneNode(true);
  if (!place || !words) return;
  const answer = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const reason = answer.querySelector("[data-reason]");
  if (reason) words.querySelector("p").textContent = reason.textContent.trim();
  place.append(words);
}

function hush({ detail }) {
  detail.elt.closest("[data-hx-swap]")?.querySelector(".failed")?.remove();
}

if (htmx) for (const name of events) addEventListener(name, near, true);
for (const { dataset } of document.querySelectorAll("template[data-failed]")) addEventListener(dataset.failed, tell);
addEventListener("htmx:beforeRequest", hush);
