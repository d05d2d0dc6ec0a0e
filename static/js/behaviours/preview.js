// Shows the preview beside the box instead of on a page of its own.

async function show(form, area) {
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(answer.statusText);
  area.innerHTML = await answer.text();
}

function attach(form) {
  const area = form.querySelector("[data-preview-area]");
  const button = form.querySelector("button[name=preview]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    // Without an answer the button does what it does without this script.
    show(form, area).catch(() => form.requestSubmit(button));
  });
}

document.querySelectorAll("form[data-preview]").forEach(attach);
