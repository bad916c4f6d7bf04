// <article-figure src="…/datapackage.json" view="investment" lang="de" state="sort=name&select=us,nl">
//
// Loads the wasm once for all elements of a page and mounts a figure in its shadow root. What stands
// inside the element is shown until the figure is alive; removing the element frees all that it holds.

const STYLE = "{{style}}";
// What is said when nothing more can be loaded; the other words come in the language that is asked for.
const FAILURES = "{{failures}}";
const FALLBACK_LANGUAGE = "en";
const INKS = "{{inks}}";

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

// What the wasm tells as a list of values, by name.
const DETAILS = {
  ready: ["view", "state"],
  viewchange: ["view", "state"],
  select: ["view", "key", "label", "value", "text"],
  error: ["messages"],
};

let loaded;
let tries = 0;
const lists = {};

/** The wasm, loaded once; a failure is forgotten, so that the next try loads anew. */
function library() {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

// Browsers say "Failed to fetch" and not what.
const failed = (url) => (error) => {
  throw new Error(`${url.pathname}: ${error?.message ?? error}`);
};

/** A list of a language, loaded once; a failure is forgotten as well. */
function listOf(folder, language) {
  const url = new URL(`./${folder}/${language}.json`, import.meta.url);
  const json = (response) => (response.ok ? response.json() : Promise.reject(`HTTP status ${response.status}`));
  lists[url] ??= fetch(url).then(json).catch((error) => {
    delete lists[url];
    failed(url)(error);
  });
  return lists[url];
}

/** The interface's words in a language and its formats; for what the browser's Intl lacks there is a list as well. */
async function speech(language) {
  const lacks = /\d/.test(new Intl.DateTimeFormat(language, { month: "long" }).format(0));
  const [words, own] = await Promise.all([listOf("words", language), lacks && listOf("intl", language)]);
  return { words, formats: formats(language, own) };
}

async function load() {
  // A browser remembers a module that failed by its address: each further try needs a new one.
  const again = tries++ ? `?try=${tries}` : "";
  const address = (file) => new URL(`./${file}${again}`, import.meta.url);
  const script = address("article_figures.js");
  const wasm = address("article_figures_bg.wasm");
  const module = await import(script).catch(failed(script));
  await module.default({ module_or_path: wasm }).catch(failed(wasm));
  return module;
}

/** What languages have rules for, by the browser's Intl, so that the wasm needs none of it: `(name, …values)`. */
function formats(language, own) {
  // The day before the month, as the figures' other languages have it.
  const tag = language === "en" ? "en-GB" : language;
  const dates = (fields) => new Intl.DateTimeFormat(tag, { month: "long", timeZone: "UTC", ...fields });
  const [name, month, day] = [{}, { year: "numeric" }, { year: "numeric", day: "numeric" }].map(dates);
  const plurals = new Intl.PluralRules(tag);
  const { compare } = new Intl.Collator(tag);
  const numbers = {};
  const digits = (decimals) => ({
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "negative",
  });
  const parts = (date) => [Math.floor(date / 10000), (Math.floor(date / 100) % 100) - 1, date % 100];
  const known = {
    number: (value, decimals) => (numbers[decimals] ??= new Intl.NumberFormat(tag, digits(decimals))).format(value),
    date: (date) => {
      const [y, m, d] = parts(date);
      return (d ? day : month).format(new Date(0).setUTCFullYear(y, m, d || 1));
    },
    month: (number) => name.format(Date.UTC(2021, number - 1)),
  };
  // A browser may claim a language of which it has no data.
  const lacking = own && {
    number: (value, decimals) => {
      const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
      const groups = whole.replace(/\B(?=(\d{3})+$)/g, own.group);
      return (value < 0 && /[1-9]/.test(whole + fraction) ? "-" : "") + groups + (fraction ? own.decimal + fraction : "");
    },
    date: (date) => {
      const [y, m, d] = parts(date);
      return own[d ? "days" : "months"][m].replace("{y}", y).replace("{d}", d);
    },
    month: (number) => own.names[number - 1],
  };
  const all = {
    ...known,
    ...lacking,
    plural: (count) => plurals.select(count),
    ranks: (texts) => {
      const order = [...texts.keys()].sort((a, b) => compare(texts[a], texts[b]));
      return texts.map((_, index) => order.indexOf(index));
    },
  };
  // Editions of the CLDR differ in which spaces are narrow or do not break.
  const alike = {
    number: (text) => text.replace("-", "−").replaceAll("\u202f", "\u00a0"),
    date: (text) => text.replace(/[\u00a0\u202f]/g, " "),
  };
  return (kind, ...values) => (alike[kind] ?? ((made) => made))(all[kind](...values));
}

/** The colours of the style sheet in effect, or of the page: red, green, blue, alpha of each in a row. */
function colours(probe) {
  const size = { width: INKS.length, height: 1 };
  const context = Object.assign(document.createElement("canvas"), size).getContext("2d");
  for (const [index, ink] of INKS.entries()) {
    probe.style.color = `var(--${ink})`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(index, 0, 1, 1);
  }
  return [...context.getImageData(0, 0, INKS.length, 1).data];
}

/** Makes the heads of a table's columns sort its rows, by `data-value` where a cell has one. */
function sortable(table, language) {
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sorted = (column, up) =>
    rows.toSorted(({ cells: { [column]: a } }, { cells: { [column]: b } }) => {
      const [x, y] = [a, b].map((cell) => cell.dataset.value);
      return up * (x && y ? x - y : compare(x ?? a.textContent, y ?? b.textContent));
    });
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    head.ariaSort = "none";
    button.addEventListener("click", () => {
      const up = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = "none";
      head.ariaSort = up ? "ascending" : "descending";
      table.tBodies[0].append(...sorted(column, up ? 1 : -1));
    });
  }
}

class ArticleFigure extends HTMLElement {
  static observedAttributes = ["src", "view", "state", "lang"];

  #figure = document.createElement("div");
  #slot = document.createElement("slot");
  #widget;
  // Counts what was started, so that what comes too late is recognised.
  #turn = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#figure.hidden = true;
    root.append(this.#slot, this.#figure);
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#stop();
    this.#show(false);
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (this.#widget && name === "state") this.#widget.update(this.#options);
    else if (this.#turn) this.#start();
  }

  async #start() {
    this.#stop();
    this.#figure.lang = this.#language;
    const turn = this.#turn;
    try {
      const [{ Widget }, { words, formats }] = await Promise.all([library(), speech(this.#language)]);
      if (turn !== this.#turn) return;
      this.#widget = new Widget(this.#figure, this.#options, words, (kind, ...values) => kind === "colours" ? colours(this.#figure.querySelector(".probe")) : formats(kind, ...values), (type, values) =>
        this.#on(type, Object.fromEntries(DETAILS[type].map((name, index) => [name, values[index]]))),
      );
    } catch (error) {
      if (turn === this.#turn) this.#on("error", { messages: [String(error?.message ?? error)] });
    }
  }

  #stop() {
    this.#turn += 1;
    this.#widget?.free();
    this.#widget = undefined;
    this.#figure.replaceChildren();
  }

  get #options() {
    const src = new URL(this.getAttribute("src") ?? "data/datapackage.json", document.baseURI).href;
    const text = (name) => this.getAttribute(name) ?? "";
    return [src, text("view"), text("state"), this.#language];
  }

  get #language() {
    const asked = new URLSearchParams(location.search).get("lang");
    const tags = [asked, this.closest("[lang]")?.lang, ...navigator.languages].filter(Boolean);
    return tags.flatMap((tag) => [tag, tag.split("-")[0]]).find((tag) => tag in FAILURES) ?? FALLBACK_LANGUAGE;
  }

  #on(type, detail) {
    if (type === "ready") {
      sortable(this.#figure.querySelector("table"), this.#language);
      this.#show(true);
    }
    if (type === "error") this.#fail(detail.messages);
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #show(alive) {
    this.#figure.hidden = !alive;
    this.#slot.hidden = alive;
    this.toggleAttribute("data-live", alive);
  }

  /** Says what is wrong in the figure's own place; the title stays where the page brought one. */
  #fail(messages) {
    const words = FAILURES[this.#language];
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const title = this.querySelector(".title");
    const list = document.createElement("ul");
    list.append(...messages.map((message) => make("li", message)));
    const retry = make("button", words.retry);
    retry.type = "button";
    retry.addEventListener("click", () => this.#start());
    const box = Object.assign(document.createElement("div"), { className: "failure" });
    box.setAttribute("role", "alert");
    box.append(make("p", words.failed), list, retry);
    this.#figure.replaceChildren(...(title ? [title.cloneNode(true)] : []), box);
    this.#show(true);
  }
}

// Registering twice is harmless: the first one stays.
if (!customElements.get("article-figure")) customElements.define("article-figure", ArticleFigure);
