// The browser and the document around an interactive figure, as the library asks for them.

import { chain, channels } from "./ground.js";

/** The colours of a theme, by their CSS variables. */
export const INKS = "{{inks}}";
/** Markup that replaces the static SVG inside the stage. */
const STAGE =
  '<canvas class="base" aria-hidden="true"></canvas><canvas class="overlay" aria-hidden="true"></canvas><i class="probe"></i><i class="watch"></i><div class="print"></div><div class="items"></div><div class="tooltip" aria-hidden="true" hidden></div>';
/** The smallest target for a finger, in CSS px (WCAG 2.2, 2.5.8). */
const TARGET = 24;
/** The height that a tooltip needs above or below a mark, and its distance from the mark, in CSS px. */
const ROOM = 96;
const GAP = 10;

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

/** The colours of the style sheet in effect, or of the page: red, green, blue, opacity of each in a row. */
const colours = (probe) => Array.from(probe.children, (swatch) => channels(getComputedStyle(swatch).color)).flat();

let policy;

/** Writes markup of ours into an element. A page may ask for Trusted Types: this policy is the only one, and used here alone. */
export function write(element, html) {
  const own = { createHTML: (html) => html };
  try {
    policy ??= globalThis.trustedTypes?.createPolicy("article-figures", own);
  } catch {
    // A page that does not allow the policy may still not ask for it.
  }
  element.innerHTML = (policy ?? own).createHTML(html);
}

/** CSS px of the page to one of an element's own, where `zoom` is around it; WebKit does not tell. */
const zoom = (element) =>
  element.currentCSSZoom ?? [...chain(element)].reduce((all, at) => all * (getComputedStyle(at).zoom || 1), 1);

/** The width of an element in its own CSS px, which a page around it may scale; with its fraction where none does. */
export function wide(element) {
  const [{ width }, whole] = [element.getBoundingClientRect(), element.offsetWidth];
  return Math.abs(width - whole) < 1 ? width : whole;
}

/** Sets lengths of an element in CSS px: one after the other, because a page may forbid the attribute. */
function place(element, lengths) {
  for (const [name, px] of Object.entries(lengths)) element.style[name] = px === undefined ? "auto" : `${px}px`;
}

/**
 * Answers of the browser, and changes of the document, for the figure in `root`, which `paint` paints. The library calls
 * all but `stage` by their names.
 */
export function answers(root, paint) {
  const part = (selector) => root.querySelector(selector);
  const all = (selector) => root.querySelectorAll(selector);
  const stage = part(".stage");
  write(stage, STAGE);
  const [card, keys, selected, probe, items, tooltip] = [".card", ".keys", ".selection", ".probe", ".items", ".tooltip"].map(part);
  const canvases = all("canvas");
  // Until they are painted: in a document, each font that is set asks for the layout of everything before.
  for (const canvas of canvases) canvas.remove();
  swatches(probe);
  // Below the level of the figure's title, which its host may choose.
  const below = (part) => {
    for (const heading of root.dataset.level ? part.querySelectorAll("h3") : []) heading.ariaLevel = Number(root.dataset.level) + 1;
  };
  let frame;
  const painting = () => {
    frame = undefined;
    paint();
  };
  // The middle of the mark that had a tooltip last, from the stage's top.
  let last = 0;
  // From the edge of the stage, on which marks have buttons; in the figure's own px, whatever the page does with them.
  const from = (own, side) => (event) => event[own] / zoom(stage) + (event.target === stage ? 0 : event.target[side]);
  return {
    stage,
    base: () => canvases[0],
    overlay: () => canvases[1],
    colours: () => colours(probe),
    // How much larger the reader wants text than it is by itself.
    text: () => parseFloat(getComputedStyle(root).fontSize) / 16 || 1,
    wide: () => wide(stage),
    ratio: () => devicePixelRatio * zoom(stage),
    x: from("offsetX", "offsetLeft"),
    y: from("offsetY", "offsetTop"),
    schedule: () => (frame ??= requestAnimationFrame(painting)),
    width,
    /** Gives the canvases a size in device px, of which `ratio` are one CSS px. A size that stays needs no new layout. */
    fit: (width, height, ratio) => {
      for (const canvas of canvases) {
        if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
        place(canvas, { width: width / ratio, height: height / ratio });
      }
    },
    /** Shows the canvases, once they are painted. */
    painted: () => canvases[0].isConnected || stage.prepend(...canvases),
    /** Draws for paper. */
    paper: (html) => write(part(".print"), html),
    /** Says what there is now; of `news`, the reader is told. */
    summary: (text, news) => {
      for (const told of all(news ? ".summary, .announcer" : ".summary")) told.textContent = text;
    },
    /** Puts a button on each mark, large enough for a finger. `places`: left, top, width, height of each in CSS px. */
    items: (html, places) => {
      write(items, html);
      Array.from(items.children, (button, at) => {
        const [left, top, width, height] = places.subarray(4 * at);
        const [wide, high] = [Math.max(width, TARGET), Math.max(height, TARGET)];
        const box = { left: left + (width - wide) / 2, top: top + (height - high) / 2, width: wide, height: high };
        for (const side in box) box[side] = Math.round(box[side]);
        place(button, box);
      });
    },
    /** Moves the focus to the button of a datum. */
    reach: (datum) => part(`.item[data-datum="${datum}"]`)?.focus(),
    /** Presses the switches as a state has them, and hides those that a chart kind has no use for. */
    controls: (state, kind, label, counts) => {
      const asked = new Map(state.split("&").map((pair) => /([^=]*)=?(.*)/s.exec(pair).slice(1)));
      for (const one of all(".switch")) one.hidden = one.dataset.only && !one.dataset.only.split(" ").includes(kind);
      stage.setAttribute("aria-label", label);
      for (const control of all("[data-name]")) {
        const { name } = control.dataset;
        const value = asked.get(name) ?? "";
        if (control.type === "radio") control.checked = control.value === value;
        else if (control.type === "checkbox") control.checked = value !== "";
        else control.value = value;
      }
      for (const options of all(".options")) options.hidden = !options.querySelector(".switch:not([hidden])");
      for (const told of all(".counts")) told.textContent = counts;
      for (const button of all(".reset")) button.hidden = !state;
    },
    /** Shows what is selected: the sum of several data in words, the card of one. */
    selection: (text, data, html) => {
      selected.textContent = text;
      selected.hidden = data.length < 2;
      const current = new Set(data);
      for (const item of items.children) {
        if (current.has(Number(item.dataset.datum))) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
      }
      card.hidden = !html;
      if (!html) return;
      write(card, html);
      below(card);
      keys.hidden = true;
    },
    /** The card takes the focus, so that it is read and Tab goes through its links. */
    read: () => card.hidden || card.focus(),
    /** Opens the list of keys in place of a card, or closes it; without a list, closes it. */
    keys: (html) => {
      if (html) write(keys, html);
      below(keys);
      keys.hidden = !html || !keys.hidden;
      keys.focus();
    },
    /**
     * Fades all but the marks in focus, and shows the tooltip of one where there is `html`. It hangs on the middle of the
     * mark by the side that has more room, so that it stays inside without being measured. The pointer can enter it, so
     * it hangs on the side that the pointer comes from: a pointer that goes on from mark to mark does not run into it.
     */
    focus: (fades, html, [left, top, right, bottom, width, height]) => {
      // Before anything changes: a browser that is asked afterwards has to lay out the page for the answer.
      const seen = html && stage.getBoundingClientRect();
      stage.toggleAttribute("data-focus", fades);
      tooltip.hidden = !html;
      if (!html) return;
      write(tooltip, html);
      const scale = seen.height / height;
      const middle = (top + bottom) / 2;
      const x = Math.min(Math.max((left + right) / 2, 0), width);
      const upwards = middle < last;
      last = middle;
      const above = top - Math.max(-seen.top / scale, 0) >= ROOM && !(upwards && (innerHeight - seen.top) / scale - bottom >= ROOM);
      const side = x * 2 <= width ? { left: x, right: undefined } : { left: undefined, right: width - x };
      const edge = above ? { bottom: height - top + GAP, top: undefined } : { bottom: undefined, top: bottom + GAP };
      place(tooltip, { ...side, ...edge, maxWidth: Math.max(x, width - x) * 0.95 });
      // Only how the pointer reaches it depends on this.
      tooltip.toggleAttribute("data-above", above);
    },
  };
}

/** Tells the widget what changes around its stage, until `signal` ends it. */
export function watch({ stage, ratio }, widget, signal) {
  const observer = new ResizeObserver(([{ contentRect, devicePixelContentBoxSize }]) => {
    const width = devicePixelContentBoxSize?.[0].inlineSize;
    // Under an emulated pixel ratio Chromium gives CSS px.
    widget.resized(Math.abs(width - contentRect.width * ratio()) <= 1 ? width : 0);
  });
  try {
    observer.observe(stage, { box: "device-pixel-content-box" });
  } catch {
    // WebKit has no such box.
    observer.observe(stage);
  }
  signal.addEventListener("abort", () => observer.disconnect());
  // Each query matches one ratio only.
  const watchRatio = (change) => {
    if (change) widget.resized(0);
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", watchRatio, { once: true, signal });
  };
  watchRatio();
  const print = () => widget.print();
  addEventListener("beforeprint", print, { signal });
  matchMedia("print").addEventListener("change", print, { signal });
}
