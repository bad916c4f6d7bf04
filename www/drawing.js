// The figure as a drawing of its own, in the state that it is in: title, marks, legend, note, sources and address.

import { escaped } from "./menu/markup.js";

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

/** The same on as few lines, filled evenly. */
function even(text, font, width) {
  let all = lines(text, font, width);
  for (let narrower = width; (narrower -= width / 100) > width / 2; ) {
    const next = lines(text, font, narrower);
    // One line more, or a word that is broken.
    if (next.length > all.length || next.join(" ") !== all.join(" ")) break;
    all = next;
  }
  return all;
}

/** A line of text in which the words that are links lead to where they do on the page. */
const linked = (line, links) =>
  line.replace(/[^ ]+?(?=[,;]?( |$))/g, (word) => {
    const link = links.find(({ textContent }) => textContent === word);
    return link ? `<a href="${escaped(link.href)}" text-decoration="underline">${escaped(word)}</a>` : escaped(word);
  });

/** Grows downwards as it is written on. */
class Sheet {
  #parts = [];
  y = MARGIN;

  constructor(width, colours, family) {
    Object.assign(this, { width, colours, family });
  }

  /** A line whose middle is at `y`. */
  line(text, x, y, { size, bold }, ink, links = []) {
    const weight = bold ? ' font-weight="bold"' : "";
    const place = `x="${x}" y="${y + BASELINE * size}" font-size="${size}"`;
    this.#parts.push(`<text ${place}${weight} fill="${this.colours[ink]}">${linked(text, links)}</text>`);
  }

  /** A paragraph below what is there. `set`: how its lines are filled. */
  words(text, font, ink, set = lines, links) {
    const height = Math.round(font.size * LEADING);
    for (const line of set(text ?? "", { ...font, family: this.family }, this.width)) {
      this.line(line, MARGIN, this.y + height / 2, font, ink, links);
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

/** On as many lines as it needs, which begin behind the heading where there is one. */
function legend(sheet, all) {
  const font = { size: 14, family: sheet.family };
  const height = Math.round(font.size * LEADING);
  const entries = all.map((entry) => {
    const heading = entry.querySelector(".glyph") && entry.firstChild;
    const text = (heading ?? entry).textContent.trim();
    const mark = heading ? "" : sample(entry, sheet.colours);
    const shift = mark && 20;
    return { heading, text, mark, shift, width: shift + Math.round(wide(text, font)) + (heading ? 10 : 20) };
  });
  let [x, indent, y] = [0, 0, sheet.y + height / 2];
  for (const [at, { heading, text, mark, shift, width }] of entries.entries()) {
    const needed = heading ? entries.slice(at).reduce((sum, { width }) => sum + width, 0) : width;
    if (x > indent && x + needed - 20 > sheet.width) [x, y] = [indent, y + height];
    if (mark) sheet.push(`<g transform="translate(${MARGIN + x} ${y - 7})">${mark}</g>`);
    sheet.line(text, MARGIN + x + shift, y, font, "soft-text");
    x += width;
    if (heading) indent = x;
  }
  if (entries.length) sheet.y = y + height / 2 + PARAGRAPH;
}

/**
 * `place`: the living figure, whose `.print` has its marks; `colours`: of its theme, by name, such as `#1a1e23`;
 * `address`: of what it shows. Gives the SVG and its size in CSS px.
 */
export function drawing(place, colours, address) {
  const text = (selector) => place.querySelector(selector)?.textContent ?? "";
  const marks = place.querySelector(".print svg").cloneNode(true);
  const { width, height } = marks.viewBox.baseVal;
  const sheet = new Sheet(width, colours, getComputedStyle(place).fontFamily);
  sheet.words(text(".title"), { size: 20, bold: true }, "text", even);
  sheet.y += PARAGRAPH;
  sheet.words(text(".subtitle"), { size: 15 }, "soft-text", even);
  sheet.y += GAP;
  for (const [name, value] of Object.entries({ x: MARGIN, y: sheet.y, width, height })) marks.setAttribute(name, value);
  marks.removeAttribute("role");
  sheet.push(new XMLSerializer().serializeToString(marks).replace(/var\(--([\w-]+)\)/g, (_, name) => colours[name]));
  sheet.y += height + GAP;
  const entries = place.querySelectorAll(".legend :is(.series, .remainder, .change, .others, .check, .glyph)");
  legend(sheet, [...entries].filter((entry) => getComputedStyle(entry).display !== "none"));
  const paragraph = (words, links) => {
    sheet.words(words, { size: 14 }, "soft-text", lines, links);
    if (words) sheet.y += PARAGRAPH;
  };
  for (const words of [text(".counts"), text(".note")]) paragraph(words);
  for (const source of place.querySelectorAll(".source > span")) paragraph(source.textContent, [...source.querySelectorAll("a")]);
  paragraph(address);
  return sheet.document(text(".title"), text(".summary"));
}
