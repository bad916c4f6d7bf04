// What every living figure has besides itself: the way to its menu, and links between it and the page around it. A page's
// links with `data-article-figure` change what its figure shows, and a figure's links to other figures lead to their pages.

const { origin, protocol } = new URL(import.meta.url);
const FOREIGN = "article-figure[src], .embed > article-figure";

/** The page of a figure: what its `src` names, or its embed page. */
function page(figure) {
  const src = figure.getAttribute("src") ?? document.querySelector("#origin a")?.href;
  return src && new URL(src, document.baseURI);
}

/** Makes the heads of a table's columns sort its rows, by `data-value` where a cell has one. */
function sortable(table, rows, language) {
  const heads = [...table.tHead.rows[0].cells];
  const sorted = (column, up) => {
    const { compare } = new Intl.Collator(language, { numeric: true });
    return rows.toSorted(({ cells: { [column]: a } }, { cells: { [column]: b } }) => {
      const [x, y] = [a, b].map((cell) => cell.dataset.value);
      return up * (x && y ? x - y : compare(x ?? a.textContent, y ?? b.textContent));
    });
  };
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    head.ariaSort = "none";
    button.addEventListener("click", () => {
      const up = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = "none";
      head.ariaSort = up ? "ascending" : "descending";
      table.tBodies[0].append(...sorted(column, up ? 1 : -1));
    });
  }
}

/** Lets a reader draw a window onto lines: what lies between press and release is shown; twice at once shows all. */
function brush(stage, widget) {
  stage.classList.add("brushed");
  const mark = Object.assign(document.createElement("div"), { className: "brush" });
  let from;
  const place = ({ clientX }) => clientX - stage.getBoundingClientRect().left;
  const end = (event) => {
    const [begin, to] = [from, place(event)].sort((a, b) => a - b);
    const drawn = from !== undefined && event.type === "pointerup" && to - begin > 8;
    from = undefined;
    mark.remove();
    if (drawn) widget.brush(begin, to);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest(".tooltip")) return;
    from = place(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (from === undefined) return;
    const [begin, to] = [from, place(event)].sort((a, b) => a - b);
    if (to - begin <= 8) return;
    // Only a drag takes the pointer: a press alone stays a press.
    stage.setPointerCapture(event.pointerId);
    Object.assign(mark.style, { left: `${begin}px`, width: `${to - begin}px` });
    stage.append(mark);
  });
  for (const sign of ["pointerup", "pointercancel"]) stage.addEventListener(sign, end);
  stage.addEventListener("dblclick", () => widget.brush(-Infinity, Infinity));
}

/** Its address without a state, where it has a page: not of packages that no page was built for. */
function pageOf(figure, language) {
  if (figure.source || figure.hasAttribute("package")) return undefined;
  // A file on its own does not know where it is from.
  const site = protocol.startsWith("http") && new URL(`${language}/${figure.shown}/`, import.meta.url);
  const { origin, pathname } = page(figure) ?? site;
  return origin && !pathname.endsWith(".json") ? origin + pathname.replace(/index\.html$/, "") : undefined;
}

/**
 * Puts the button of its menu to a living figure; gives what loads the ways out. `context`: as menu.js knows it, with
 * `file(name)`, where a file of this site is.
 */
export function offer(figure, context) {
  const { table, words, language, file, rows, place, widget, lines, all } = context;
  const details = table.closest("details");
  const opened = () => {
    if (!all) return sortable(table, rows, language);
    const url = new URL(all, import.meta.url);
    import(file("rows.js")).then(({ show }) => show(url, table)).catch((error) => details.append(String(error)));
  };
  if (details.open) opened();
  else details.addEventListener("toggle", opened, { once: true });
  const stage = place.querySelector(".stage");
  if (lines) brush(stage, widget);
  // A browser that was short of memory gives an empty canvas back.
  stage.addEventListener("contextrestored", () => figure.connectedCallback(), { capture: true, once: true });
  const page = pageOf(figure, language);
  const data = (name) => file(name) ?? (page && new URL(name, page));
  const [first, ...others] = words.more.split(",");
  const rest = Object.assign(document.createElement("span"), { textContent: ["", ...others].join() });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "more" });
  button.append(first, rest);
  button.ariaExpanded = "false";
  let menu;
  let tries = 0;
  const load = async () => {
    const script = file(`menu/${language}.js`);
    // A browser remembers a module that failed by its address.
    if (tries++) script.search = `?try=${tries}`;
    const { Menu } = await import(script);
    return new Menu(figure, { ...context, page, data }, button);
  };
  const loaded = () =>
    (menu ??= load().catch((error) => {
      menu = undefined;
      throw error;
    }));
  const alert = Object.assign(document.createElement("p"), { className: "note", role: "alert" });
  const toggle = (menu) => {
    alert.remove();
    menu.toggle();
  };
  const failed = ({ message }) => {
    alert.textContent = words.more_failed.replace("{why}", message);
    button.after(alert);
  };
  button.addEventListener("click", () => loaded().then(toggle, failed));
  details.before(button);
  return async () => (await loaded()).ways;
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
