// Opens what a button's data-dialog names. It is never put above all else: the button that leaves stays in reach.

export function open(dialog) {
  const from = document.activeElement;
  dialog.show();
  dialog.addEventListener("close", () => from?.focus(), { once: true });
}

function attach(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  button.hidden = false;
  button.addEventListener("click", () => open(dialog));
}

document.querySelectorAll("button[data-dialog]").forEach(attach);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("dialog[open]")?.close();
});
