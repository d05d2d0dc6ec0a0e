// A button below words that were just marked in one post. The menu of a phone lies above them, so ours lies below.

import { marks, quote } from "./quote.js";

const GAP = 12;
const PAUSE = 300; // milliseconds that the marks of a finger must rest
const button = document.querySelector("[data-quote-marks]");
let found = null;
let isDown = false;
let timer = 0;

function hide() {
  clearTimeout(timer);
  button.hidden = true;
}

function show() {
  found = isDown ? null : marks();
  button.hidden = !found;
  if (!found) return;
  const lines = found.range.getClientRects();
  const last = lines[lines.length - 1] ?? found.range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - button.offsetWidth - GAP;
  button.style.top = `${scrollY + found.range.getBoundingClientRect().bottom + GAP}px`;
  button.style.left = `${Math.max(GAP, Math.min(last.right - button.offsetWidth / 2, most))}px`;
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(show, wait);
}

function begin(event) {
  if (event.target === button || button.contains(event.target)) return;
  isDown = true;
  hide();
}

function end(event) {
  if (!isDown) return;
  isDown = false;
  // Marks that a click lets go are gone a moment after it.
  if (event.type === "pointerup") soon(0);
}

function change() {
  if (getSelection().isCollapsed) hide();
  // The handles on a phone's screen send no pointer.
  else if (!isDown && matchMedia("(pointer: coarse)").matches) soon(PAUSE);
}

function use() {
  hide();
  if (found) quote(found);
}

if (button) {
  addEventListener("pointerdown", begin);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  document.addEventListener("selectionchange", change);
  // So that the marks stay until the click.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", use);
}
