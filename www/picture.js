// A drawing of ours on a canvas: as an image, a page's policy may forbid it.

const number = (node, name) => Number(node.getAttribute(name));

const SHAPES = {
  rect: (path, node) => path.rect(...["x", "y", "width", "height"].map((name) => number(node, name))),
  circle: (path, node) => path.arc(...["cx", "cy", "r"].map((name) => number(node, name)), 0, 2 * Math.PI),
  path: (path, node) => path.addPath(new Path2D(node.getAttribute("d"))),
};

/** Paints the elements of an SVG document as `drawing.js` and the library write them; lengths are px of the context. */
export function paint(context, parent) {
  for (const node of parent.children) {
    context.save();
    if (node.localName === "svg" || node.localName === "g") {
      move(context, node);
      paint(context, node);
    } else if (node.localName === "text") write(context, node);
    else if (Object.hasOwn(SHAPES, node.localName)) draw(context, node);
    context.restore();
  }
}

/** To where the children of a group or a drawing count from. */
function move(context, node) {
  if (node.hasAttribute("stroke-linejoin")) context.lineJoin = node.getAttribute("stroke-linejoin");
  const numbers = (name) => node.getAttribute(name)?.match(/-?[\d.]+/g).map(Number);
  context.translate(...(numbers("transform") ?? [number(node, "x"), number(node, "y")]));
  const [left, top, width, height] = numbers("viewBox") ?? [];
  if (!width) return;
  context.scale(number(node, "width") / width, number(node, "height") / height);
  context.translate(-left, -top);
}

function draw(context, node) {
  const path = new Path2D();
  SHAPES[node.localName](path, node);
  const fill = node.getAttribute("fill") ?? "black";
  const stroke = node.getAttribute("stroke") ?? "none";
  if (fill !== "none") {
    context.fillStyle = fill;
    context.fill(path);
  }
  if (stroke !== "none") {
    context.strokeStyle = stroke;
    context.lineWidth = parseFloat(node.getAttribute("stroke-width") ?? 1);
    context.stroke(path);
  }
}

const ALIGNED = { middle: "center", end: "end" };

function write(context, node) {
  const family = node.closest("[font-family]").getAttribute("font-family");
  context.font = `${node.getAttribute("font-weight") ?? "normal"} ${number(node, "font-size")}px ${family}`;
  context.textAlign = ALIGNED[node.getAttribute("text-anchor")] ?? "start";
  context.direction = "ltr";
  const text = [node.textContent, number(node, "x"), number(node, "y")];
  if (node.hasAttribute("stroke")) {
    context.strokeStyle = node.getAttribute("stroke");
    context.lineWidth = number(node, "stroke-width");
    context.lineJoin = "round";
    context.strokeText(...text);
  }
  context.fillStyle = node.getAttribute("fill");
  context.fillText(...text);
}
