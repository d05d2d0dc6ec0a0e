// Quotes the words that are marked in a post; and keeps what is written before a link fills the box anew.

import { keep } from "./draft.js";

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

function quote(link) {
  const { quote: number, name, topic } = link.dataset;
  insert(form.elements.body, `[quote="${name}, post:${number}, topic:${topic}"]\n${marked}\n[/quote]\n\n`);
}

function attach(link) {
  // A click on a link lets the marks go, so they are read before it.
  link.addEventListener("pointerdown", () => { marked = markedIn(link.closest("article")); });
  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    marked ||= markedIn(link.closest("article"));
    if (marked && "quote" in link.dataset) {
      quote(link);
      marked = "";
      return;
    }
    await keep(form);
    location.assign(link.href);
  });
}

if (form) document.querySelectorAll("[data-quote], [data-reply]").forEach(attach);
