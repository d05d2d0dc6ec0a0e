// Says in the page's own region what has just been done, for behaviours that do it without a new page.

export function say(text) {
  const region = document.querySelector("[data-toasts]");
  const toast = document.querySelector("[data-toast]").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  region.replaceChildren(toast);
}
