// The ground on which a page shows a figure, and the theme that can be read on it.

/** Relative luminance (WCAG 2.2) from which the light theme's soft text has a contrast of 4.5, and up to which the dark one's has. */
const LIGHT_FROM = 0.72;
const DARK_TO = 0.05;
/** Here black and white can be read equally well. */
const MIDDLE = 0.18;

/** Red, green and blue from 0 to 255 and the opacity from 0 to 1 of a colour as a browser computes it. */
export function channels(colour) {
  const [red, green, blue, opacity = 1] = colour.startsWith("rgb") ? colour.match(/[\d.]+/g).map(Number) : drawn(colour);
  return [...[red, green, blue].map(Math.round), opacity];
}

/** The same of a colour in any other notation. */
function drawn(colour) {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, opacity] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, opacity / 255];
}

function luminance(colour) {
  const [red, green, blue] = colour.map((value) => ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colour of an empty page, where an element's `color-scheme` is this. */
function canvas(colorScheme) {
  const root = document.documentElement;
  const probe = document.createElement("i");
  probe.style.cssText = `all: initial; display: none; background: Canvas; color-scheme: ${colorScheme}`;
  root.append(probe);
  const { backgroundColor } = getComputedStyle(probe);
  probe.remove();
  return channels(backgroundColor);
}

/** The element around another, out of shadow roots, too. */
const around = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;

/** The element, and all around it. */
export function* chain(element) {
  for (let at = element; at; at = around(at)) yield at;
}

/**
 * The theme, `light` or `dark`, that suits the ground around an element, and whether it can be read on it: a picture or a
 * colour between light and dark needs a ground of the figure's own.
 */
export function ground(element) {
  const layers = [];
  let scheme;
  for (const at of chain(element)) {
    const { backgroundColor, backgroundImage, colorScheme } = getComputedStyle(at);
    scheme = colorScheme;
    if (backgroundImage !== "none") return [luminance(canvas(colorScheme)) < MIDDLE ? "dark" : "light", false];
    const layer = channels(backgroundColor);
    layers.unshift(layer);
    if (layer[3] === 1) break;
  }
  const over = (below, [red, green, blue, opacity]) => [red, green, blue].map((value, at) => below[at] + (value - below[at]) * opacity);
  const light = luminance(layers.reduce(over, canvas(scheme).slice(0, 3)));
  return light < MIDDLE ? ["dark", light <= DARK_TO] : ["light", light >= LIGHT_FROM];
}

/** Calls `look` when a page may have changed the ground around the `elements()`, until `signal` ends it. */
export function watchGround(elements, look, signal) {
  const observer = new MutationObserver(look);
  for (const place of [document.documentElement, document.body]) observer.observe(place, { attributes: true });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal });
  // A page may fade from one to the other.
  document.addEventListener("transitionend", ({ target }) => elements().some((element) => target.contains?.(element)) && look(), { signal });
}
