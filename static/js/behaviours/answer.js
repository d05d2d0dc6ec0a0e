// Leads to the box for a reply, and names beside it the post that is answered, without loading the page again.

const form = document.getElementById("composer");
const pattern = document.querySelector("template[data-answering]");
const bar = document.querySelector("[data-answer-bar]");

function name(number) {
  form.elements.reply_to?.closest(".field").remove();
  const choice = pattern.content.cloneNode(true);
  choice.querySelector("input").value = number;
  choice.querySelector("span").textContent = `#${number}`;
  form.elements.body.closest(".field").before(choice);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// Goes to the box; with a number, to answer that post. Returns whether there is a box.
export function answer(number) {
  if (!pattern) return false;
  if (number) name(number);
  document.getElementById("reply").scrollIntoView();
  form.elements.body.focus({ preventScroll: true });
  return true;
}

function follow(event, number) {
  if (answer(number)) event.preventDefault();
}

if (pattern) {
  document.querySelectorAll("button[name=answer]").forEach((button) => {
    button.addEventListener("click", (event) => follow(event, button.value));
  });
  bar?.querySelector("a").addEventListener("click", (event) => follow(event));
}
function restWhileSeen(place, state) {
  new IntersectionObserver(([entry]) => bar.classList.toggle(state, entry.isIntersecting)).observe(place);
}

// Where the box is in sight nothing needs to lead to it, and whoever has just come wants to read first.
if (bar) {
  restWhileSeen(document.getElementById("reply"), "is-near");
  restWhileSeen(document.querySelector(".topic-head"), "is-early");
}
