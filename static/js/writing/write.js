// Writes into a box as a hand does, so that undo takes it back.

export function write(box, start, end, text, from = start + text.length, to = from) {
  box.focus();
  box.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, start, end);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(from, to);
}
