// Says in words how what is being written is kept: for the eyes as time passes, for the ears when it changes.

const TELL = 10_000; // milliseconds
const STEPS = [["second", 1, 10], ["minute", 60, 1], ["hour", 3600, 1]];

function ago(since) {
  const seconds = (Date.now() - since) / 1000;
  const [unit, size, step] = STEPS.findLast((one) => seconds >= one[1] * one[2]) ?? [];
  if (!unit) return "";
  const count = Math.floor(seconds / size / step) * step;
  return new Intl.RelativeTimeFormat(document.documentElement.lang).format(-count, unit);
}

// Returns what says one form's state: `say(kind, text)`, the text by the kind's name on the line unless it is given.
export function sayer(form) {
  const line = form.querySelector("[data-draft-state]");
  const ears = form.querySelector("[data-draft-said]");
  let kind = "";
  let since = 0;
  let timer = 0;

  function tell() {
    const when = ago(since);
    line.textContent = when ? line.dataset.since.replace("{when}", when) : line.dataset.saved;
  }

  return function say(next, text = line.dataset[next] ?? "") {
    clearInterval(timer);
    since = Date.now();
    line.textContent = text;
    if (next === "saved") timer = setInterval(tell, TELL);
    if (next !== kind) ears.textContent = text;
    kind = next;
  };
}
