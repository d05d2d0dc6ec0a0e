// Single keys on a topic's page, for members who want them: to the next post, to the one before, reply, quote, the list.

import { answer } from "./answer.js";
import { marks, quote } from "./quote.js";

const place = document.querySelector("[data-keys]");
const posts = [...(place?.querySelectorAll("article.post") ?? [])];
const sheet = document.getElementById("key-list");
const FIELDS = "input, textarea, select, [contenteditable]";

function here() {
  return document.activeElement?.closest("article.post");
}

function top(post) {
  return post.getBoundingClientRect().top;
}

function go(step) {
  const at = posts.indexOf(here());
  const fromView = () => (step > 0 ? posts.find((post) => top(post) >= 0) : posts.findLast((post) => top(post) < 0));
  const next = at < 0 ? fromView() : posts[at + step];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView();
}

function take() {
  const found = marks();
  if (found) quote(found);
  else here()?.querySelector("[data-quote]")?.click();
}

function list() {
  if (sheet?.open) {
    sheet.close();
    return;
  }
  const before = document.activeElement;
  sheet?.show();
  sheet?.querySelector("form button").focus();
  sheet?.addEventListener("close", () => before?.focus({ preventScroll: true }), { once: true });
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  r: () => answer(here()?.querySelector("button[name=answer]")?.value),
  q: take,
  "?": list,
};

function press(event) {
  if (event.key === "Escape" && sheet?.open) sheet.close();
  const isMeant = event.key === "?" || !event.shiftKey;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || !isMeant) return;
  if (event.target.closest?.(FIELDS) || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

if (place) addEventListener("keydown", press);
