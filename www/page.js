// The page's tabs: one figure at a time, in the address, by mouse and by arrow keys.

// `?lang=` decides, then, at the address without a language, what the browser prefers.
const languages = new Map([...document.querySelectorAll("[data-language]")].map((link) => [link.lang, link]));
const own = document.documentElement;
const asked = new URLSearchParams(location.search).get("lang");
const preferred = "neutral" in own.dataset ? navigator.languages.map((tag) => tag.split("-")[0]) : [];
const language = [asked, ...preferred].find((tag) => languages.has(tag)) ?? own.lang;

/** What was asked, without the language. */
function question() {
  const parameters = new URLSearchParams(location.search);
  parameters.delete("lang");
  return decodeURIComponent(String(parameters).replaceAll("+", " "));
}

if (language !== own.lang) {
  const there = languages.get(language);
  there.search = question();
  there.hash = location.hash;
  location.replace(there);
}

const list = document.querySelector(".tabs");
const tabs = [...list.querySelectorAll("a")];
const views = tabs.map((tab) => tab.dataset.view);
const panel = (view) => document.getElementById(view);
const figure = (view) => panel(view).querySelector("article-figure");

/** The view and what was asked of it: all parameters but the view, not percent-encoded. */
function chosen() {
  const parameters = new URLSearchParams(question());
  const view = parameters.get("view");
  parameters.delete("view");
  return { view: views.includes(view) ? view : views[0], state: decodeURIComponent(String(parameters).replaceAll("+", " ")) };
}

function show({ view, state }) {
  for (const tab of tabs) {
    const selected = tab.dataset.view === view;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
    panel(tab.dataset.view).hidden = !selected;
    if (selected) list.scrollTo({ left: tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2 });
  }
  figure(view).setAttribute("state", state);
  prepare(figure(view), state);
  for (const link of languages.values()) link.search = question();
  markSentences();
}

/** Hides, in the words that stand there before the figure lives, what its kind has no use for. */
function prepare(content, state) {
  const asked = new URLSearchParams(state).get("kind");
  for (const only of asked ? content.querySelectorAll("[data-only]") : []) {
    const kinds = only.dataset.only;
    only.hidden = kinds !== "" && !kinds.split(" ").includes(asked);
  }
}

function go(view) {
  if (view === chosen().view) return;
  history.pushState(null, "", `?${new URLSearchParams({ view })}`);
  show(chosen());
  announce();
}

/** Tells those who listen which figure there is now. */
function announce() {
  const { view } = chosen();
  document.getElementById("shown").textContent = panel(view).querySelector(".title").textContent;
}

list.setAttribute("role", "tablist");
list.setAttribute("aria-label", list.parentElement.getAttribute("aria-label"));
for (const tab of tabs) {
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", tab.dataset.view);
  panel(tab.dataset.view).setAttribute("role", "tabpanel");
  tab.addEventListener("click", (event) => {
    // A click for a new tab or window stays the link's own.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(tab.dataset.view);
  });
}

list.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    event.preventDefault();
    event.target.click();
  }
  const last = tabs.length - 1;
  const at = tabs.indexOf(document.activeElement);
  const to = { ArrowLeft: at ? at - 1 : last, ArrowRight: at < last ? at + 1 : 0, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  tabs[to].focus();
  go(tabs[to].dataset.view);
});

document.addEventListener("viewchange", ({ target, detail }) => {
  const { view } = chosen();
  if (target !== figure(view)) return;
  history.replaceState(null, "", `?${new URLSearchParams({ view })}${detail.state && `&${encodeURI(detail.state)}`}`);
  show(chosen());
});

// A number in a sentence shows its figure without a new page; choosing a mark marks its sentence.
const sentences = [...document.querySelectorAll("a[data-marks]")];

document.addEventListener("click", (event) => {
  // From within a figure, too: its shadow root keeps the link from `target`.
  const link = event.composedPath().find((node) => node.matches?.("a[data-article-figure]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  history.pushState(null, "", link.search);
  show(chosen());
  announce();
  panel(chosen().view).scrollIntoView({ block: "nearest" });
});

function markSentences() {
  const { view } = chosen();
  const selected = new URLSearchParams(location.search).get("select") ?? "";
  const marks = selected.split(",").map((key) => `${view}/${key}`);
  for (const link of sentences) {
    const there = new URLSearchParams(link.search);
    const asked = there.get("view") === view && there.get("select") === selected;
    const current = asked || link.dataset.marks.split(" ").some((mark) => marks.includes(mark));
    if (current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

// What stands below a figure comes when its height is known, or nothing more is to come.
const settled = () => delete document.body.dataset.waiting;
document.body.dataset.waiting = "";
for (const type of ["ready", "error"]) {
  document.addEventListener(type, ({ target }) => target === figure(chosen().view) && settled());
}
addEventListener("error", ({ target }) => target.localName === "script" && settled(), true);
setTimeout(settled, 5000);

addEventListener("popstate", () => show(chosen()));
show(chosen());
document.querySelector("main").dataset.ready = "";
