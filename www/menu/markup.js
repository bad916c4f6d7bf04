const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it stands in markup, in quotation marks, too. */
export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

/** An element with properties and what stands in it. */
export function make(name, properties = {}, ...content) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...content.filter(Boolean));
  return element;
}
