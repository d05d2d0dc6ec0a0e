// Lets a box grow with what is written in it, where the styles cannot; how far, they say.

function grow({ target: box }) {
  if (!(box instanceof HTMLTextAreaElement) || box.scrollHeight <= box.clientHeight) return;
  box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  document.querySelectorAll("textarea").forEach((target) => grow({ target }));
  addEventListener("input", grow);
}
