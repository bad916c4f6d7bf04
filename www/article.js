// An article: a number in a sentence shows itself in its figure, and is marked while the figure shows it. The figures are
// elements and frames as in pages of others: this script changes their `state` and hears of it, as EMBEDDING.md says.

import { asState } from "./state.js";

const pathOf = (address) => new URL(address, location.href).pathname.replace(/embed\.html$/, "");

/** The figures by the paths of their pages, and what each frame shows: an element has it as its `state`. */
const figures = new Map(Array.from(document.querySelectorAll("article-figure, iframe"), (figure) => [pathOf(figure.getAttribute("src")), figure]));
const framed = new Map();

const links = Array.from(document.querySelectorAll("a[data-article-figure]"), (link) => ({
  link,
  figure: figures.get(link.pathname),
  asked: [...new URLSearchParams(link.search)],
})).filter(({ figure }) => figure);

const isFrame = (figure) => figure.localName === "iframe";
const stateOf = (figure) => (isFrame(figure) ? (framed.get(figure) ?? new URL(figure.src).search) : (figure.getAttribute("state") ?? ""));

/** A value as a list, in any order. */
const sorted = (value) => value?.split(",").sort().join();

/** Marks each number that its figure shows: whatever it asks is so. */
function mark() {
  for (const { link, figure, asked } of links) {
    const state = new URLSearchParams(stateOf(figure));
    const isShown = asked.length > 0 && asked.every(([name, value]) => sorted(state.get(name)) === sorted(value));
    if (isShown === link.hasAttribute("aria-current")) continue;
    if (isShown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Whether a reader sees enough of a figure: all of it, or what is in the middle of the screen. */
function isSeen(figure) {
  const { top, bottom } = figure.getBoundingClientRect();
  return (top >= 0 && bottom <= innerHeight) || (top < innerHeight / 2 && bottom > innerHeight / 2);
}

let left;

/** Scrolls to a figure where that is needed; the way back leads to the sentence again. */
function reveal(figure, link) {
  if (isSeen(figure)) return;
  left = link;
  history.pushState(null, "");
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fits = figure.offsetHeight < innerHeight;
  figure.scrollIntoView({ block: fits ? "nearest" : "start", behavior: isCalm ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const found = links.find(({ link }) => link === event.target.closest?.("a[data-article-figure]"));
  if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const { link, figure } = found;
  const state = asState(new URLSearchParams(link.search));
  if (isFrame(figure)) {
    // Its own script tells it.
    framed.set(figure, state);
    mark();
    return;
  }
  event.preventDefault();
  // Once a figure is interactive, its own script would do the same, and scroll at once.
  event.stopImmediatePropagation();
  figure.setAttribute("state", state);
  reveal(figure, link);
});

// The browser goes back to a place in px, and figures before it may have another height by now.
addEventListener("popstate", () => requestAnimationFrame(() => left?.scrollIntoView({ block: "nearest" })));

document.addEventListener("viewchange", ({ target, detail }) => {
  if (!isFrame(target)) return;
  framed.set(target, detail.state);
  mark();
});

const observer = new MutationObserver(mark);
for (const figure of figures.values()) if (!isFrame(figure)) observer.observe(figure, { attributeFilter: ["state"] });
mark();
