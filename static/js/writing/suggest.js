// Offers names after @ and emoji after : while they are typed. Nothing is chosen until an arrow is pressed, so Enter
// stays a new line; what is offered is told in words too, as not every screen reader follows the list.

import { find, inTone, spoken, table } from "./emoji.js";
import { write } from "./write.js";

const TYPED = /(?:^|[\s("'>[])(@[\p{L}\p{N}_.-]{0,30}|:[\p{L}\p{N}_+-]{2,30})$/u;
const LONGEST = 40;
const PAUSE = 150; // milliseconds
const MOST = 5; // which all stand above the keyboard of a phone
const GAP = 4; // pixels

function wordAt({ value, selectionStart: end, selectionEnd }) {
  const found = end === selectionEnd && TYPED.exec(value.slice(Math.max(0, end - LONGEST), end));
  return found ? { text: found[1], start: end - found[1].length } : null;
}

// How far below the top of the box the line ends in which `index` stands: a twin of the box is measured.
function lineEnd(box, index) {
  const twin = document.createElement("div");
  const mark = document.createElement("span");
  const style = getComputedStyle(box);
  ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "padding", "borderWidth", "direction"]
    .forEach((name) => { twin.style[name] = style[name]; });
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", borderStyle: "solid", boxSizing: "border-box" });
  Object.assign(twin.style, { inlineSize: `${box.offsetWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  twin.textContent = box.value.slice(0, index);
  mark.textContent = ".";
  twin.append(mark);
  box.after(twin);
  const end = mark.offsetTop + mark.offsetHeight;
  twin.remove();
  return Math.min(end - box.scrollTop, box.offsetHeight);
}

export function attach(bar, box) {
  const field = bar.parentElement;
  const list = field.querySelector("[data-suggestions]");
  const ears = field.querySelector("[data-suggestions-said]");
  const { people, emoji } = bar.dataset;
  let offered = [];
  let active = -1;
  let start = 0;
  let unwanted = -1; // where the word begins at which Escape was pressed
  let asked = 0;
  let timer = 0;

  function close() {
    asked += 1;
    clearTimeout(timer);
    offered = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    box.removeAttribute("aria-activedescendant");
    ears.textContent = "";
  }

  function option({ label }, index) {
    const row = document.createElement("li");
    row.id = `${list.id}_${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.textContent = label;
    return row;
  }

  // Below the line that is being written, or above it where the keyboard of a phone leaves more room.
  function put() {
    const end = lineEnd(box, start);
    const line = parseFloat(getComputedStyle(box).lineHeight);
    const edge = box.getBoundingClientRect().top + end - visualViewport.offsetTop;
    const below = visualViewport.height - edge;
    const isAbove = below < list.offsetHeight + GAP && edge - line > below;
    list.style.insetBlockStart = `${box.offsetTop + end + (isAbove ? -line - list.offsetHeight - GAP : GAP)}px`;
  }

  function open(found, word) {
    offered = found;
    active = -1;
    start = word.start;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    put();
    ears.textContent = list.dataset.found.replace("{count}", found.length).replace("{first}", found[0].label);
  }

  async function named(letters) {
    const answer = await fetch(`${people}&q=${encodeURIComponent(letters)}`);
    return (await answer.json()).names.slice(0, MOST).map((name) => ({ label: name, text: `@${name}` }));
  }

  async function drawn(letters) {
    const all = await table(emoji);
    return find(all, letters, MOST).map(({ characters, name }) => {
      const text = inTone(all, characters, bar.dataset.tone);
      return { label: `${text} ${spoken(name)}`, text };
    });
  }

  async function ask() {
    const word = wordAt(box);
    if (word?.start !== unwanted) unwanted = -1;
    if (!word || unwanted >= 0) {
      close();
      return;
    }
    asked += 1;
    const mine = asked;
    const letters = word.text.slice(1);
    const found = await (word.text[0] === "@" ? named(letters) : drawn(letters)).catch(() => []);
    if (mine !== asked) return; // an answer to what is no longer asked
    if (found.length) open(found, word);
    else close();
  }

  function choose(index) {
    active = (index + offered.length) % offered.length;
    [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === active)));
    box.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function take(index) {
    write(box, start, box.selectionStart, `${offered[index].text} `);
    close();
  }

  function press(event) {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTaken = active >= 0 && !event.shiftKey && ["Enter", "Tab"].includes(event.key);
    if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp") choose(active < 0 ? -1 : active - 1);
    else if (isTaken) take(active);
    else if (event.key === "Escape") {
      unwanted = start;
      close();
    } else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  }

  box.addEventListener("input", ({ inputType = "" }) => {
    clearTimeout(timer);
    asked += 1;
    if (/^(insert(?!From)|delete)/.test(inputType)) timer = setTimeout(ask, PAUSE);
    else close();
  });
  box.addEventListener("keydown", press);
  box.addEventListener("click", close);
  box.addEventListener("blur", close);
  // A finger on the list does not take the focus from the box.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const index = [...list.children].indexOf(target.closest("[role=option]"));
    if (index >= 0) take(index);
  });
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-controls", list.id);
}
