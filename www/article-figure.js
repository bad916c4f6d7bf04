// <article-figure src="https://HOST/de/investment/" state="sort=name&select=us,nl">
//
// Makes the figure of a built page interactive: the one inside the element, or the one of the page at `src`. A `package`, a
// datapackage.json or a CSV file, is read here instead, for its `view` in `lang`. The interactive figure is in a shadow
// root; the content of the element is shown before, and stays where there is no interactive figure.

import { INKS, answers, watch, wide, write } from "./browser.js";
import { ground, watchGround } from "./ground.js";
import { listen } from "./pointer.js";
import { register, report } from "./shell.js";

const FILES = "{{files}}";
const FALLBACK_LANGUAGE = "en";
// What draws more does for what draws less.
const LIBRARIES = ["article_figures", "article_figures_all", "article_figures_lines"];
const PACKAGES = "packages.js";
const HOST = "host.js";
const PICTURE = ".stage svg";
const THEMES = ["light", "dark"];
const DATA = "script[type='application/json']";

// By the hash in their name, or, where a figure is one file, with all that is in them.
const address = (name) => {
  const known = FILES[name];
  return new URL(known.length > 8 ? known : name.replace(/(?=\.\w+$)/, `.${known}`), import.meta.url);
};

// Each file is loaded once; a failure is forgotten, so that the next try loads again.
const loaded = new Map();
const tries = new Map();

function once(name, load) {
  if (!loaded.has(name)) {
    const loading = load().catch((error) => {
      loaded.delete(name);
      throw error;
    });
    loaded.set(name, loading);
  }
  return loaded.get(name);
}

// Browsers say "Failed to fetch" and not what.
const failed = (url) => (error) => {
  throw new Error(`${url.pathname}: ${error?.message ?? error}`);
};

/** A file in one of the ways that a response can be read. */
function file(url, way) {
  const read = (response) => (response.ok ? response[way]() : Promise.reject(`HTTP status ${response.status}`));
  return fetch(url).then(read).catch(failed(url));
}

/** Pages may be other ones by now; and a library that stopped in the middle of its work is not to be asked again. */
function forget({ name: kind }) {
  for (const name of loaded.keys()) if (kind === "RuntimeError" || name.includes(":")) loaded.delete(name);
}

/** The first tag that the interface has words for, of these and of the languages that they begin with. */
const spoken = (...tags) => tags.flatMap((tag) => [tag, tag.split("-")[0]]).find((tag) => Object.hasOwn(FILES, `words/${tag}.json`)) ?? FALLBACK_LANGUAGE;

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
  name = LIBRARIES.slice(LIBRARIES.indexOf(name) >>> 0).find((known) => loaded.has(known)) ?? name;
  return once(name, async () => {
    // A browser remembers a module that failed by its address: each further try needs a new one.
    const [script, wasm] = [`${name}.js`, `${name}_bg.wasm`].map(address);
    const again = (tries.get(name) ?? 0) + 1;
    tries.set(name, again);
    if (again > 1) script.search = wasm.search = `?try=${again}`;
    const module = await import(script).catch(failed(script));
    await module.default({ module_or_path: wasm }).catch(failed(wasm));
    return module;
  });
}

const style = () =>
  once("style", async () => {
    try {
      // Sizes count from the reader's text, not from the root's; without this length, from that of each element.
      CSS.registerProperty({ name: "--article-figure-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
    } catch {
      // Another site's script has registered it.
    }
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
  (await once(PACKAGES, () => import(address(PACKAGES))))[way]({ library, speech, spoken, file, once, loaded, built, write }, ...values);

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
      const ranks = [];
      [...texts.keys()].sort((a, b) => order.compare(texts[a], texts[b])).forEach((index, rank) => (ranks[index] = rank));
      return ranks;
    },
  };
  return (kind, ...values) => all[kind](...values);
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

/** A figure in an element, as its shell wants it. */
class Figure {
  static open = (...values) => packages("open", ...values);

  #element;
  #place = document.createElement("div");
  #slot = document.createElement("slot");
  #widget;
  #loading;
  // Loads them, once the figure is interactive.
  #ways;
  #ask;
  #asked = new Promise((done) => (this.#ask = done));

  constructor(element, root) {
    this.#element = element;
    this.#place.hidden = true;
    root.replaceChildren(this.#slot, this.#place);
    // A browser that was short of memory gives an empty canvas back.
    this.#place.addEventListener("contextrestored", () => this.start(), true);
  }

  /** The content of before stays until there is another. */
  start() {
    this.#end();
    this.#place.inert = true;
    const { signal } = (this.#loading = new AbortController());
    this.#ways = this.#live(signal);
    // Only those who ask for a way are told.
    this.#ways.catch(() => {});
  }

  stop() {
    this.#end();
    this.#place.replaceChildren();
    this.#show(false);
  }

  change(name, value) {
    if (name === "theme") this.#look();
    else if (name !== "state") this.start();
    else this.#widget?.update(value ?? "");
  }

  async way(name, values) {
    let ways;
    this.#ask();
    while (!(ways = await this.#ways)) await new Promise((done) => this.#element.addEventListener("ready", done, { once: true }));
    return (await ways())[name](...values);
  }

  async #live(signal) {
    try {
      await Promise.race([near(this.#element, signal), this.#asked]);
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
      const [element, place] = [this.#element, this.#place];
      element.shadowRoot.adoptedStyleSheets = [sheet];
      place.lang = language;
      this.#look();
      watchGround(() => [element], () => this.#look(), signal);
      place.replaceChildren(source.content.cloneNode(true));
      this.#level();
      await pause();
      signal.throwIfAborted();
      const state = element.getAttribute("state") ?? source.state ?? "";
      const browser = {
        ...answers(place, () => this.paint()),
        viewchange: (view, state) => {
          element.setAttribute("state", state);
          this.#tell("viewchange", { view, state });
        },
        select: (view, key, label, value, text) => this.#tell("select", { view, key, label, value, text }),
      };
      const ask = (kind, ...values) => (browser[kind] ?? rules.bind(undefined, kind))(...values);
      const widget = (this.#widget = new Widget(browser.stage, [...source.figure, points], state, language, texts, ask));
      watch(browser, widget, signal);
      listen(place, browser, widget, signal);
      await pause();
      signal.throwIfAborted();
      // A static SVG says how wide the stage is, and gives way when everything is painted.
      if (!element.querySelector(PICTURE)) this.#show(true);
      await painted(this);
      signal.throwIfAborted();
      this.#show(true);
      element.shown = source.view ?? element.getAttribute("view");
      element.messages = [];
      const context = { place, widget, language, words, write, inks: INKS, browser, files: FILES, address, lines: points.length, all: source.rows, signal };
      this.#tell("ready", { view: element.shown, state });
      return once(HOST, () => import(address(HOST))).then(({ offer }) => offer(element, context));
    } catch (error) {
      const messages = Array.isArray(error) ? error : [String(error?.message ?? error)];
      forget(error);
      if (!signal.aborted) await this.#fail(messages, signal);
      // The caller of a method waits for the figure that has taken the place.
      if (signal.aborted) return this.#ways;
      throw new Error(messages.join("\n"));
    }
  }

  /** A figure that is hidden is painted ahead, as wide as the last one that was not. */
  measure() {
    const stages = [this.#element, this.#place].map((place) => place.querySelector(".stage"));
    const widths = stages.map((stage) => (stage ? wide(stage) : 0));
    lastWidth = Math.max(...widths) || lastWidth;
    this.#widget?.measure(lastWidth);
  }

  paint() {
    this.#widget?.paint();
  }

  #end() {
    this.#loading?.abort();
    // Its listeners know the widget, which a module that has stopped holds as long as it is known.
    this.#loading = this.#ways = undefined;
    const widget = this.#widget;
    this.#widget = undefined;
    // Later: a page may remove a figure when it is told of what the widget is in the middle of.
    if (widget) queueMicrotask(() => widget.free());
  }

  /** The page's ground decides between light and dark, where `theme` does not; a theme that can't be read on it has its own. */
  #look() {
    const [fitting, fits] = ground(this.#element);
    const asked = this.#element.getAttribute("theme");
    const theme = THEMES.includes(asked) ? asked : fitting;
    this.#place.dataset.theme = theme;
    this.#place.toggleAttribute("data-ground", !fits || theme !== fitting);
  }

  /** The level of the title's heading, 1 to 6, in the outline of the page. */
  #level() {
    const level = Number(this.#element.getAttribute("heading-level"));
    if (![1, 2, 3, 4, 5, 6].includes(level)) return delete this.#place.dataset.level;
    this.#place.dataset.level = this.#place.querySelector(".title").ariaLevel = level;
  }

  #source(signal) {
    const element = this.#element;
    const src = element.getAttribute("src");
    // `src` named packages too, before there was a name for them.
    const packed = element.getAttribute("package") ?? (/\.json(?=$|[?#])/.test(src) ? src : null);
    // A page may have an element of the name `baseURI`, which hides the document's.
    const url = (address) => new URL(address, element.baseURI);
    if (packed !== null) return packages("read", url(packed), element.getAttribute("view") ?? "", this.#tags, signal);
    if (element.source) return element.source;
    if (src !== null) return packages("fetched", url(src));
    if (element.querySelector(DATA)) return built(element);
    throw new Error("src is missing");
  }

  /** The languages that the reader understands, the first one best. */
  get #tags() {
    const asked = new URLSearchParams(location.search).get("lang");
    return [asked, this.#element.closest("[lang]")?.lang, ...navigator.languages].filter(Boolean);
  }

  #tell(type, detail) {
    this.#element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #show(alive) {
    this.#place.hidden = !alive;
    this.#place.inert = false;
    this.#slot.hidden = alive;
    this.#element.toggleAttribute("data-live", alive);
  }

  /** The content of the element stays, without the controls that nothing answers; an empty element says that it fails. */
  async #fail(messages, signal) {
    // Not freed: a module that has stopped in the middle of its work refuses that. The browser collects it.
    this.#widget = undefined;
    const element = this.#element;
    if (element.textContent.trim()) {
      this.#show(false);
      for (const dead of element.querySelectorAll(".controls, .skip")) dead.hidden = true;
    } else {
      // Without its style sheet it is said plainly; without a network, to the page alone.
      const [sheet, box] = await Promise.all([style(), packages("excuse", this.#tags, () => this.start())].map((part) => part.catch(() => {})));
      if (signal.aborted) return;
      if (sheet) element.shadowRoot.adoptedStyleSheets = [sheet];
      if (box) this.#place.replaceChildren(box);
      this.#look();
      this.#show(Boolean(box));
    }
    report(element, messages);
  }
}

register(new URL(".", import.meta.url).href, Figure);
