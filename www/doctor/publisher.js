// A stand-in for the script of another publisher, whose figures are ready with what they show already.

const HOME = "https://example.org/";
const NAME = "article-figure";

class Figure {
  #element;

  constructor(element, root) {
    this.#element = element;
    root.replaceChildren(document.createElement("slot"));
  }
  start() {
    const detail = { view: "figure", state: "" };
    this.#element.dispatchEvent(new CustomEvent("ready", { detail, bubbles: true, composed: true }));
  }
  stop() {}
  change() {}
  paint() {}
}

const element = await customElements.whenDefined(NAME);
element[Symbol.for(NAME)].set(HOME, Figure);
dispatchEvent(new Event(NAME));
