// What every living figure has besides itself: the way to its menu, and links between it and the page around it. A page's
// links with `data-article-figure` change what its figure shows, and a figure's links to other figures lead to their pages.

import { asQuery, asState } from "./state.js";

const { origin, protocol } = new URL(import.meta.url);
const FOREIGN = "article-figure[src], .embed > article-figure";

/** The page of a figure: what its `src` names, or its embed page. */
function page(figure) {
  const src = figure.getAttribute("src") ?? document.querySelector("#origin a")?.href;
  return src && new URL(src, figure.baseURI);
}

/** Makes the heads of columns sort what is below them: `sort(column, up)`, where `up` is -1 for the greatest first. */
function sortable(heads, sort) {
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    head.ariaSort = "none";
    button.addEventListener("click", () => {
      const up = head.ariaSort !== "ascending";
      for (const other of heads) other.ariaSort = "none";
      head.ariaSort = up ? "ascending" : "descending";
      sort(column, up ? 1 : -1);
    });
  }
}

/** Sorts the rows of a table by `data-value`, where a cell has one. */
const sorting = (body, rows, language) => (column, up) => {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const sorted = rows.toSorted(({ cells: { [column]: a } }, { cells: { [column]: b } }) => {
    const [x, y] = [a, b].map((cell) => cell.dataset.value);
    return up * (x && y ? x - y : compare(x ?? a.textContent, y ?? b.textContent));
  });
  body.append(...sorted);
};

/** In CSS px: a shorter way is a press. */
const DRAWN = 8;

/** Lets a reader draw a window onto lines: what lies between press and release is shown; twice at once shows all. */
function brush(stage, widget, { x }, signal) {
  stage.classList.add("brushed");
  const mark = Object.assign(document.createElement("div"), { className: "brush" });
  let from;
  let drawn = false;
  const inTooltip = ({ target }) => target.closest(".tooltip");
  const ends = (event) => [from, x(event)].sort((a, b) => a - b);
  const cancel = () => {
    from = undefined;
    mark.remove();
  };
  stage.addEventListener("pointerdown", (event) => {
    cancel();
    drawn = false;
    if (!event.button && event.isPrimary && !inTooltip(event)) from = x(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (from === undefined || !event.isPrimary) return;
    // It was released where the stage does not hear of it.
    if (!(event.buttons & 1)) return cancel();
    const [begin, to] = ends(event);
    if (!drawn && to - begin <= DRAWN) return;
    // Only a drag takes the pointer: a press alone stays a press.
    drawn = true;
    stage.setPointerCapture(event.pointerId);
    Object.assign(mark.style, { left: `${begin}px`, width: `${to - begin}px` });
    stage.append(mark);
  });
  stage.addEventListener("pointerup", (event) => {
    if (from === undefined || !event.isPrimary) return;
    const [begin, to] = ends(event);
    cancel();
    if (to - begin > DRAWN) widget.brush(begin, to);
  });
  stage.addEventListener("pointercancel", cancel);
  // A browser takes the end of a drag for a click, which would choose a point of the new window.
  const swallow = (event) => drawn && event.detail && event.stopImmediatePropagation();
  stage.addEventListener("click", swallow, { capture: true });
  stage.addEventListener("dblclick", (event) => inTooltip(event) || widget.brush(-Infinity, Infinity));
  const escape = (event) => {
    if (event.key !== "Escape" || from === undefined) return;
    cancel();
    event.stopPropagation();
  };
  addEventListener("keydown", escape, { capture: true, signal });
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
 * Puts the buttons of its menus to an interactive figure; returns a function that loads the exports. `context`: as menu.js knows it, with
 * `files` and `address(name)`, where the files of this site are, and `signal`, which ends what outlives the figure.
 */
export function offer(figure, context) {
  const { words, language, files, address, place, widget, browser, lines, all, signal } = context;
  // Meanwhile another figure may have taken the place.
  signal.throwIfAborted();
  const file = (name) => files[name] && address(name);
  const tries = {};
  // A browser remembers a module that failed by its address.
  const script = (name) => {
    const url = file(name);
    const again = (tries[name] = (tries[name] ?? 0) + 1);
    if (again > 1) url.search = `?try=${again}`;
    return import(url);
  };
  const table = place.querySelector("table");
  const details = table.closest("details");
  const rows = [...table.tBodies[0].rows];
  const head = table.tHead.rows[0].cloneNode(true);
  const whole = async () => {
    try {
      const { show } = await script("rows.js");
      const sort = await show(new URL(all, import.meta.url), table, language);
      sortable([...table.tHead.rows[0].cells], sort);
    } catch ({ message }) {
      const note = Object.assign(document.createElement("p"), { className: "note", role: "alert" });
      const again = Object.assign(document.createElement("button"), { type: "button", className: "reset", textContent: words.retry });
      again.addEventListener("click", () => {
        note.remove();
        whole();
      });
      note.append(words.rows_failed.replace("{why}", message), " ", again);
      table.parentNode.before(note);
    }
  };
  const opened = () => {
    sortable([...table.tHead.rows[0].cells], sorting(table.tBodies[0], rows, language));
    // A figure that is one file has no others.
    if (all && files["rows.js"]) whole();
  };
  if (details.open) opened();
  else details.addEventListener("toggle", opened, { once: true });
  if (lines) brush(place.querySelector(".stage"), widget, browser, signal);
  const page = pageOf(figure, language);
  const data = (name) => file(name) ?? (page && new URL(name, page));
  const actions = place.querySelector(".actions");
  const buttons = {};
  let menu;
  const load = async () => {
    const { Menu } = await script(`menu/${language}.js`);
    return new Menu(figure, { ...context, head, rows, page, data, script }, buttons);
  };
  const loaded = () =>
    (menu ??= load().catch((error) => {
      menu = undefined;
      throw error;
    }));
  const alert = Object.assign(document.createElement("p"), { className: "note", role: "alert" });
  const toggle = (name) => (menu) => {
    alert.remove();
    menu.toggle(name);
  };
  const failed = ({ message }) => {
    alert.textContent = words.more_failed.replace("{why}", message);
    actions.after(alert);
  };
  // In place of what stands there for them until now.
  actions.replaceChildren();
  for (const name of ["share", "download"]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: name, textContent: words[name] });
    button.ariaExpanded = "false";
    button.addEventListener("click", () => loaded().then(toggle(name), failed));
    actions.append((buttons[name] = button));
  }
  return async () => (await loaded()).ways;
}

const find = (event, selector) => event.composedPath().find((node) => node.matches?.(selector));

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
  link.href = `${home}/${encodeURIComponent(view)}/${asQuery(asState(parameters))}`;
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
  figure.setAttribute("state", asState(new URLSearchParams(to.search)));
  figure.scrollIntoView({ block: "nearest" });
}

for (const sign of ["pointerover", "focusin", "click"]) document.addEventListener(sign, lead, true);
document.addEventListener("click", show);
