// Quotes the words that are marked in a post; without marks the button does what it does without this script.

import { write } from "../writing/write.js";

const form = document.querySelector("form[data-draft]");
let held = null;

function wordsAround(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const article = element?.closest("article");
  const words = article?.querySelector(".words");
  return words?.contains(node) ? { article, words } : null;
}

// The words that are marked, if all of them stand in one post that may be quoted.
export function marks() {
  const selection = getSelection();
  if (!form || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = wordsAround(range.startContainer);
  const button = start?.article.querySelector("[data-quote]");
  if (!button) return null;
  if (!start.words.contains(range.endContainer)) {
    // Three clicks mark a paragraph up to the start of what comes after it.
    const all = range.toString().trim();
    range.setEnd(start.words, start.words.childNodes.length);
    if (range.toString().trim() !== all) return null;
  }
  const text = selection.toString().trim();
  return text ? { button, range, text } : null;
}

function insert(box, text) {
  const before = box.value.slice(0, box.selectionEnd);
  const gap = before && !before.endsWith("\n\n") ? "\n\n" : "";
  write(box, box.selectionEnd, box.selectionEnd, gap + text);
}

// Puts what `marks` found into the reply.
export function quote({ button, text }) {
  const { name, topic } = button.dataset;
  insert(form.elements.body, `[quote="${name}, post:${button.value}, topic:${topic}"]\n${text}\n[/quote]\n\n`);
}

function attach(button) {
  // A click lets the marks go, so they are read before it; before the one that opens the menu, too.
  const menu = button.closest("[data-menu]") ?? button;
  menu.addEventListener("pointerdown", () => { held = marks() ?? (menu.open ? held : null); });
  button.addEventListener("click", (event) => {
    const found = held ?? marks();
    held = null;
    if (found?.button !== button) return;
    event.preventDefault();
    quote(found);
    menu.open = false;
  });
}

if (form) document.querySelectorAll("[data-quote]").forEach(attach);
