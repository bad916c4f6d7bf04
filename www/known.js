// The elements and attributes that figures of built pages have. A page of the site may hold more by now, such as a text that
// somebody has uploaded: nothing else of it comes into the page of a host.

const ELEMENTS = new Set(
  (
    "a abbr b blockquote br button caption circle code dd defs details div dl dt em figcaption figure g h2 h3 i input kbd label li line ol " +
    "option p path polygon polyline q rect section select small span strong sub summary sup svg table tbody td text tfoot th " +
    "thead time title tr tspan ul use"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "checked class colspan cx cy d datetime dir fill font-family font-size font-weight height hidden hreflang id lang name open paint-order points " +
    "preserveAspectRatio r rel role rowspan rx ry scope selected stroke stroke-linejoin stroke-width tabindex target " +
    "text-anchor title transform type value vector-effect viewBox width x x1 x2 y y1 y2"
  ).split(" "),
);
const DATA = "script[type='application/json']";

function isKnown({ name, value }) {
  // Addresses of sources, of other figures of the site, and of outlines that a map refers to.
  if (name === "href") return /^(https?:\/\/|\?|#[\w-]+$)/i.test(value);
  return ATTRIBUTES.has(name) || /^(aria|data)-[a-z-]+$/.test(name);
}

/** The content of an element of another document for this one, with what is known of it alone. */
export function known(element) {
  const copy = document.createElement("div");
  for (const node of element.childNodes) copy.append(...copied(node));
  return copy;
}

function copied(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  const isData = node.matches?.(DATA);
  if (!isData && !ELEMENTS.has(node.localName)) return [];
  if (node.localName === "input" && !["radio", "checkbox"].includes(node.type)) return [];
  const copy = document.importNode(node, false);
  for (const attribute of [...copy.attributes]) if (!isKnown(attribute)) copy.removeAttributeNode(attribute);
  for (const child of node.childNodes) copy.append(...copied(child));
  return [copy];
}
