// Quotes the words that are marked in a post; without marks the button does what it does without this script.

const form = document.querySelector("form[data-draft]");
let marked = "";

function markedIn(article) {
  const selection = getSelection();
  const words = article?.querySelector(".words");
  return words && selection.rangeCount && words.contains(selection.getRangeAt(0).commonAncestorContainer)
    ? selection.toString().trim()
    : "";
}

function insert(box, text) {
  const before = box.value.slice(0, box.selectionEnd);
  const gap = before && !before.endsWith("\n\n") ? "\n\n" : "";
  box.setRangeText(gap + text, box.selectionEnd, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

function quote(button) {
  const { name, topic } = button.dataset;
  insert(form.elements.body, `[quote="${name}, post:${button.value}, topic:${topic}"]\n${marked}\n[/quote]\n\n`);
}

function attach(button) {
  // A click lets the marks go, so they are read before it.
  button.addEventListener("pointerdown", () => { marked = markedIn(button.closest("article")); });
  button.addEventListener("click", (event) => {
    marked ||= markedIn(button.closest("article"));
    if (!marked) return;
    event.preventDefault();
    quote(button);
    marked = "";
  });
}

if (form) document.querySelectorAll("[data-quote]").forEach(attach);
