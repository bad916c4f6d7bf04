// The ways out of a living figure, for its menu and for pages of others: the methods of the element.

import { FORMATS, reference } from "./citation.js";
import { asked, code } from "./code.js";
import { asCsv, cells, rawCsv } from "./table.js";

/** Device px of a PNG to one CSS px. */
const SCALE = 2;
/** By this, spreadsheets know UTF-8. */
const BOM = "\ufeff";

const hex = (channels) => `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;

export class Ways {
  #published;

  /**
   * `element`: the figure's; `place`: its living part; `widget`: what draws it; `head` and `rows` of its table, in
   * the order of the data; `lines`: whether its data change with what is shown; `words`, `language`: the reader's; `inks`: the names of colours, `browser.colours()`: their
   * channels in a row; `write(element, html)`; `page`: its address, where it has a page; `data(name)`: that of its data, where there are files.
   */
  constructor(element, context) {
    Object.assign(this, context, { element });
  }

  get title() {
    return this.place.querySelector(".title").textContent;
  }

  get state() {
    return this.element.getAttribute("state") ?? "";
  }

  /** What its page publishes of it; nothing where there is none, or no network. */
  published() {
    return (this.#published ??= this.json().catch(() => (this.#published = undefined)));
  }

  async #drawing() {
    const { drawing } = await this.script("drawing.js");
    const channels = this.browser.colours();
    const colours = Object.fromEntries(this.inks.map((ink, at) => [ink, hex(channels.slice(4 * at, 4 * at + 3))]));
    this.widget.print();
    return drawing(this.place, colours, this.link());
  }

  /** As text; every colour stands in it as a number, and every font falls back to one without serifs. */
  async svg() {
    return (await this.#drawing()).svg;
  }

  /** As a Blob, two device px to each CSS px. */
  async png() {
    const { svg, width, height } = await this.#drawing();
    const { paint } = await this.script("picture.js");
    const canvas = Object.assign(document.createElement("canvas"), { width: SCALE * width, height: SCALE * height });
    const context = canvas.getContext("2d");
    context.scale(SCALE, SCALE);
    paint(context, this.parsed(svg));
    return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("image/png")))));
  }

  /** Markup of ours as nodes. */
  parsed(html) {
    const template = document.createElement("template");
    this.write(template, html);
    return template.content;
  }

  /** The table's rows of what is shown now, with its head. */
  shown() {
    const [head, ...rows] = this.lines ? this.#window() : [this.head, ...this.rows];
    const marks = this.place.querySelectorAll(".item");
    return cells([head, ...Array.from(marks, (mark) => rows[mark.dataset.datum])]);
  }

  /** The rows of the points that stand for the window of lines, with their head. */
  #window() {
    return this.parsed(this.widget.table()).querySelector("table").rows;
  }

  /**
   * All data as their page publishes them, or the table of what is `shown`. Texts that begin like a formula have an
   * apostrophe before them, unless `raw` is `true`; `raw` is for programs, which need no byte order mark either.
   */
  async csv(options) {
    const { shown, raw } = options ?? {};
    const isRaw = raw === true;
    if (shown) return (isRaw ? "" : BOM) + asCsv(this.shown(), isRaw);
    const text = await (await this.#file("data.csv")).text();
    return isRaw ? rawCsv(text) : text;
  }

  /** All data with their sources and what others say of them. */
  async json() {
    return (await this.#file("data.json")).json();
  }

  async #file(name) {
    const url = this.data(name);
    if (!url) throw new Error(`${name} is missing`);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url.pathname}: HTTP status ${response.status}`);
    return response;
  }

  /** The address of exactly what is shown. */
  link() {
    return this.page ? asked(this.page, this.state) : location.href;
  }

  /** `way`: `iframe` or `element`; `theme`: `light`, `dark` or the reader's. */
  embedCode(way = "iframe", theme = "") {
    const { page, state, title } = this;
    if (!page) throw new Error("the figure has no page");
    return code(way, { page, state, title, theme, height: this.#height() });
  }

  /** In CSS px, without the menu. */
  #height() {
    const menu = this.place.querySelector(".ways")?.getBoundingClientRect().height ?? 0;
    return Math.ceil((this.place.getBoundingClientRect().height - menu) / 10) * 10;
  }

  /** `format`: `plain`, `bibtex`, `csl` or `gost`. */
  async cite(format = "plain") {
    const figure = { name: this.element.shown, title: this.title, language: this.language, url: this.link() };
    const cited = reference(figure, await this.published(), new Date());
    const day = (date) => this.widget.date(date.getFullYear(), date.getMonth() + 1, date.getDate());
    return FORMATS[format](cited, this.words, day);
  }
}
