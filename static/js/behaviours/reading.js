// Tells the server how far one has read as posts pass through the view, for how long, and seldom.

// Milliseconds from a post that was read to the report; short, since Chromium may lose what is sent as a page is left
// while our worker is about to take over.
const PAUSE = 1500;
const AWAY = 60000; // milliseconds without a sign of the reader after which nobody reads
const LONG = 45; // seconds of reading after which there is something to report
const SHORT = 5; // seconds of reading that nobody need hear of

const posts = document.querySelector("[data-read]");
let read = 0;
let told = 0;
let seconds = 0;
let timer = 0;
let moved = Date.now();

// What did not arrive is told again with the next report.
async function report(number, spent) {
  const data = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!token) return; // the page was left, and emptied
  data.append("csrfmiddlewaretoken", token.value);
  data.append("number", number);
  data.append("seconds", spent);
  const before = told;
  [told, seconds] = [number, seconds - spent];
  const answer = await fetch(posts.dataset.read, { method: "POST", body: data, keepalive: true }).catch(() => null);
  if (answer?.ok) return;
  [told, seconds] = [Math.min(told, before), seconds + spent];
}

function tell(least = LONG) {
  clearTimeout(timer);
  timer = 0;
  if (read > told || seconds >= least) report(read, seconds);
}

function pass(entries, watch) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watch.unobserve(target);
    const { nextElementSibling: next, id } = target.closest("article");
    // Behind the last one on the page there may be numbers that nothing stands under.
    read = Math.max(read, next?.matches("article, .new-line") ? id.slice(5) : posts.dataset.until);
  }
  if (read > told) timer ||= setTimeout(tell, PAUSE);
}

if (posts) {
  // Whoever opens a topic and leaves before its first words end has opened it all the same.
  if ("unopened" in posts.dataset) report(0, 0);
  const watch = new IntersectionObserver(pass);
  // A post was read when its end was seen.
  for (const post of posts.querySelectorAll("article")) {
    watch.observe([...post.children].reverse().find((part) => part.offsetHeight));
  }
  for (const kind of ["scroll", "pointerdown", "keydown"]) {
    addEventListener(kind, () => { moved = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    if (document.hidden || Date.now() - moved > AWAY) return;
    seconds += 1;
    if (seconds >= LONG) tell();
  }, 1000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) tell(SHORT); });
  addEventListener("pagehide", () => tell(SHORT));
  addEventListener("online", () => tell());
}
