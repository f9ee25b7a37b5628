// Tables of a report: a click on a heading sorts, a word filters. Without this script they are plain tables.
for (const table of document.querySelectorAll("table.records")) {
  const body = table.tBodies[0], rows = [...body.rows];
  if (rows.length < 2) continue;
  const value = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      // What is empty stands last, whichever way the others run.
      const key = (row) => value(row, column);
      body.append(...rows.slice().sort((a, b) =>
        !key(a) - !key(b) || (down ? compare(key(b), key(a)) : compare(key(a), key(b)))));
    });
  });
  if (rows.length < 8) continue;
  const label = document.createElement("label"), field = document.createElement("input"), count = document.createElement("output");
  field.type = "search";
  label.className = "filter";
  label.append(table.dataset.filter + " ", field, " ", count);
  table.closest(".scroll").before(label);
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = field.value ? `${shown} / ${rows.length}` : "";
  });
}
