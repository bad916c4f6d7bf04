// The browser and the document around an interactive figure, as the library asks for them.

import { chain, channels } from "./ground.js";

/** The colours of a theme, by their CSS variables. */
export const INKS = "{{inks}}";
/** Markup that replaces the static SVG inside the stage. */
const STAGE =
  '<canvas class="base" aria-hidden="true"></canvas><canvas class="overlay" aria-hidden="true"></canvas><i class="probe"></i><i class="watch"></i><div class="print"></div><ul class="items" role="list"></ul><div class="tip" aria-hidden="true"><p class="tooltip" hidden></p></div>';
/** The smallest target for a finger, in CSS px (WCAG 2.2, 2.5.8). */
const TARGET = 24;
/** The height that a tooltip of one or two lines needs above or below a mark, and its distance from the ring of the mark, in CSS px. */
const ROOM = 72;
const GAP = 2;

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
 * all but elements and `cover` by their names.
 */
export function answers(root, paint) {
  const part = (selector) => root.querySelector(selector);
  const all = (selector) => root.querySelectorAll(selector);
  const stage = part(".stage");
  write(stage, STAGE);
  const [card, keys, selected, probe, items, tip] = [".card", ".keys", ".selection", ".probe", ".items", ".tip"].map(part);
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
  const item = (datum) => part(`.item[data-datum="${datum}"]`);
  /** Opens the list of points that a button stands in, and closes those of other lines. */
  const open = (button) => {
    for (const level of items.querySelectorAll(".level")) {
      const list = level.nextElementSibling;
      list.hidden = !list.contains(button);
      level.setAttribute("aria-expanded", !list.hidden);
    }
  };
  /** Keeps as much room below the marks as what is open covers, `more` beside it. */
  const cover = (more = 0) => {
    const covered = card.offsetHeight + keys.offsetHeight;
    const { style } = stage.parentNode;
    if (covered) style.setProperty("--covered", `${covered + more}px`);
    else style.removeProperty("--covered");
  };
  // From the edge of the stage, on which marks have buttons; in the figure's own px, whatever the page does with them.
  const from = (own, side) => (event) => event[own] / zoom(stage) + (event.target === stage ? 0 : event.target[side]);
  return {
    stage,
    card,
    cover,
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
    /** Says what there is now, and tells the reader what has changed. */
    summary: (text, change) => {
      for (const told of all(".summary")) told.textContent = text;
      if (change) part(".announcer").textContent = change;
    },
    /** Puts a button on each mark, large enough for a finger. `places`: left, top, width, height of each in CSS px. */
    items: (html, places) => {
      write(items, html);
      open(part(".item[tabindex='0']"));
      const stageWidth = Math.floor(parseFloat(canvases[0].style.width));
      Array.from(items.querySelectorAll(".item"), (button, at) => {
        const [left, top, width, height] = places.subarray(4 * at);
        const [wide, high] = [Math.max(width, TARGET), Math.max(height, TARGET)];
        const box = { left: left + (width - wide) / 2, top: top + (height - high) / 2, width: wide, height: high };
        for (const side in box) box[side] = Math.round(box[side]);
        // The button of a small mark at the edge stays inside, so that nothing scrolls sideways.
        box.left = Math.max(Math.min(box.left, stageWidth - box.width), 0);
        place(button, box);
      });
    },
    /** Moves the focus to the button of a datum. */
    reach: (datum) => {
      const button = item(datum);
      open(button);
      button?.focus();
    },
    /**
     * Scrolls to the chosen mark where what is open covers it. A frame is as high as its page and scrolled by its host: there
     * the card goes to the end of what can be seen.
     */
    uncover: () => {
      part("[aria-current]")?.scrollIntoView({ block: "nearest" });
      if (self === top || card.hidden) return;
      const observer = new IntersectionObserver((seen) => {
        observer.disconnect();
        cover(innerHeight - Math.max(...seen.map(({ intersectionRect }) => intersectionRect.bottom)));
      });
      observer.observe(stage);
      observer.observe(card);
    },
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
      for (const others of all(".legend .others")) others.hidden = others.dataset.of !== asked.get("compare");
      for (const options of all(".options")) options.hidden = !options.querySelector(".switch:not([hidden])");
      for (const told of all(".counts")) told.textContent = counts;
      for (const button of all(".reset")) button.hidden = !state;
    },
    /** Shows what is selected: the sum of several data in words, the card of one. */
    selection: (text, data, html) => {
      selected.textContent = text;
      selected.hidden = data.length < 2;
      const current = new Set(data);
      for (const item of items.querySelectorAll(".item")) {
        if (current.has(Number(item.dataset.datum))) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
      }
      card.hidden = !html;
      if (html) {
        write(card, html);
        below(card);
        card.scrollTop = 0;
        keys.hidden = true;
      }
      cover();
    },
    /** The card takes the focus, so that it is read and Tab goes through its links. */
    read: () => card.hidden || card.focus(),
    /** Opens the list of keys in place of a card, or closes it; without a list, closes it. */
    keys: (html) => {
      if (html) write(keys, html);
      below(keys);
      keys.hidden = !html || !keys.hidden;
      cover();
      keys.focus();
    },
    /**
     * Fades all but the marks in focus, and shows the tooltip of one where there is `html`. It stands in its row, which is
     * free `from` one place `to` another, or on its bar, if it fits there; else above or below it. Then it begins at the
     * middle of the mark, or further left where it is too wide for that (`figure.css`). The pointer can enter it once it has
     * rested, so it hangs on the side that the pointer comes from. It is made anew for each mark, because that rest begins
     * anew.
     */
    focus: (fades, html, [left, top, right, bottom, width, height, from, to]) => {
      // Before anything changes: a browser that is asked afterwards has to lay out the page for the answer.
      const seen = html && stage.getBoundingClientRect();
      stage.toggleAttribute("data-focus", fades);
      const tooltip = part(".tooltip").cloneNode();
      tooltip.hidden = !html;
      part(".tooltip").replaceWith(tooltip);
      if (!html) return;
      write(tooltip, html);
      const middle = (top + bottom) / 2;
      place(tip, { top: 0, bottom: undefined });
      tip.style.setProperty("--middle", "0px");
      // On a bar, it covers nothing. Where there is little room, without the hint that every mark has.
      const rooms = bottom - top < 40 ? [[from, to], [left + 9, right - 9]] : [[from, to]];
      for (const [start, end] of rooms) {
        for (const brief of [false, true]) {
          tooltip.toggleAttribute("data-brief", brief);
          if (start + tooltip.offsetWidth > end) continue;
          last = middle;
          place(tip, { top: middle - (tooltip.offsetHeight - 9) / 2 - 9 });
          return void tip.style.setProperty("--middle", `${start}px`);
        }
      }
      tooltip.removeAttribute("data-brief");
      const scale = seen.height / height;
      const x = Math.min(Math.max((left + right) / 2, 0), width);
      const upwards = middle < last;
      last = middle;
      const above = top - Math.max(-seen.top / scale, 0) >= ROOM && !(upwards && (innerHeight - seen.top) / scale - bottom >= ROOM);
      const edge = above ? { bottom: height - top + GAP, top: undefined } : { bottom: undefined, top: bottom + GAP };
      place(tip, edge);
      tip.style.setProperty("--middle", `${x}px`);
      // Only how the pointer reaches it depends on this.
      tooltip.toggleAttribute("data-above", above);
    },
  };
}

/** Tells the widget what changes around its stage, until `signal` ends it. */
export function watch({ stage, ratio, card, cover }, widget, signal) {
  // A card that an address has opened has its height when the figure is shown.
  const heights = new ResizeObserver(() => cover());
  heights.observe(card);
  signal.addEventListener("abort", () => heights.disconnect());
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
  const print = () => widget.print(parseFloat(getComputedStyle(stage).getPropertyValue("--figure-print-width")));
  addEventListener("beforeprint", print, { signal });
  matchMedia("print").addEventListener("change", print, { signal });
}
