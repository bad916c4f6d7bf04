// The menu of a figure's ways out. Where a sandbox forbids one, what it would give is there to be taken by hand.

import { framed } from "./code.js";
import { make } from "./markup.js";
import { asHtml, asTsv } from "./table.js";
import { Ways } from "./ways.js";

const WORDS = "{{words}}";
const STYLE = "{{style}}";

/** Frames without an origin may neither save files nor print. */
const IN_SANDBOX = origin === "null" && (location.protocol !== "file:" || parent !== window);

/** Where nobody may be asked. */
const IN_ONE_FILE = import.meta.url.startsWith("data:");

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

/** An image as an address that every policy of ours allows. */
function inline(blob) {
  const reader = new FileReader();
  return new Promise((done, failed) => {
    reader.addEventListener("load", () => done(reader.result));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(blob);
  });
}

export class Menu {
  #buttons;
  /** The button whose panel is open, or was last. */
  #button;
  #panel;
  /** What was done, and below it what is to be taken by hand. */
  #status;
  #hand;
  /** Each writes anew what depends on the state of the figure. */
  #fields;

  /** `buttons`: open and close its two panels, `download` and `share`; `context`: see Ways. */
  constructor(element, context, buttons) {
    this.words = WORDS;
    this.ways = new Ways(element, { ...context, words: this.words });
    this.#buttons = buttons;
  }

  /** Opens the panel of a button, or closes it; at most one is open. */
  toggle(name) {
    const closes = this.#panel?.isConnected && this.#button === this.#buttons[name];
    if (this.#panel?.isConnected) this.#close();
    if (!closes) this.#open(name);
  }

  #open(name) {
    const { place, element } = this.ways;
    this.#button = this.#buttons[name];
    const root = place.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    this.#fields = [];
    this.#status = make("p", { className: "status", role: "status" });
    this.#hand = make("div", { className: "hand" });
    const groups = name === "download" ? [this.#image(), this.#data()] : [this.#share(), this.#embed(), this.#cite()];
    this.#panel = make("section", { className: "ways", ariaLabel: this.#button.textContent }, ...groups);
    this.#panel.append(this.#status, this.#hand);
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
      this.#button.focus();
    });
    this.#button.parentNode.after(this.#panel);
    this.#button.ariaExpanded = "true";
    const refresh = () => {
      if (this.#panel?.isConnected) this.#refresh();
      else element.removeEventListener("viewchange", refresh);
    };
    element.addEventListener("viewchange", refresh);
    this.#refresh();
  }

  #close() {
    this.#panel.remove();
    this.#button.ariaExpanded = "false";
  }

  #refresh() {
    for (const field of this.#fields) this.#try(field);
  }

  /** Does something, and says so where it fails. */
  async #try(act) {
    try {
      await act();
    } catch (error) {
      this.#say(this.words.failed.replace("{why}", error.message));
    }
  }

  #say(text, ...content) {
    this.#hand.replaceChildren(...content);
    this.#status.textContent = text;
  }

  #press(word, act) {
    const button = make("button", { type: "button", textContent: this.words[word] });
    button.addEventListener("click", () => {
      this.#say("");
      this.#try(act);
    });
    return button;
  }

  #group(word, ...content) {
    const heading = make("h3", { textContent: this.words[word] });
    const { level } = this.ways.place.dataset;
    if (level) heading.ariaLevel = Number(level) + 1;
    return make("div", {}, heading, ...content);
  }

  #image() {
    const { ways } = this;
    return this.#group(
      "image",
      this.#press("png", async () => this.#saveImage(await ways.png())),
      this.#press("svg", async () => this.#save("svg", "image/svg+xml", await ways.svg())),
      this.#press("copy_image", () => this.#copyImage()),
      this.#press("print", () => this.#print()),
    );
  }

  #data() {
    const { ways } = this;
    const files = ways.data("data.csv") && [
      this.#press("csv", async () => this.#save("csv", "text/csv", await ways.csv())),
      this.#press("json", async () => this.#save("json", "application/json", `${JSON.stringify(await ways.json(), null, 2)}\n`)),
    ];
    return this.#group(
      "data",
      ...(files || []),
      this.#press("csv_shown", async () => this.#save("csv", "text/csv", await ways.csv({ shown: true }), "-shown")),
      this.#press("copy_table", () => this.#copyTable()),
    );
  }

  #share() {
    const { ways } = this;
    const address = make("input", { readOnly: true, ariaLabel: this.words.link });
    address.addEventListener("focus", () => address.select());
    this.#fields.push(() => (address.value = ways.link()));
    const sheet = navigator.share && this.#press("share_sheet", () => this.#shareSheet());
    const line = make("div", { className: "line" }, address, this.#press("copy", () => this.#copy(address)));
    return this.#group("share", make("p", { textContent: this.words.link }), line, sheet);
  }

  #embed() {
    if (!this.ways.page) return "";
    const way = this.#choice("way", { iframe: this.words.frame, element: this.words.element });
    const colours = { "": this.words.theme_auto, light: this.words.theme_light, dark: this.words.theme_dark };
    const theme = this.#choice("theme", colours);
    const text = () => this.ways.embedCode(way.value, theme.value);
    return this.#drawer("embed", [way, theme], text, !IN_ONE_FILE && this.#preview(theme));
  }

  #cite() {
    const formats = { plain: this.words.plain, bibtex: "BibTeX", csl: "CSL-JSON", gost: "ГОСТ Р 7.0.100" };
    const format = this.#choice("format", formats);
    return this.#drawer("cite", [format], () => this.ways.cite(format.value));
  }

  #choice(word, options) {
    const entries = Object.entries(options).map(([value, text]) => make("option", { value, textContent: text }));
    const choice = make("select", { ariaLabel: this.words[word] }, ...entries);
    choice.addEventListener("change", () => this.#refresh());
    return choice;
  }

  /** A text that depends on choices, behind its heading. */
  #drawer(word, choices, text, ...more) {
    const labelled = (choice) => make("label", {}, `${choice.ariaLabel} `, choice);
    const box = make("textarea", { readOnly: true, rows: 5, spellcheck: false, ariaLabel: this.words[word] });
    box.addEventListener("focus", () => box.select());
    this.#fields.push(async () => (box.value = await text()));
    const heading = make("summary", { textContent: this.words[word] });
    const copy = this.#press("copy", () => this.#copy(box));
    return make("details", {}, heading, make("div", {}, ...choices.map(labelled), box, copy, ...more));
  }

  /** What the code will show, as the frame shows it: made when it is opened. */
  #preview(theme) {
    const { ways } = this;
    const frame = make("iframe", { title: this.words.preview });
    const preview = make("details", { className: "preview" }, make("summary", { textContent: this.words.preview }));
    const show = () => {
      const address = framed({ page: ways.page, state: ways.state, theme: theme.value });
      if (preview.open && frame.src !== address) frame.src = address;
    };
    const told = ({ source, data }) => {
      if (!frame.isConnected) return removeEventListener("message", told);
      const isHeight = source === frame.contentWindow && data?.source === "article-figure" && data.type === "height";
      if (isHeight) frame.style.height = `${Math.min(Math.max(data.height, 100), 5000)}px`;
    };
    preview.addEventListener("toggle", () => {
      preview.append(frame);
      addEventListener("message", told);
      show();
    });
    this.#fields.push(show);
    return preview;
  }

  get #name() {
    return `${this.ways.element.shown}-${this.ways.language}`;
  }

  /** Saves a text as a file. */
  #save(ending, type, text, more = "") {
    if (IN_SANDBOX) return this.#byHand(this.words.file_by_hand, text);
    this.#download(`${this.#name}${more}.${ending}`, new Blob([text], { type }));
  }

  #saveImage(blob) {
    if (IN_SANDBOX) return this.#imageByHand(blob);
    this.#download(`${this.#name}.png`, blob);
  }

  #download(name, blob) {
    const href = URL.createObjectURL(blob);
    make("a", { href, download: name }).click();
    // Once it has begun.
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  #byHand(words, text) {
    const box = make("textarea", { readOnly: true, rows: 8, value: text, ariaLabel: words });
    this.#say(words, box);
    box.focus();
    box.select();
  }

  async #imageByHand(blob) {
    this.#say(this.words.image_by_hand, make("img", { src: await inline(blob), alt: this.ways.title }));
  }

  /** The text of a box, by the clipboard's interface, else as by key, else by hand. */
  async #copy(box) {
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      box.focus();
      box.select();
      if (!document.execCommand("copy")) return this.#say(this.words.by_hand);
    }
    this.#say(this.words.copied);
  }

  async #copyImage() {
    const blob = this.ways.png();
    try {
      // With the promise: some browsers want it within the click.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
      this.#say(this.words.copied);
    } catch {
      await this.#imageByHand(await blob);
    }
  }

  async #copyTable() {
    const rows = this.ways.shown();
    const text = asTsv(rows);
    const form = (type, content) => ({ [type]: new Blob([content], { type }) });
    const forms = { ...form("text/plain", text), ...form("text/html", asHtml(rows)) };
    try {
      await navigator.clipboard.write([new ClipboardItem(forms)]);
      this.#say(this.words.copied);
    } catch {
      this.#byHand(this.words.by_hand, text);
      if (document.execCommand("copy")) this.#say(this.words.copied);
    }
  }

  async #shareSheet() {
    const { ways } = this;
    try {
      await navigator.share({ title: ways.title, url: ways.link() });
    } catch (error) {
      // Closed by the reader; else the address above is left.
      if (error.name !== "AbortError") throw error;
    }
  }

  /** The drawing alone, in a page of its own: the one around may be a whole article. */
  async #print() {
    if (IN_SANDBOX) return this.#imageByHand(await this.ways.png());
    const drawing = this.ways.parsed(await this.ways.svg());
    const paper = make("iframe", { className: "paper", title: this.words.print });
    const print = ({ target: { contentDocument, contentWindow } }) => {
      contentDocument.title = this.#name;
      contentDocument.body.replaceChildren(drawing);
      contentWindow.addEventListener("afterprint", () => paper.remove());
      contentWindow.print();
    };
    paper.addEventListener("load", print, { once: true });
    this.#panel.append(paper);
  }
}
