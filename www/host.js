// For pages of others that hold `<article-figure src>`: their links with `data-article-figure` change what a figure
// shows, and links within a figure to other figures lead to the figures' own site.

const { origin } = new URL(import.meta.url);

/** The page of a figure: what its `src` names. */
const page = (figure) => new URL(figure.getAttribute("src"), document.baseURI);

const find = (event, selector) => event.composedPath().find((node) => node.matches?.(selector));

// A figure's cards name others as `?view=investment&select=us`, which counts from the page that was built for it.
function lead(event) {
  const link = find(event, "a[href^='?view=']");
  const figure = link && find(event, "article-figure[src]");
  if (!figure) return;
  const { pathname } = page(figure);
  const home = pathname.slice(0, pathname.lastIndexOf(`/${figure.shown}/`) + 1);
  const asked = new URLSearchParams(link.search);
  const view = asked.get("view");
  asked.delete("view");
  const to = new URL(`${home}${view}/`, page(figure));
  to.search = decodeURIComponent(String(asked));
  link.href = to.href;
  link.target = "_blank";
}

function show(event) {
  const link = find(event, "a[data-article-figure]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const to = new URL(link.href);
  if (to.origin !== origin) return;
  const figure = [...document.querySelectorAll("article-figure[src]")].find(
    (figure) => page(figure).pathname === to.pathname,
  );
  if (!figure) return;
  event.preventDefault();
  figure.setAttribute("state", decodeURIComponent(to.search.slice(1)));
  figure.scrollIntoView({ block: "nearest" });
}

for (const sign of ["pointerover", "focusin", "click"]) document.addEventListener(sign, lead);
document.addEventListener("click", show);
