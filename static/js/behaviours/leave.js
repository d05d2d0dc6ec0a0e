// Leaves at once: the page is emptied before anything is asked of anyone. By its button, or by Shift three times.

import { forget as erase } from "./device.js";

const PATIENCE = 1500; // milliseconds that a silent server gets; the request goes on without us
const BETWEEN = 5000; // milliseconds from one press of Shift to the next
const PRESSES = 3;

const links = document.querySelectorAll("[data-leave]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
const { href, dataset } = links[0] ?? { href: "", dataset: {} };
let isLeaving = false;

function empty() {
  const root = document.documentElement;
  const head = document.createElement("head");
  const body = document.createElement("body");
  const word = document.createElement("p");
  document.title = dataset.title;
  head.append(...document.querySelectorAll("title, meta[name=viewport], meta[name=color-scheme], link[rel=stylesheet]"));
  word.className = "hidden-text";
  word.setAttribute("role", "alert");
  body.append(word);
  root.replaceChildren(head, body);
  // A screen reader speaks what is put into an alert that is there already.
  word.textContent = dataset.wait;
}

// What this tab remembers while it is elsewhere; a browser may refuse us that.
function remember(verb, ...words) {
  try {
    return sessionStorage[verb]("left", ...words);
  } catch {
    return null;
  }
}

// The server answers with a cookie that no script reads. Should it be gone, this one locks the device once it is back.
function mark() {
  document.cookie = `left=yes; path=/; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  remember("setItem", "yes");
}

// Whoever has something to send first adds it to what is waited for; no failure of theirs holds up who leaves.
function underway() {
  const all = [];
  dispatchEvent(new CustomEvent("leave", { detail: all }));
  return all;
}

async function tell() {
  const silence = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const answer = fetch(href, { redirect: "manual", keepalive: true, cache: "no-store", referrerPolicy: "no-referrer" });
  await Promise.race([Promise.allSettled([answer, ...underway()]), silence]);
}

async function leave() {
  if (isLeaving) return;
  isLeaving = true;
  empty();
  try {
    // What is kept on the device may tell what was read; the lock knows nothing of it.
    erase();
    mark();
    tabs?.postMessage("");
    await tell();
  } finally {
    location.replace(dataset.away);
  }
}

function follow(event) {
  // The right button opens the browser's own menu. The middle one would open the way out beside the page.
  if (event.button > 1) return;
  event.preventDefault();
  leave();
}

// A page from the memory of a browser that keeps what we forbid it to keep.
function forget() {
  isLeaving = true;
  empty();
  location.reload();
}

// One press is a Shift that went down and up with nothing in between, whichever of the two it is, or both at once.
let pressed = 0;
let isClean = false;
let timer = 0;

function say(text) {
  const line = document.querySelector("[data-leave-count]");
  if (line) line.textContent = text;
}

function reset() {
  clearTimeout(timer);
  pressed = 0;
  isClean = false;
  say("");
}

function isKeyboard(event) {
  // Keyboards on the screen give no code, or stand beside a field on a device that is touched.
  const types = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  return event.isTrusted && event.code.startsWith("Shift") && !(types && matchMedia("(pointer: coarse)").matches);
}

function down(event) {
  if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) reset();
  else if (!event.repeat) isClean = isKeyboard(event);
}

function up(event) {
  if (event.key !== "Shift" || !isClean) return;
  isClean = false;
  pressed += 1;
  if (pressed === PRESSES) {
    leave();
    return;
  }
  const { two, one } = document.querySelector("[data-leave-count]").dataset;
  say(pressed === 1 ? two : one);
  clearTimeout(timer);
  timer = setTimeout(reset, BETWEEN);
}

// The keyboard on the screen of a phone never covers the button.
function rise() {
  const { height, offsetTop } = visualViewport;
  document.documentElement.style.setProperty("--keyboard", `${Math.max(0, innerHeight - height - offsetTop)}px`);
}

if (links.length) {
  remember("removeItem");
  for (const link of links) {
    link.addEventListener("click", follow);
    link.addEventListener("auxclick", follow);
  }
  tabs?.addEventListener("message", leave);
  addEventListener("keydown", down, true);
  addEventListener("keyup", up, true);
  addEventListener("pointerdown", reset, true);
  addEventListener("blur", reset);
  // Nothing may ask whether one is sure.
  addEventListener("beforeunload", (event) => { if (isLeaving) event.stopImmediatePropagation(); }, true);
  addEventListener("pageshow", (event) => { if (event.persisted && remember("getItem")) forget(); });
  visualViewport?.addEventListener("resize", rise);
  visualViewport?.addEventListener("scroll", rise);
}
