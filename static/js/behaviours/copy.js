// Copies a link instead of following it, and says so beside it; without leave to copy it is followed.

const line = document.querySelector("[data-copied-word]");
let last = null;

function restore() {
  if (!last) return;
  const label = last.querySelector("[data-copied]");
  label.textContent = label.dataset.label;
  last = null;
}

function tell(link) {
  restore();
  last = link;
  const label = link.querySelector("[data-copied]");
  label.dataset.label = label.textContent;
  label.textContent = label.dataset.copied;
  line.textContent = "";
  // The same words twice are told twice.
  setTimeout(() => { line.textContent = line.dataset.copiedWord; });
}

function copy(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.currentTarget;
  event.preventDefault();
  navigator.clipboard.writeText(link.href).then(() => tell(link), () => location.assign(link.href));
}

if (line && navigator.clipboard) {
  document.querySelectorAll("a[data-copy]").forEach((link) => link.addEventListener("click", copy));
}
