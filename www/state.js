// The state of a figure in addresses: `sort=name&select=us,nl`.

/** Parameters as a state: as readers write them, but for the characters that separate names and values. */
export const asState = (parameters) =>
  Array.from(parameters, (pair) => pair.map((text) => text.replace(/[%&=+#]/g, encodeURIComponent)).join("=")).join("&");

/** A state as the query of an address, in which no character is encoded twice; nothing of an empty one. */
export const asQuery = (state) => state && `?${encodeURI(state).replace(/%25(?=[\dA-F]{2})/gi, "%")}`;
