// Buttons that write marks around what is selected, or around the word under the cursor; pressed again, they take
// the marks away. One stop for the Tab key, arrows from one to the next.

import { attach as suggest } from "./suggest.js";
import { write } from "./write.js";

const WORD = /[\p{L}\p{N}_'’-]/u;
const LINK = /\[([^\]\n]*)\]\([^)\s]*\)/g;
const ADDRESS = /^https?:\/\/\S+$/;

function chosen({ value, selectionStart: start, selectionEnd: end }) {
  if (start === end) {
    while (start > 0 && WORD.test(value[start - 1])) start -= 1;
    while (end < value.length && WORD.test(value[end])) end += 1;
  } else {
    // A mark stands close to its words.
    while (start < end && /\s/.test(value[start])) start += 1;
    while (start < end && /\s/.test(value[end - 1])) end -= 1;
  }
  return [start, end];
}

function wrap(box, open, close) {
  const { value } = box;
  const [start, end] = chosen(box);
  const inner = value.slice(start, end);
  const first = start - open.length;
  if (value.slice(0, start).endsWith(open) && value.startsWith(close, end)) {
    write(box, first, end + close.length, inner, first, end - open.length);
  } else if (inner.length >= open.length + close.length && inner.startsWith(open) && inner.endsWith(close)) {
    const bare = inner.slice(open.length, -close.length);
    write(box, start, end, bare, start, start + bare.length);
  } else {
    write(box, start, end, open + inner + close, start + open.length, end + open.length);
  }
}

function begin(box, mark, isForEmpty) {
  const { value } = box;
  const start = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const stop = value.indexOf("\n", box.selectionEnd);
  const end = stop < 0 ? value.length : stop;
  const lines = value.slice(start, end).split("\n");
  const takes = (line) => line || isForEmpty || lines.length === 1;
  const isMarked = lines.filter(takes).every((line) => line.startsWith(mark));
  const changed = lines.map((line) => {
    if (!takes(line)) return line;
    return isMarked ? line.slice(mark.length) : mark + line;
  });
  const text = changed.join("\n");
  write(box, start, end, text, lines.length > 1 ? start : start + text.length, start + text.length);
}

function link(box) {
  const { value, selectionStart, selectionEnd } = box;
  const around = [...value.matchAll(LINK)].find(
    ({ index, 0: all }) => index <= selectionStart && selectionEnd <= index + all.length && selectionStart < index + all.length,
  );
  if (around) {
    write(box, around.index, around.index + around[0].length, around[1], around.index, around.index + around[1].length);
    return;
  }
  const [start, end] = chosen(box);
  const inner = value.slice(start, end);
  if (ADDRESS.test(inner)) write(box, start, end, `[](${inner})`, start + 1);
  else write(box, start, end, `[${inner}](https://)`, end + 3, end + 11);
}

const TOOLS = {
  bold: (box) => wrap(box, "**", "**"),
  quote: (box) => begin(box, "> ", true),
  list: (box) => begin(box, "- ", false),
  link,
  hidden: (box) => wrap(box, "[spoiler]", "[/spoiler]"),
};

function moved(key, place, count, isMirrored) {
  const forth = isMirrored ? "ArrowLeft" : "ArrowRight";
  const back = isMirrored ? "ArrowRight" : "ArrowLeft";
  return { [forth]: (place + 1) % count, [back]: (place + count - 1) % count, Home: 0, End: count - 1 }[key];
}

// Returns what presses one of the buttons.
export function attach(bar, box) {
  const tools = [...bar.querySelectorAll("[data-tool]")];
  bar.addEventListener("focusin", ({ target }) => {
    tools.forEach((tool) => { tool.tabIndex = tool === target ? 0 : -1; });
  });
  bar.addEventListener("keydown", (event) => {
    const isMirrored = getComputedStyle(bar).direction === "rtl";
    const next = moved(event.key, tools.indexOf(event.target), tools.length, isMirrored);
    if (next === undefined) return;
    event.preventDefault();
    tools[next].focus();
  });
  suggest(bar, box);
  return async (tool) => {
    if (tool.dataset.tool === "emoji") (await import("./picker.js")).toggle(bar, box, tool);
    else TOOLS[tool.dataset.tool](box);
  };
}
