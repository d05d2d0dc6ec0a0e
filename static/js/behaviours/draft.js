// Keeps on the server what is being written, a second after the last key and when the page is left; on this device
// meanwhile. What is sent without a connection goes out once there is one.

import { held, hold, release } from "../writing/held.js";
import { sayer } from "../writing/state.js";

const PAUSE = 1000;
const AGAIN = 15_000; // milliseconds between two tries without a connection
const PATIENCE = 20_000; // milliseconds for an answer
const SHORTLY = 2000; // milliseconds that sending waits for a draft that is on its way
const forms = [...document.querySelectorAll("form[data-draft]")];
const kept = new WeakMap();

function words(form) {
  return [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "key"].includes(name)).join("\n");
}

// What the server gave the form to hold: on a slow network someone writes before this script is there to see it.
function given(form) {
  const plain = form.cloneNode(true);
  plain.reset();
  return words(plain);
}

function state(form) {
  if (!kept.has(form)) {
    const now = { timer: 0, words: given(form), underway: null, isSent: false, isWaiting: false, trouble: "" };
    kept.set(form, { ...now, say: sayer(form) });
  }
  return kept.get(form);
}

function holding(form) {
  const data = new FormData(form);
  data.append("place", form.dataset.place);
  return data;
}

function later(form, wait) {
  const now = state(form);
  clearTimeout(now.timer);
  now.timer = setTimeout(keep, wait, form);
}

// Nobody answers, or not as they should: the words stay here, and are tried again.
function fail(form, kind) {
  const now = state(form);
  if (now.isSent) return;
  const isHeld = hold(form);
  now.trouble = kind;
  later(form, AGAIN);
  if (isHeld) removeEventListener("beforeunload", warn);
  else addEventListener("beforeunload", warn);
  if (now.isWaiting && kind === "offline") now.say("waiting");
  else now.say(isHeld ? kind : "nowhere");
}

function succeed(form, written, word) {
  const now = state(form);
  if (now.isSent) return;
  now.words = written;
  now.trouble = "";
  release(form.dataset.place);
  removeEventListener("beforeunload", warn);
  now.say(word ? "saved" : "");
  if (!now.isWaiting) return;
  now.isWaiting = false;
  form.requestSubmit();
}

async function put(form, written) {
  const { draft } = form.dataset;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(draft, { method: "POST", body: holding(form), signal });
    const word = await answer.text();
    if (answer.ok) succeed(form, written, word);
    else if (answer.status >= 500) fail(form, "failed");
    else state(form).say("refused", word);
  } catch {
    fail(form, "offline");
  }
}

// Resolves when everything written so far is kept. One after another, so that the last words arrive last.
async function keep(form) {
  const now = state(form);
  clearTimeout(now.timer);
  const written = words(form);
  if (now.isSent || (written === now.words && !now.trouble)) return;
  hold(form);
  if (now.underway) {
    later(form, PAUSE);
    return;
  }
  now.underway = put(form, written);
  await now.underway;
  now.underway = null;
}

// Something would be lost only where neither the server nor the device has it. Who leaves at once is asked nothing.
function warn(event) {
  if (forms.some((form) => form.isConnected && !state(form).isSent && words(form) !== state(form).words)) {
    event.preventDefault();
  }
}

function leave(form) {
  const now = state(form);
  if (now.isSent || words(form) === now.words) return;
  // Where the device may keep nothing, someone leaves at once: then it is worth a try in spite of all.
  if (now.trouble && hold(form)) return;
  if (!navigator.sendBeacon(form.dataset.draft, holding(form))) {
    hold(form);
    return;
  }
  now.words = words(form);
  release(form.dataset.place);
  // The next page of this tab may be quicker than they are; once the tab is closed, nothing of them is here.
  hold(form, true, "sessionStorage");
}

// A draft that arrived after the form would stand there again, where no key tells that it was sent.
async function submitAfter(form, submitter) {
  const now = state(form);
  if (now.isHalted) return;
  now.isHalted = true;
  await Promise.race([now.underway, new Promise((resolve) => { setTimeout(resolve, SHORTLY); })]);
  now.isHalted = false;
  now.underway = null;
  form.requestSubmit(submitter);
}

function submit(event) {
  const form = event.target;
  const now = state(form);
  const isWhole = !event.submitter?.name;
  if (!navigator.onLine || now.trouble === "offline") {
    event.preventDefault();
    now.isWaiting = isWhole;
    now.trouble = "offline";
    if (navigator.onLine) keep(form);
    else fail(form, "offline");
    return;
  }
  clearTimeout(now.timer);
  const isKeyed = form.elements.key && isWhole;
  if (now.underway && !isKeyed) {
    event.preventDefault();
    submitAfter(form, event.submitter);
    return;
  }
  // Should the way to the server fail, the words are kept; what did arrive is not kept a second time. A button with
  // a name of its own keeps or throws away by itself.
  if (isKeyed) {
    leave(form);
    hold(form, true);
  } else {
    release(form.dataset.place);
  }
  now.isSent = true;
}

function type(event) {
  const form = event.currentTarget;
  const now = state(form);
  later(form, PAUSE);
  if (!now.isWaiting) return;
  // Nothing is sent in the middle of a sentence.
  now.isWaiting = false;
  now.say("offline");
}

function watch(form) {
  state(form);
  form.addEventListener("input", type);
  form.addEventListener("submit", submit);
  addEventListener("pagehide", () => leave(form));
  // Who leaves at once erases the device, so that it is the server that must have them, before the page goes.
  addEventListener("leave", ({ detail }) => detail.push(state(form).underway ?? keep(form)));
  addEventListener("online", () => { if (state(form).trouble) keep(form); });
  // Back from the page that the form led to: what is corrected here is worth keeping again.
  addEventListener("pageshow", () => {
    state(form).isSent = false;
    if (words(form) !== state(form).words) later(form, PAUSE);
  });
}

function joined(here, there) {
  if (here.includes(there)) return here;
  return there.includes(here) ? there : `${there}\n\n${here}`;
}

function isText(element) {
  return element instanceof Element && element.matches("textarea, [type=text]");
}

// What the device held, with what the page shows.
function together(form, fields) {
  return fields.map(([name, value]) => {
    const shown = form?.elements[name];
    return [name, isText(shown) ? joined(value, shown.value) : value];
  });
}

// Puts what the device held into its box, unless it has been sent meanwhile; the server knows.
async function bringBack({ place, url, fields, isSent }) {
  const form = forms.find((one) => one.dataset.place === place);
  if (!form && !isSent) return;
  const all = together(form, fields);
  if (form && all.every(([name, value]) => !isText(form.elements[name]) || form.elements[name].value === value)) {
    // The server has shown them already.
    release(place);
    return;
  }
  const data = new FormData();
  [...all, ["place", place]].forEach((field) => data.append(...field));
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(url, { method: "POST", body: data });
  if (!answer.ok) return;
  release(place);
  if (!form || !(await answer.text())) return;
  // A box that was empty takes their key, too, under which they may have been sent.
  const isFresh = !form.elements.body?.value;
  together(form, all).forEach(([name, value]) => {
    if (isText(form.elements[name]) || (name === "key" && isFresh)) form.elements[name].value = value;
  });
  state(form).words = words(form);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  state(form).say("back");
}

forms.forEach(watch);
// Without an answer it stays on the device, for the next page.
held().forEach((note) => bringBack(note).catch(() => {}));
