// Emoji to pick from: by name, picked of late, and in the skin tone that the member chose. It stands in the page and
// covers nothing.

import { find, inTone, spoken, table } from "./emoji.js";
import { write } from "./write.js";

const OFTEN = (
  "slight_smile smile grin joy relieved blush hugging_face pensive worried disappointed cry sob weary tired_face angry "
  + "confused thinking sleeping pray clap +1 wave muscle raised_hands ok_hand handshake heart orange_heart yellow_heart "
  + "green_heart blue_heart purple_heart broken_heart sparkles star sunny rainbow cloud_rain umbrella coffee tea cake "
  + "bouquet rose seedling four_leaf_clover candle house bed calendar tada white_check_mark question exclamation"
).split(" ");
const MOST_FOUND = 60;
const MOST_RECENT = 16;
const pickers = new WeakMap();

// The button above or below the one that has the focus, or beside it.
function beside(buttons, here, key) {
  const place = buttons.indexOf(here);
  const step = getComputedStyle(here).direction === "rtl" ? -1 : 1;
  const along = { ArrowRight: place + step, ArrowLeft: place - step, Home: 0, End: buttons.length - 1 }[key];
  if (along !== undefined) return buttons[along];
  if (!["ArrowUp", "ArrowDown"].includes(key)) return undefined;
  const isDown = key === "ArrowDown";
  const rest = buttons.filter((one) => (isDown ? one.offsetTop > here.offsetTop : one.offsetTop < here.offsetTop));
  const line = (isDown ? rest[0] : rest.at(-1))?.offsetTop;
  const far = (one) => Math.abs(one.offsetLeft - here.offsetLeft);
  return rest.filter((one) => one.offsetTop === line).sort((one, other) => far(one) - far(other))[0];
}

function attach(bar, box, tool) {
  const panel = document.getElementById(tool.getAttribute("aria-controls"));
  const [search, tone, list, line] = ["search", "tone", "list", "said"].map(
    (part) => panel.querySelector(`[data-picker-${part}]`),
  );
  const state = bar.dataset;
  let all = null;

  function save() {
    const body = new URLSearchParams({ tone: state.tone, recent: state.recent });
    body.append("csrfmiddlewaretoken", box.form.elements.csrfmiddlewaretoken.value);
    // Should it not arrive, only the memory of it is lost.
    fetch(state.emojiSave, { method: "POST", body, keepalive: true }).catch(() => {});
  }

  function close() {
    panel.hidden = true;
    tool.setAttribute("aria-expanded", "false");
  }

  function pick(button) {
    const { name } = button.dataset;
    const others = state.recent.split(" ").filter((one) => one && one !== name);
    state.recent = [name, ...others].slice(0, MOST_RECENT).join(" ");
    close();
    write(box, box.selectionStart, box.selectionEnd, button.textContent);
    save();
  }

  function face({ characters, name }) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "picker-face";
    button.tabIndex = -1;
    button.textContent = inTone(all, characters, state.tone);
    button.dataset.name = name;
    button.title = spoken(name);
    button.setAttribute("aria-label", button.title);
    return button;
  }

  function group(label, found) {
    const rows = document.createElement("div");
    rows.className = "picker-faces";
    rows.setAttribute("role", "group");
    rows.setAttribute("aria-label", label);
    rows.append(...found.map(face));
    const head = document.createElement("p");
    head.className = "quiet small";
    head.textContent = label;
    return [head, rows];
  }

  function called(names) {
    return names.map((name) => all.named.get(name)).filter(Boolean);
  }

  function show() {
    const typed = search.value.trim();
    const recent = called(state.recent.split(" "));
    const found = typed ? find(all, typed, MOST_FOUND) : [];
    list.replaceChildren();
    if (found.length) list.append(...group(list.dataset.found, found));
    if (!typed && recent.length) list.append(...group(list.dataset.recent, recent));
    if (!typed) list.append(...group(list.dataset.often, called(OFTEN)));
    const first = list.querySelector("button");
    if (first) first.tabIndex = 0;
    const said = found.length ? line.dataset.found.replace("{count}", found.length) : line.dataset.none;
    line.textContent = typed ? said : "";
  }

  async function toggle() {
    if (!panel.hidden) {
      close();
      return;
    }
    panel.hidden = false;
    tool.setAttribute("aria-expanded", "true");
    search.value = "";
    tone.value = state.tone;
    search.focus();
    try {
      all = await table(state.emoji);
      show();
    } catch {
      line.textContent = line.dataset.failed;
    }
  }

  function press(event) {
    const buttons = [...list.querySelectorAll("button")];
    const next = buttons.includes(event.target) && beside(buttons, event.target, event.key);
    if (event.key === "Escape") {
      close();
      tool.focus();
    } else if (next) {
      buttons.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    } else if (event.key === "ArrowDown" && event.target === search) {
      buttons[0]?.focus();
    } else if (event.key === "Enter" && event.target === search && !event.ctrlKey && !event.metaKey) {
      // Enter in a field would send the form.
      if (search.value && buttons.length && !event.isComposing) pick(buttons[0]);
    } else {
      return;
    }
    event.preventDefault();
  }

  search.addEventListener("input", () => { if (all) show(); });
  tone.addEventListener("change", () => {
    state.tone = tone.value;
    if (all) show();
    save();
  });
  panel.addEventListener("keydown", press);
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) pick(button);
  });
  return toggle;
}

export function toggle(bar, box, tool) {
  if (!pickers.has(bar)) pickers.set(bar, attach(bar, box, tool));
  pickers.get(bar)();
}
