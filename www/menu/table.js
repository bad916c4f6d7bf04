// What a figure shows, as tables for programs of others.

import { harmless, unprotected } from "./formula.js";

/** The texts of rows. */
export const cells = (rows) => rows.map((row) => Array.from(row.cells, (cell) => cell.textContent.trim()));

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180. `raw`: without protection from spreadsheets. */
export const asCsv = (rows, raw) =>
  rows.map((row) => row.map((text) => quoted(raw ? text : harmless(text))).join(",") + "\r\n").join("");

// The cells of a file as RFC 4180 has them; empty ones are left out.
const CELLS = /"([^"]*(?:""[^"]*)*)"|[^",\r\n]+/g;

/** A file of this site (RFC 4180) without protection from spreadsheets: the texts that the table has. */
export const rawCsv = (csv) =>
  csv.replace(CELLS, (cell, inner) => (inner === undefined ? unprotected(cell) : `"${unprotected(inner)}"`));

/** As spreadsheets take it from the clipboard. */
export const asTsv = (rows) => rows.map((row) => row.map((text) => harmless(text.replace(/\s/g, " "))).join("\t")).join("\n");

/** As word processors do. */
export function asHtml(rows) {
  const table = document.createElement("table");
  for (const row of rows) {
    const line = table.insertRow();
    for (const text of row) line.insertCell().textContent = harmless(text);
  }
  return table.outerHTML;
}
