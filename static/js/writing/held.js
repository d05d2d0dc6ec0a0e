// What is not yet saved on the server lies on this device until it is: under a plain name, for its writer alone.

import { isForgotten } from "../behaviours/device.js";

const MARK = "box:";
const STORES = ["sessionStorage", "localStorage"];
const { self } = document.body.dataset;

// Returns whether the device took them; `isSent` tells that they are on their way as a whole. In the storage of the
// session they are kept for this tab, as long as it is open.
export function hold(form, isSent = false, where = "localStorage") {
  if (isForgotten()) return false;
  const { place, draft: url } = form.dataset;
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    window[where].setItem(MARK + place, JSON.stringify({ self, place, url, fields, isSent }));
    return true;
  } catch {
    return false;
  }
}

export function release(place) {
  for (const where of STORES) {
    try {
      window[where].removeItem(MARK + place);
    } catch {
      // A browser that refuses us storage has nothing of ours in it.
    }
  }
}

function read(text) {
  try {
    const note = JSON.parse(text);
    return note.self === self ? note : null;
  } catch {
    return null;
  }
}

// Another member's words are shown to nobody, and go.
function notes(where) {
  try {
    const store = window[where];
    const keys = Object.keys(store).filter((key) => key.startsWith(MARK));
    const found = keys.map((key) => read(store.getItem(key)));
    keys.forEach((key, index) => { if (!found[index]) store.removeItem(key); });
    return found.filter(Boolean);
  } catch {
    return []; // as above
  }
}

// What this member has on the device, one note a place.
export function held() {
  return self ? [...new Map(STORES.flatMap(notes).map((note) => [note.place, note])).values()] : [];
}
