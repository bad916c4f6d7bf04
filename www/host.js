// Links between a figure and the page around it: a page's links with `data-article-figure` change what its figure shows,
// and a figure's links to other figures lead to the pages of those.

const { origin } = new URL(import.meta.url);
const FOREIGN = "article-figure[src], .embed > article-figure";

/** The page of a figure: what its `src` names, or its embed page. */
function page(figure) {
  const src = figure.getAttribute("src") ?? document.querySelector("#origin a")?.href;
  return src && new URL(src, document.baseURI);
}

const find = (event, selector) => event.composedPath().find((node) => node.matches?.(selector));

/** A query as states are written: not percent-encoded. */
const plain = (parameters) => decodeURIComponent(String(parameters).replaceAll("+", " "));

// A card names other figures as `?view=investment&select=us`, which counts from the page of the figure.
function lead(event) {
  const link = find(event, "a[href^='?view=']");
  // Figures of whole pages are led by those.
  const figure = link && find(event, FOREIGN);
  if (!figure) return;
  const [home, rest] = page(figure)?.href.split(`/${figure.shown}/`) ?? [];
  // A file on its own does not know where the other figures are.
  if (rest === undefined) return link.removeAttribute("href");
  const parameters = new URLSearchParams(link.search);
  const view = parameters.get("view");
  parameters.delete("view");
  link.href = `${home}/${encodeURIComponent(view)}/?${encodeURI(plain(parameters))}`;
  link.target = "_blank";
}

function show(event) {
  const link = find(event, "a[data-article-figure]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const to = new URL(link.href);
  if (to.origin !== origin) return;
  const figures = [...document.querySelectorAll("article-figure[src]")];
  const figure = figures.find((figure) => page(figure).pathname === to.pathname);
  if (!figure) return;
  event.preventDefault();
  figure.setAttribute("state", plain(new URLSearchParams(to.search)));
  figure.scrollIntoView({ block: "nearest" });
}

for (const sign of ["pointerover", "focusin", "click"]) document.addEventListener(sign, lead, true);
document.addEventListener("click", show);
