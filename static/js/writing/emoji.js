// The table of emoji, fetched once someone asks for one.

const TONES = { t2: "\u{1f3fb}", t3: "\u{1f3fc}", t4: "\u{1f3fd}", t5: "\u{1f3fe}", t6: "\u{1f3ff}" };
let asked = null;

async function read(url) {
  const { emoji, toned } = await (await fetch(url)).json();
  const rows = emoji.map(([characters, names]) => ({ characters, names: names.split(" ") }));
  const named = new Map(rows.flatMap((row) => row.names.map((name) => [name, { ...row, name }])));
  return { rows, named, toned: new Set(toned) };
}

// Without an answer, the next one who asks has it fetched again.
export function table(url) {
  asked ??= read(url).catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

// The tone takes the place of the selector that asks for colour, as it does in the posts.
export function inTone({ toned }, characters, tone) {
  const [first, ...rest] = characters;
  if (!TONES[tone] || !toned.has(first)) return characters;
  return first + TONES[tone] + rest.join("").replace(/^\ufe0f/, "");
}

// Whose name begins with what was typed comes first, the shortest before the others.
export function find({ rows }, typed, most) {
  const wanted = typed.toLowerCase().trim().replaceAll(" ", "_");
  const rank = (name) => name.length + (name.startsWith(wanted) ? 0 : 100);
  const hits = rows.map((row) => {
    const name = row.names.filter((one) => one.includes(wanted)).sort((one, other) => rank(one) - rank(other))[0];
    return { ...row, name };
  });
  return hits.filter(({ name }) => name).sort((one, other) => rank(one.name) - rank(other.name)).slice(0, most);
}

export function spoken(name) {
  return name.replaceAll(/[_-]/g, " ").trim() || name;
}
