// <article-figure src="https://HOST/de/investment/" state="sort=name&select=us,nl">
//
// Brings the figure of a built page to life: the one that stands inside the element, or the one of the page at
// `src`. A `package`, a datapackage.json or a CSV file, is read here instead, for its `view` in `lang`. The figure
// stands in a shadow root; what stands inside the element is shown until it is alive, and stays where it cannot be.

const FILES = "{{files}}";
// What is said when a package can't be shown; the other words come in the language that is asked for.
const FAILURES = "{{failures}}";
const FALLBACK_LANGUAGE = "en";
const INKS = "{{inks}}";
// What draws more does for what draws less.
const LIBRARIES = ["article_figures", "article_figures_all", "article_figures_lines"];
const PACKAGES = "packages.js";
const HOST = "host.js";
// What the element gives when it is asked; see EMBEDDING.md.
const WAYS = ["png", "svg", "csv", "json", "link", "embedCode", "cite"];
const PICTURE = ".stage svg";
const DATA = "script[type='application/json']";

// What the wasm tells as a list of values, by name.
const DETAILS = {
  viewchange: ["view", "state"],
  select: ["view", "key", "label", "value", "text"],
};

// By the hash in their name, or, where a figure is one file, with all that is in them.
const address = (name) => {
  const known = FILES[name];
  return new URL(known.length > 8 ? known : name.replace(/(?=\.\w+$)/, `.${known}`), import.meta.url);
};

// What is loaded is loaded once; a failure is forgotten, so that the next try loads anew.
const loaded = {};
const tries = {};

function once(name, load) {
  loaded[name] ??= load().catch((error) => {
    delete loaded[name];
    throw error;
  });
  return loaded[name];
}

// Browsers say "Failed to fetch" and not what.
const failed = (url) => (error) => {
  throw new Error(`${url.pathname}: ${error?.message ?? error}`);
};

/** A file in one of the ways that a response can be read. */
function file(url, way, options) {
  const read = (response) => (response.ok ? response[way]() : Promise.reject(`HTTP status ${response.status}`));
  return fetch(url, options).then(read).catch(failed(url));
}

/** Pages may be other ones by now; and a library that stopped in the middle of its work is not to be asked again. */
function forget({ name: kind }) {
  for (const name in loaded) if (kind === "RuntimeError" || name.includes(":")) delete loaded[name];
}

/** The first tag that the interface has words for, of these and of the languages that they begin with. */
const spoken = (...tags) => tags.flatMap((tag) => [tag, tag.split("-")[0]]).find((tag) => tag in FAILURES) ?? FALLBACK_LANGUAGE;

/** The interface's words for a language; these and the language's patterns as a widget takes them; the language's rules. */
const speech = (language) =>
  once(language, async () => {
    const known = spoken(language);
    const [{ figure, patterns, ...words }, others] = await Promise.all([
      file(address(`words/${known}.json`), "json"),
      known === language ? undefined : packages("patterns", language),
    ]);
    return [words, [...figure, ...(others ?? patterns)], rules(language)];
  });

/** One of the libraries; the one that draws every kind does for the others, too. */
function library(name) {
  name = LIBRARIES.slice(LIBRARIES.indexOf(name) >>> 0).find((known) => loaded[known]) ?? name;
  return once(name, async () => {
    // A browser remembers a module that failed by its address: each further try needs a new one.
    const [script, wasm] = [`${name}.js`, `${name}_bg.wasm`].map(address);
    const again = (tries[name] = (tries[name] ?? 0) + 1);
    if (again > 1) script.search = wasm.search = `?try=${again}`;
    const module = await import(script).catch(failed(script));
    await module.default({ module_or_path: wasm }).catch(failed(wasm));
    return module;
  });
}

const style = () =>
  once("style", async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await file(address("figure.css"), "text"));
    return sheet;
  });

/** The words of a built figure as nodes, and what its page says of it. */
function built(element) {
  const data = element.querySelector(DATA);
  const content = document.createDocumentFragment();
  for (const node of element.childNodes) if (node !== data) content.append(copied(node));
  return { content, ...JSON.parse(data.textContent) };
}

/** A copy without the pictures: the canvas takes their place. */
function copied(node) {
  const isStage = node.matches?.(".stage");
  const whole = !isStage && !node.querySelector?.(".stage");
  const copy = document.importNode(node, whole);
  if (!whole && !isStage) copy.append(...Array.from(node.childNodes, copied));
  return copy;
}

/** What brings figures that do not stand here, of other pages and of packages. */
const packages = async (way, ...values) =>
  (await once(PACKAGES, () => import(address(PACKAGES))))[way]({ library, speech, file, once, loaded, built }, ...values);

/** The points of lines: those of a page, where there are few, or a file of 64-bit numbers; a gap is no number. */
async function numbers(points = []) {
  if (typeof points !== "string") return Float64Array.from(points, (point) => point ?? NaN);
  return new Float64Array(await file(new URL(points, import.meta.url), "arrayBuffer"));
}

/** Rules of a language that the wasm asks for: `(name, …values)`. */
function rules(language) {
  // Made when they are needed: a browser's first use of its Intl takes long.
  const plurals = [];
  let order;
  const all = {
    plural: (value, decimals) => {
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return (plurals[decimals] ??= new Intl.PluralRules(language, digits)).select(value);
    },
    ranks: (texts) => {
      order ??= new Intl.Collator(language);
      const sorted = [...texts.keys()].sort((a, b) => order.compare(texts[a], texts[b]));
      return texts.map((_, index) => sorted.indexOf(index));
    },
  };
  return (kind, ...values) => all[kind](...values);
}

// One for all: never in the document, so that nothing is laid out for it.
const ruler = document.createElement("canvas").getContext("2d");

function width(font, text) {
  ruler.font = font;
  return ruler.measureText(text).width;
}

/** Puts a swatch of each colour into the probe. */
function swatches(probe) {
  for (const ink of INKS) {
    const swatch = document.createElement("b");
    swatch.style.color = `var(--${ink})`;
    probe.append(swatch);
  }
}

/** The colours of the style sheet in effect, or of the page: red, green, blue, alpha of each in a row. */
function colours(probe) {
  const names = Array.from(probe.children, (swatch) => getComputedStyle(swatch).color);
  return (palettes[names.join()] ??= channels(names));
}

const palettes = {};

function channels(names) {
  const size = { width: names.length, height: 1 };
  const context = Object.assign(document.createElement("canvas"), size).getContext("2d", { willReadFrequently: true });
  for (const [index, name] of names.entries()) {
    context.fillStyle = name;
    context.fillRect(index, 0, 1, 1);
  }
  return [...context.getImageData(0, 0, names.length, 1).data];
}

let waiting;

/** Lets the browser answer its reader and paint what it has; who waits at the same time goes on together. */
function pause() {
  waiting ??= new Promise((done) => setTimeout(done)).then(() => (waiting = undefined));
  return waiting;
}

const newborn = [];
let lastWidth = 0;

/** Figures that come to life together are all measured before the first of them is painted: one layout for all. */
async function painted(figure) {
  newborn.push(figure);
  await undefined;
  for (const one of newborn.splice(0)) {
    try {
      one.measure();
    } catch {
      // It measures once more when it is painted, and says then what is wrong.
    }
  }
  figure.paint();
}

/** How much larger the reader wants text than it is by itself. */
const text = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/**
 * Waits until a figure comes near what its reader sees. One that has no place, as in a closed tab, need not wait; nor one
 * in a frame, whose host decides when to load it and which may not know where its reader is.
 */
const near = (element, signal) =>
  new Promise((done) => {
    if (self !== top) return done();
    const observer = new IntersectionObserver(
      (entries) => {
        const { isIntersecting, boundingClientRect } = entries.at(-1);
        if (isIntersecting || !boundingClientRect.width) stop();
      },
      { rootMargin: "100%" },
    );
    const stop = () => done(observer.disconnect());
    signal.addEventListener("abort", stop);
    observer.observe(element);
  });

class ArticleFigure extends HTMLElement {
  static observedAttributes = ["src", "package", "view", "state", "lang"];

  /** The figures of files at hand, each to be the `source` of an element, and what is wrong with the files. */
  static open = (...values) => packages("open", ...values);

  #figure = document.createElement("div");
  #slot = document.createElement("slot");
  #widget;
  #loading;
  // What loads them, once the figure lives.
  #ways;
  #ask;
  #asked = new Promise((done) => (this.#ask = done));

  static {
    for (const name of WAYS) {
      this.prototype[name] = async function (...values) {
        let ways;
        this.#ask();
        while (!(ways = await this.#ways)) await new Promise((done) => this.addEventListener("ready", done, { once: true }));
        return (await ways())[name](...values);
      };
    }
  }

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    this.#figure.hidden = true;
    root.append(this.#slot, this.#figure);
    // A browser that was short of memory gives an empty canvas back.
    root.addEventListener("contextrestored", () => this.#start(), true);
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#stop();
    this.#figure.replaceChildren();
    this.#show(false);
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name !== "state") this.#start();
    else this.#widget?.update(after ?? "");
  }

  /** What was there stays to be seen until something else can be. */
  #start() {
    this.#stop();
    this.#figure.inert = true;
    const { signal } = (this.#loading = new AbortController());
    this.#ways = this.#live(signal);
    // Only who asks for one of them is told.
    this.#ways.catch(() => {});
  }

  async #live(signal) {
    try {
      await Promise.race([near(this, signal), this.#asked]);
      signal.throwIfAborted();
      const source = await this.#source(signal);
      const { language } = source;
      const [{ Widget }, [words, texts, rules], sheet, points] = await Promise.all([
        library(source.library),
        speech(language),
        style(),
        numbers(source.points),
      ]);
      // On a slow phone, each of these steps takes as long as a few frames.
      await pause();
      signal.throwIfAborted();
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.#figure.lang = language;
      this.#figure.replaceChildren(source.content.cloneNode(true));
      await pause();
      signal.throwIfAborted();
      const state = this.getAttribute("state") ?? source.state ?? "";
      const place = this.#figure;
      const browser = { colours: () => colours(place.querySelector(".probe")), text, width };
      const ask = (kind, ...values) => (browser[kind] ? browser[kind](...values) : rules(kind, ...values));
      const on = (type, values) => {
        const detail = Object.fromEntries(DETAILS[type].map((name, at) => [name, values[at]]));
        if (type === "viewchange") this.setAttribute("state", detail.state);
        this.#tell(type, detail);
      };
      const widget = (this.#widget = new Widget(place, [...source.figure, points], state, language, texts, ask, on));
      swatches(place.querySelector(".probe"));
      await pause();
      signal.throwIfAborted();
      // Where there is a picture, it says how wide the stage is, and gives way when everything is painted.
      if (!this.querySelector(PICTURE)) this.#show(true);
      await painted(this);
      signal.throwIfAborted();
      this.#show(true);
      this.shown = source.view ?? this.getAttribute("view");
      const context = { place, widget, language, words, inks: INKS, colours: browser.colours, files: FILES, address, lines: points.length, all: source.rows, signal };
      this.#tell("ready", { view: this.shown, state });
      return once(HOST, () => import(address(HOST))).then(({ offer }) => offer(this, context));
    } catch (error) {
      const messages = Array.isArray(error) ? error : [String(error?.message ?? error)];
      forget(error);
      if (!signal.aborted) await this.#fail(messages, signal);
      // Who asked for a way waits for the figure that has taken the place.
      if (signal.aborted) return this.#ways;
      throw new Error(messages.join("\n"));
    }
  }

  /** A figure that is hidden is painted ahead, as wide as the last one that was not. */
  measure() {
    const stages = [this, this.#figure].map((place) => place.querySelector(".stage"));
    const widths = stages.map((stage) => stage?.getBoundingClientRect().width ?? 0);
    lastWidth = Math.max(...widths) || lastWidth;
    this.#widget?.measure(lastWidth);
  }

  /** Paints what has changed, where otherwise the next frame would. */
  paint() {
    this.#widget?.paint();
  }

  #stop() {
    this.#loading?.abort();
    this.#ways = undefined;
    this.#widget?.free();
    this.#widget = undefined;
  }

  #source(signal) {
    const src = this.getAttribute("src");
    // `src` named packages too, before there was a name for them.
    const packed = this.getAttribute("package") ?? (/\.json(?=$|[?#])/.test(src) ? src : null);
    if (packed !== null) {
      const url = new URL(packed, document.baseURI);
      return packages("read", url, this.getAttribute("view") ?? "", this.#tags, signal);
    }
    if (this.source) return this.source;
    if (src !== null) return packages("fetched", new URL(src, document.baseURI));
    if (this.querySelector(DATA)) return built(this);
    throw new Error("src is missing");
  }

  /** The languages that the reader understands, the first one best. */
  get #tags() {
    const asked = new URLSearchParams(location.search).get("lang");
    return [asked, this.closest("[lang]")?.lang, ...navigator.languages].filter(Boolean);
  }

  /** The one in which it says what is wrong. */
  get #language() {
    return spoken(...this.#tags);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #show(alive) {
    this.#figure.hidden = !alive;
    this.#figure.inert = false;
    this.#slot.hidden = alive;
    this.toggleAttribute("data-live", alive);
  }

  async #fail(messages, signal) {
    // Not freed: who stopped in the middle of its work refuses that. The browser does it when it collects what is left.
    this.#widget = undefined;
    // A figure that is there to be seen stays, without the switches that nobody answers.
    const seen = this.querySelector(PICTURE);
    if (seen) {
      this.#show(false);
      for (const dead of this.querySelectorAll(".controls, .skip")) dead.hidden = true;
    } else {
      // Without its style sheet it is said plainly.
      const sheet = await style().catch(() => new CSSStyleSheet());
      if (signal.aborted) return;
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this.#excuse(messages);
    }
    this.#tell("error", { messages });
  }

  /** Says what is wrong in the figure's own place; the title stays where the page brought one. */
  #excuse(messages) {
    const words = FAILURES[this.#language];
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const title = this.querySelector(".title");
    const list = document.createElement("ul");
    list.append(...messages.map((message) => make("li", message)));
    const retry = make("button", words.retry);
    retry.addEventListener("click", () => this.#start());
    const box = Object.assign(document.createElement("div"), { className: "failure", role: "alert" });
    box.append(make("p", words.failed), list, retry);
    this.#figure.replaceChildren(...(title ? [title.cloneNode(true)] : []), box);
    this.#show(true);
  }
}

// Registering twice is harmless: the first one stays.
if (!customElements.get("article-figure")) customElements.define("article-figure", ArticleFigure);
