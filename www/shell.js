// The element, apart from what a site does for it: several sites, or versions, may have their scripts on one page, and the
// first of them defines the name for all. Each figure lives with the library of the site that its `src` names.

const NAME = "article-figure";
/** The name by which the element's class has its sites: a Map of the folder of a script to its class of figures. */
const SITES = Symbol.for(NAME);
/** The methods; see EMBEDDING.md. */
const WAYS = ["png", "svg", "csv", "json", "link", "embedCode", "cite"];

/** All elements in the document. */
const placed = new Set();

/**
 * The class of figures for an element: that of the site with its `src`, else, once every script had time to come, the
 * first one, which says what is wrong. A class has `start()`, `stop()`, `change(name, value)`, `paint()` and
 * `way(name, values)`, and takes the element with its shadow root; later versions rely on these.
 */
function siteOf(element) {
  const sites = ArticleFigure[SITES];
  const [first] = sites.values();
  const src = element.getAttribute("src");
  if (src === null) return first;
  const url = URL.canParse(src, element.baseURI) ? new URL(src, element.baseURI) : undefined;
  const rank = (home) => (url?.href.startsWith(home) ? home.length : Number(url?.origin === new URL(home).origin));
  const [best] = [...sites.keys()].sort((a, b) => rank(b) - rank(a));
  if (rank(best)) return sites.get(best);
  return document.readyState === "complete" ? first : undefined;
}

class ArticleFigure extends HTMLElement {
  static observedAttributes = ["src", "package", "view", "state", "lang", "theme", "heading-level"];
  static [SITES] = new Map();

  /** The figures of files at hand, each to be the `source` of an element, and what is wrong with the files. */
  static open = (...values) => ArticleFigure[SITES].values().next().value.open(...values);

  /** The messages of the last `error`; empty while nothing is wrong. */
  messages = [];
  #figure;

  static {
    for (const name of WAYS) {
      this.prototype[name] = async function (...values) {
        while (!this.#figure) await new Promise((done) => this.addEventListener("ready", done, { once: true }));
        return this.#figure.way(name, values);
      };
    }
    const renew = () => {
      for (const element of placed) if (siteOf(element) !== element.#figure?.constructor) element.#start();
    };
    addEventListener(NAME, renew);
    addEventListener("load", renew);
  }

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    placed.add(this);
    this.#start();
  }

  disconnectedCallback() {
    placed.delete(this);
    this.#figure?.stop();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "src") this.#start();
    else this.#figure?.change(name, after);
  }

  /** Paints what has changed, where otherwise the next frame would. */
  paint() {
    this.#figure?.paint();
  }

  #start() {
    const Figure = siteOf(this);
    if (!Figure) return;
    if (this.#figure?.constructor !== Figure) {
      this.#figure?.stop();
      this.#figure = new Figure(this, this.shadowRoot);
    }
    this.#figure.start();
  }
}

/** Says of an element what is wrong, to its page and to the console; a reader is told nothing that helps editors alone. */
export function report(element, messages) {
  element.messages = messages;
  console.error(`${NAME}: ${messages.join("\n")}`);
  element.dispatchEvent(new CustomEvent("error", { detail: { messages }, bubbles: true, composed: true }));
}

/** Makes a class of figures that of the site in a folder. Registering twice is harmless: the first one stays. */
export function register(home, Figure) {
  if (!customElements.get(NAME)) {
    ArticleFigure[SITES].set(home, Figure);
    return customElements.define(NAME, ArticleFigure);
  }
  const sites = customElements.get(NAME)[SITES];
  if (sites) {
    if (!sites.has(home)) sites.set(home, Figure);
    return dispatchEvent(new Event(NAME));
  }
  // Version 0.1, or a stranger.
  for (const element of document.querySelectorAll(`${NAME}[src^="${home}"]`)) {
    report(element, [`${home}: another script has defined <${NAME}>`]);
  }
}
