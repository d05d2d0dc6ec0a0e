// What a box to write in can do beyond a plain one. Its tools are fetched when someone comes near it.

function send(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  if (!event.repeat) event.currentTarget.requestSubmit();
}

function attach(form) {
  form.addEventListener("keydown", send);
  const bar = form.querySelector("[data-toolbar]");
  const box = bar && document.getElementById(bar.getAttribute("aria-controls"));
  if (!box) return;
  let tools = null;
  const ready = () => {
    // Without a connection the box is a plain one, until someone comes near it again.
    tools ??= import("../writing/toolbar.js").then((found) => found.attach(bar, box), () => { tools = null; });
    return tools;
  };
  ["focusin", "pointerover"].forEach((type) => form.addEventListener(type, ready));
  bar.addEventListener("click", async (event) => {
    const tool = event.target.closest("[data-tool]");
    if (tool) (await ready())?.(tool);
  });
}

document.querySelectorAll("form[data-draft]").forEach(attach);
