// The figure as a drawing of its own, in the state that it is in: title, legend, marks, note, sources and address.

import { escaped } from "./markup.js";

/** In CSS px: around everything, and between words and marks. */
const MARGIN = 16;
const GAP = 12;
const PARAGRAPH = 4;
/** Of a line of text, in sizes of its font; and of the middle of its letters over the line they stand on. */
const LEADING = 1.4;
const BASELINE = 0.3;

const pen = document.createElement("canvas").getContext("2d");

/** How wide a text is, in CSS px. */
function wide(text, { size, bold, family }) {
  pen.font = `${bold ? "bold " : ""}${size}px ${family}`;
  return pen.measureText(text).width;
}

/** A text as lines that are no wider than that; words that are wider, such as addresses, are broken. */
function lines(text, font, width) {
  const all = [];
  let line = "";
  for (const word of text.split(/[ \n]+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (wide(longer, font) <= width) {
      line = longer;
      continue;
    }
    if (line) all.push(line);
    line = "";
    for (const sign of word) {
      if (wide(line + sign, font) > width) all.push(line), (line = "");
      line += sign;
    }
  }
  return line ? [...all, line] : all;
}

/** Grows downwards as it is written on. */
class Sheet {
  #parts = [];
  y = MARGIN;

  constructor(width, colours, family) {
    Object.assign(this, { width, colours, family });
  }

  /** A line whose middle is at `y`. */
  line(text, x, y, { size, bold }, ink) {
    const weight = bold ? ' font-weight="bold"' : "";
    const place = `x="${x}" y="${y + BASELINE * size}" font-size="${size}"`;
    this.#parts.push(`<text ${place}${weight} fill="${this.colours[ink]}">${escaped(text)}</text>`);
  }

  /** A paragraph below what is there. */
  words(text, font, ink) {
    const height = Math.round(font.size * LEADING);
    for (const line of lines(text ?? "", { ...font, family: this.family }, this.width)) {
      this.line(line, MARGIN, this.y + height / 2, font, ink);
      this.y += height;
    }
  }

  push(part) {
    this.#parts.push(part);
  }

  /** The whole with its margins, and its size in CSS px. */
  document(title, description) {
    const [width, height] = [this.width + 2 * MARGIN, Math.ceil(this.y + MARGIN)];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${escaped(this.family)}"><title>${escaped(title)}</title><desc>${escaped(description)}</desc><rect width="${width}" height="${height}" fill="${this.colours.ground}"/>${this.#parts.join("")}</svg>`;
    return { svg, width, height };
  }
}

/** What a sample of the legend looks like, 14 CSS px wide and high. */
function sample(entry, colours) {
  const line = (path, ink, width) => `<path d="${path}" fill="none" stroke="${colours[ink]}" stroke-width="${width}"/>`;
  if (entry.matches(".dot")) return `<circle cx="7" cy="7" r="7" fill="${colours.series}"/>`;
  if (entry.matches(".series")) {
    const right = entry.matches(".tints") ? "soft-series" : "series";
    return `<path d="M0 0h14v14H0z" fill="${colours.series}"/><path d="M14 0v14H0z" fill="${colours[right]}"/>`;
  }
  if (entry.matches(".remainder")) {
    return line("M.5.5h13v13H.5zM1 5l4-4M1 9l8-8M1 13L13 1M5 13l8-8M9 13l4-4", "remainder", 1);
  }
  if (entry.matches(".others")) return line("M1 1h12v12H1z", "soft-text", 2);
  if (entry.matches(".change")) return line("M0 7h14", "axis", 3);
  if (!entry.querySelector("svg")) return "";
  const svg = entry.querySelector("svg").cloneNode(true);
  // Colours of a style sheet would stay behind.
  for (const [index, shape] of [...entry.querySelectorAll("svg *")].entries()) {
    const { fill, stroke, strokeWidth } = getComputedStyle(shape);
    for (const [name, value] of Object.entries({ fill, stroke, "stroke-width": strokeWidth })) {
      svg.children[index].setAttribute(name, value);
    }
    svg.children[index].removeAttribute("class");
  }
  return `<svg width="14" height="14" viewBox="-8 -8 16 16">${svg.innerHTML}</svg>`;
}

function legend(sheet, entries) {
  const font = { size: 14, bold: false };
  const height = Math.round(font.size * LEADING);
  let [x, y] = [0, sheet.y];
  for (const entry of entries) {
    const text = entry.textContent;
    const width = 20 + wide(text, { ...font, family: sheet.family });
    if (x && x + width > sheet.width) [x, y] = [0, y + height];
    sheet.push(`<g transform="translate(${MARGIN + x} ${y + height / 2 - 7})">${sample(entry, sheet.colours)}</g>`);
    sheet.line(text, MARGIN + x + 20, y + height / 2, font, "soft-text");
    x += Math.round(width) + 20;
  }
  if (entries.length) sheet.y = y + height + GAP;
}

/** The addresses that the article prints, in full. */
function sources(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const link of copy.querySelectorAll("a")) link.textContent = link.href;
  return copy.textContent;
}

/**
 * `place`: the living figure, whose `.print` has its marks; `colours`: of its theme, by name, such as `#1a1e23`;
 * `below`: paragraphs to stand below all others. Gives the SVG and its size in CSS px.
 */
export function drawing(place, colours, below) {
  const text = (selector) => place.querySelector(selector)?.textContent ?? "";
  const marks = place.querySelector(".print svg").cloneNode(true);
  const { width, height } = marks.viewBox.baseVal;
  const sheet = new Sheet(width, colours, getComputedStyle(place).fontFamily);
  sheet.words(text(".title"), { size: 20, bold: true }, "text");
  sheet.y += PARAGRAPH;
  sheet.words(text(".subtitle"), { size: 15 }, "soft-text");
  sheet.y += GAP;
  legend(sheet, place.querySelectorAll(".legend :is(.series, .remainder, .change, .others:not([hidden]), .glyph, .check)"));
  for (const [name, value] of Object.entries({ x: MARGIN, y: sheet.y, width, height })) marks.setAttribute(name, value);
  marks.removeAttribute("role");
  sheet.push(new XMLSerializer().serializeToString(marks).replace(/var\(--([\w-]+)\)/g, (_, name) => colours[name]));
  sheet.y += height + GAP;
  const source = place.querySelector(".source");
  for (const words of [text(".counts"), text(".note"), source && sources(source), ...below]) {
    sheet.words(words, { size: 14 }, "soft-text");
    if (words) sheet.y += PARAGRAPH;
  }
  return sheet.document(text(".title"), text(".summary"));
}
