// The search of the index, over every spelling of its states and organisations and over titles. Without this script the
// page is a list of reports, by state and by organisation.
const facts = JSON.parse(document.getElementById("facts").textContent);
const { letters, marks, apostrophes, words } = facts.folding;
const MARKS = new RegExp(marks, "gu"), APOSTROPHES = new RegExp(apostrophes, "gu");
const POINTS = /(?<![\p{L}\p{M}\p{N}_])([\p{L}\p{N}_])\.(?=[\p{L}\p{N}_](?![\p{L}\p{M}\p{N}_])|[^\p{L}\p{N}_]|$)/gu;

// As pactbook.states.folding folds: the tables are its own.
function fold(text) {
  const plain = [...text.normalize("NFKC").toLowerCase()].map((letter) => letters[letter] ?? letter).join("");
  return plain.normalize("NFD").replace(MARKS, "").replace(APOSTROPHES, "").replace(POINTS, "$1")
    .replace(/[\p{Cf}]/gu, "").split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).map((word) => words[word] ?? word).join(" ");
}

const items = [...document.querySelectorAll(".item")].map((element) => ({
  element, keys: element.dataset.keys.split(" "), title: `|${fold(element.querySelector(".title").textContent)}|`,
}));
const begins = (names, text) => names.includes(`|${text}`) || names.includes(` ${text}`);

// A whole name means its state alone: Niger is not Nigeria. Else what begins so; else each word by itself.
function found(text) {
  const named = Object.keys(facts.names).filter((key) => facts.names[key].includes(`|${text}|`));
  if (named.length) return items.filter((item) => item.keys.some((key) => named.includes(key)));
  const has = (item, part) => begins(item.title, part) || item.keys.some((key) => begins(facts.names[key], part));
  const whole = items.filter((item) => has(item, text));
  return whole.length ? whole : items.filter((item) => text.split(" ").every((word) => has(item, word)));
}

const search = document.querySelector("search"), field = search.querySelector("input");
function show() {
  const text = fold(field.value), shown = new Set(text ? found(text) : items);
  for (const item of items) item.element.hidden = !shown.has(item);
  for (const part of document.querySelectorAll(".found")) part.hidden = !part.querySelector(".item:not([hidden])");
  for (const part of document.querySelectorAll(".directory")) part.hidden = Boolean(text);
  search.querySelector("output").textContent = text ? `${shown.size} / ${items.length}` : "";
  search.querySelector(".none").hidden = shown.size > 0;
}

search.hidden = false;
field.addEventListener("input", show);
// A link to a state leads to its place in the list, which a search had hidden.
addEventListener("hashchange", () => {
  field.value = "";
  show();
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
});
show();
