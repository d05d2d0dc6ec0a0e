// Shuts a menu when Escape is pressed in it, or when something else is pressed or reached.

function shut(menu, event) {
  if (menu.open && !menu.contains(event.target)) menu.open = false;
}

function attach(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, (event) => shut(menu, event));
}

document.querySelectorAll("[data-menu]").forEach(attach);
