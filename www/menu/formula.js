// Texts that spreadsheets would run as formulas.

// In any width.
const STARTS = "=+@\\-\\uff1d\\uff0b\\uff20\\uff0d";

const FORMULA = new RegExp(`^[\\s\\p{Cf}]*[\\t\\r${STARTS}]`, "u");
const NUMBER = /^[+-]?[\d.,\s]+$/u;

/** A text of a figure with an apostrophe where a spreadsheet would run it; numbers are in the reader's language. */
export const harmless = (text) => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

// Sites that are built protect their files by this rule: `harmless` in src/site/exports.rs.
const BEGINS = `(?:[\\p{White_Space}\\u200b-\\u200f\\ufeff]*[${STARTS}]|[\\t\\r])`;
const PROTECTED = new RegExp(`^'+${BEGINS}`, "u");

/** Whether a text without apostrophes before it is a number, which may begin with a sign. */
const isNumber = (text) => text === text.trim() && Number.isFinite(Number(text));

/** The text that a cell of a protected file stands for. */
export const unprotected = (cell) =>
  PROTECTED.test(cell) && !isNumber(cell.replace(/^'+/, "")) ? cell.slice(1) : cell;
