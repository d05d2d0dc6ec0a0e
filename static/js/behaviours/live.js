// Asks now and then what is new, and says so without moving the page; ever more seldom where nothing happens.

const FIRST = 50000;
const LAST = 300000; // milliseconds between two questions

const news = document.querySelector("[data-news]");
const bell = document.querySelector("[data-live]");
const address = news?.dataset.news ?? bell?.dataset.live;
let wait = FIRST;
let timer = 0;
let tag = "";

function show({ unread, news: words, url }) {
  if (bell && unread !== undefined) {
    bell.querySelector(".count")?.remove();
    if (unread) {
      const [count, word] = ["count", "hidden-text"].map((name) => Object.assign(document.createElement("span"), { className: name }));
      word.textContent = `${bell.dataset.word} `;
      count.append(word, unread);
      bell.append(" ", count);
    }
  }
  if (!words) return;
  const link = Object.assign(document.createElement("a"), { className: "button", href: url, textContent: words });
  news.replaceChildren(link);
}

async function ask() {
  if (document.hidden) return;
  try {
    const answer = await fetch(address, { headers: { "If-None-Match": tag }, cache: "no-store" });
    if (answer.status === 200) {
      if (tag) wait = FIRST;
      tag = answer.headers.get("ETag") ?? "";
      show(await answer.json());
    }
  } catch {
    // The network is gone, or the device is locked; it may come back, as a server may that is being renewed.
  }
  wait = Math.min(wait * 1.25, LAST);
  later();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, wait);
}

if (address) {
  later();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    wait = FIRST;
    later();
  });
}
