// All rows of a large table, of which no more stand in the document than can be seen: a hundred thousand scroll like ten.

import { unprotected } from "./menu/formula.js";

// Browsers limit how high an element may be, the strictest at 17 million px.
const HIGHEST = 8e6;
// Rows beyond the visible ones, on either side.
const SPARE = 10;
const COMMA = 44;
const QUOTE = 34;
const LINE = 10;

/** Where each record of a CSV file (RFC 4180) begins; a line break between quotation marks ends none. */
function starts(bytes) {
  const found = [0];
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) quoted = !quoted;
    else if (bytes[at] === LINE && !quoted && at + 1 < bytes.length) found.push(at + 1);
  }
  return found;
}

/** The cells of a record. */
function cells(bytes, decoder) {
  const [all, parts] = [decoder.decode(bytes).replace(/\r?\n$/, ""), []];
  for (let at = 0; at <= all.length; ) {
    const isQuoted = all.charCodeAt(at) === QUOTE;
    let end = isQuoted ? at + 1 : at;
    while (end < all.length && (isQuoted || all.charCodeAt(end) !== COMMA)) {
      if (isQuoted && all.charCodeAt(end) === QUOTE) {
        if (all.charCodeAt(end + 1) !== QUOTE) break;
        end++;
      }
      end++;
    }
    // Protection is for spreadsheets: a reader sees the text itself.
    parts.push(unprotected(isQuoted ? all.slice(at + 1, end).replaceAll('""', '"') : all.slice(at, end)));
    at = (isQuoted ? end + 1 : end) + 1;
  }
  return parts;
}

/** What a column is sorted by: numbers where it has nothing else, which an empty cell is not. */
function keys(texts) {
  const numbers = texts.map((text) => (text ? Number(text) : NaN));
  return texts.every((text, at) => !text || !isNaN(numbers[at])) ? [numbers, (a, b) => a - b] : [texts];
}

/**
 * Puts all rows of the CSV file at an address into the place of a table that has a part of them; gives what sorts them:
 * `(column, up)`, where `up` is -1 for the greatest first.
 */
export async function show(url, table, language) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: HTTP status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const [records, decoder] = [starts(bytes), new TextDecoder()];
  const record = (index) => cells(bytes.subarray(records[index], records[index + 1]), decoder);
  const count = records.length - 1;
  const head = record(0);
  const numeric = head.map((_, column) => /^-?[\d.,]+$/.test(record(1)[column] ?? ""));
  // Which record stands in which row.
  const order = Array.from({ length: count }, (_, index) => index);

  const scroll = table.closest(".scroll");
  scroll.classList.add("rows");
  table.ariaRowCount = count + 1;
  const cell = (text, column, scope) => {
    const made = Object.assign(document.createElement(scope ? "th" : "td"), { textContent: text });
    if (scope) made.scope = scope;
    if (numeric[column]) made.className = "value";
    return made;
  };
  const [heads] = table.tHead.rows;
  heads.ariaRowIndex = 1;
  heads.replaceChildren(...head.map((name, column) => cell(name, column, "col")));
  const body = table.tBodies[0];
  const line = (index) => {
    const row = document.createElement("tr");
    row.ariaRowIndex = index + 2;
    row.append(...record(order[index] + 1).map((text, column) => cell(text, column, column ? "" : "row")));
    return row;
  };
  const [above, below] = ["tr", "tr"].map((name) => Object.assign(document.createElement(name), { ariaHidden: "true" }));
  body.replaceChildren(line(0));
  const high = body.rows[0].getBoundingClientRect().height || 28;
  const whole = Math.min(count * high, HIGHEST);
  let first = -1;
  const fill = () => {
    // On paper the place is as high as its rows, which must not make it higher.
    const seen = Math.ceil(Math.min(scroll.clientHeight, screen.height) / high);
    const part = scroll.scrollTop / Math.max(1, whole - scroll.clientHeight);
    // Where every row has its own px this is the row at the top; else rows go by faster than px.
    const top = Math.min(Math.max(0, count - seen), Math.floor(part * Math.max(0, count - seen)));
    const from = Math.max(0, top - SPARE);
    if (from === first) return;
    first = from;
    const rows = Array.from({ length: Math.min(seen + 2 * SPARE, count - from) }, (_, at) => line(from + at));
    const before = Math.max(0, Math.min(scroll.scrollTop - (top - from) * high, whole - rows.length * high));
    above.style.height = `${before}px`;
    below.style.height = `${Math.max(0, whole - before - rows.length * high)}px`;
    body.replaceChildren(above, ...rows, below);
  };
  scroll.addEventListener("scroll", fill, { passive: true });
  new ResizeObserver(fill).observe(scroll);
  fill();

  return (column, up) => {
    const texts = order.map((_, index) => record(index + 1)[column] ?? "");
    const [values, compare = new Intl.Collator(language, { numeric: true }).compare] = keys(texts);
    // What is missing stands below, whichever way is sorted.
    order.sort((a, b) => !texts[a] - !texts[b] || up * compare(values[a], values[b]) || a - b);
    first = -1;
    fill();
  };
}
