// Shows topics like the one whose title is being written, a moment after the last key.

const PAUSE = 600;
const SHORTEST = 6;

// Whoever writes further down by now keeps the line before their eyes: what comes to stand above moves up instead.
function show(area, found) {
  const { activeElement: box } = document;
  const isAbove = area.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
  const before = box.getBoundingClientRect().top;
  area.innerHTML = found;
  if (isAbove) scrollBy({ top: box.getBoundingClientRect().top - before, behavior: "instant" });
}

function attach(area) {
  const { title, csrfmiddlewaretoken: token } = area.closest("form").elements;
  let asked = title.defaultValue.trim();
  let timer = 0;
  let request = null;

  async function look() {
    const words = title.value.trim();
    if (words === asked) return;
    asked = words;
    request?.abort();
    request = new AbortController();
    const body = new URLSearchParams({ title: words, csrfmiddlewaretoken: token.value });
    try {
      const answer = words.length < SHORTEST ? null : await fetch(area.dataset.similar, { method: "POST", body, signal: request.signal });
      const found = answer?.ok ? await answer.text() : "";
      // What stands there already is not read out a second time.
      if (area.innerHTML.trim() !== found.trim()) show(area, found);
    } catch {
      // It is only an offer.
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  title.addEventListener("input", soon);
  // What was typed before this file came counts too.
  soon();
}

document.querySelectorAll("[data-similar]").forEach(attach);
