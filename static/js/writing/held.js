// What is not yet saved on the server lies on this device until it is: under a plain name, for its writer alone.

import { isForgotten } from "../behaviours/device.js";

const MARK = "box:";
const { self } = document.body.dataset;

// Returns whether the device took them; `isSent` tells that they are on their way as a whole.
export function hold(form, isSent = false) {
  if (isForgotten()) return false;
  const { place, draft: url } = form.dataset;
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(MARK + place, JSON.stringify({ self, place, url, fields, isSent }));
    return true;
  } catch {
    return false;
  }
}

export function release(place) {
  try {
    localStorage.removeItem(MARK + place);
  } catch {
    // A browser that refuses us storage has nothing of ours in it.
  }
}

function read(key) {
  try {
    const note = JSON.parse(localStorage.getItem(key));
    return note.self === self ? note : null;
  } catch {
    return null;
  }
}

// What this member has on the device; another member's words are shown to nobody, and go.
export function held() {
  if (!self) return [];
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(MARK));
  } catch {
    // As above.
  }
  const notes = keys.map(read);
  keys.forEach((key, index) => { if (!notes[index]) localStorage.removeItem(key); });
  return notes.filter(Boolean);
}
