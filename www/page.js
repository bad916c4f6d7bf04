// The page's tabs: one figure at a time, by mouse and by arrow keys. Each is a page of its own, which is fetched
// when a reader is likely to want it and put beside the first one.

import { asQuery, asState } from "./state.js";

// `?lang=` decides, then, at the address without a language, what the browser prefers.
const languages = new Map([...document.querySelectorAll("[data-language]")].map((link) => [link.lang, link]));
const own = document.documentElement;
const asked = new URLSearchParams(location.search).get("lang");
const preferred = "neutral" in own.dataset ? navigator.languages.map((tag) => tag.split("-")[0]) : [];
const language = [asked, ...preferred].find((tag) => languages.has(tag)) ?? own.lang;

/** The state in an address, without the parameters of these names. */
function query(address, ...without) {
  const parameters = new URLSearchParams(address.search);
  for (const name of without) parameters.delete(name);
  return asState(parameters);
}

if (language !== own.lang) {
  const there = languages.get(language);
  there.search = asQuery(query(location, "lang"));
  there.hash = location.hash;
  location.replace(there);
}

const main = document.querySelector("main");
const list = document.querySelector(".tabs");
const tabs = [...list.querySelectorAll("a")];
const tabOf = (view) => tabs.find((tab) => tab.dataset.view === view);
const panel = (view) => document.getElementById(view);
const figure = (view) => panel(view)?.querySelector("article-figure");
// Addresses count from where the page was opened, wherever tabs lead to later.
for (const link of document.querySelectorAll("a[href]")) link.href = link.href;
absolute(main, location);
const home = { path: location.pathname, ...main.dataset };

/** The view of an address and what is asked of it. */
function chosen(address = location) {
  const here = tabs.find((tab) => tab.pathname === address.pathname);
  const asked = new URLSearchParams(address.search).get("view");
  const view = tabOf(asked) ? asked : (here?.dataset.view ?? home.view);
  const own = address.pathname === home.path && view === home.view ? home.state : "";
  return { view, state: query(address, "view", "lang") || own };
}

/** Figures that no page was built for name their package from where their page is. */
function absolute(place, base) {
  for (const figure of place.querySelectorAll("article-figure[src]")) {
    figure.setAttribute("src", new URL(figure.getAttribute("src"), base.href).href);
  }
}

const addressOf = ({ view, state }) => tabOf(view).pathname + asQuery(state);

const pages = new Map();

/** The page of a view, fetched once; a failure is forgotten. */
function pageOf(view) {
  const { href } = tabOf(view);
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const text = (response) => (response.ok ? response.text() : Promise.reject(response.status));
  if (!pages.has(view)) {
    const page = fetch(href).then(text).then(parsed).catch((error) => {
      pages.delete(view);
      throw error;
    });
    pages.set(view, page);
  }
  return pages.get(view);
}

/** Puts the figure of another page into this one. */
async function bring(view) {
  if (panel(view)) return;
  const page = await pageOf(view);
  // Meanwhile it may have come.
  if (panel(view)) return;
  const section = document.importNode(page.querySelector("main section"), true);
  section.hidden = true;
  absolute(section, tabOf(view));
  section.setAttribute("role", "tabpanel");
  main.append(section);
  tabOf(view).setAttribute("aria-controls", view);
}

async function show() {
  const { view, state } = chosen();
  select(view);
  try {
    await bring(view);
  } catch {
    // The page itself says what is wrong.
    return location.assign(addressOf({ view, state }));
  }
  // Meanwhile a reader may have gone on.
  if (view !== chosen().view) return;
  for (const section of main.querySelectorAll("section[id]")) section.hidden = section.id !== view;
  const shown = figure(view);
  if (shown.getAttribute("state") !== state) shown.setAttribute("state", state);
  prepare(shown, state);
  // With the frame that shows it, and not with the one after.
  shown.paint?.();
  const base = tabOf(view).pathname.slice(0, -`${own.lang}/${encodeURIComponent(view)}/`.length);
  for (const link of languages.values()) link.href = `${base}${link.lang}/${view}/${asQuery(state)}`;
  markSentences();
}

function select(view) {
  for (const tab of tabs) {
    const selected = tab.dataset.view === view;
    // What is set anew, the browser thinks over anew.
    if (selected === (tab.ariaSelected === "true")) continue;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
    if (!selected) continue;
    requestAnimationFrame(() => centre(tab));
    for (const group of document.querySelectorAll(".sentences details")) group.open ||= group.dataset.view === view;
  }
}

/** Scrolls the list, with the frame that has the layout at hand. */
function centre({ offsetLeft, offsetWidth }) {
  list.scrollTo({ left: offsetLeft - list.offsetLeft - (list.clientWidth - offsetWidth) / 2 });
}

/** Hides, in the words that stand there before the figure lives, what its kind has no use for. */
function prepare(content, state) {
  const asked = new URLSearchParams(state).get("kind");
  for (const only of asked ? content.querySelectorAll("[data-only]") : []) {
    const kinds = only.dataset.only;
    only.hidden = kinds !== "" && !kinds.split(" ").includes(asked);
  }
}

async function go(to) {
  history.pushState(null, "", addressOf(to));
  await show();
  // Tells those who listen which figure there is now.
  const { view } = chosen();
  document.title = tabOf(view).textContent;
  document.getElementById("shown").textContent = panel(view)?.querySelector(".title").textContent ?? "";
}

list.setAttribute("role", "tablist");
list.setAttribute("aria-label", list.parentElement.getAttribute("aria-label"));
panel(home.view).setAttribute("role", "tabpanel");
tabOf(home.view).setAttribute("aria-controls", home.view);
for (const tab of tabs) {
  const { view } = tab.dataset;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-selected", false);
  tab.tabIndex = -1;
  tab.removeAttribute("aria-current");
  tab.addEventListener("click", (event) => {
    // A click for a new tab or window stays the link's own.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (view !== chosen().view) go({ view, state: "" });
  });
  // Who points at a tab will likely press it; without a network, that is noticed then.
  for (const sign of ["pointerenter", "focus"]) {
    tab.addEventListener(sign, () => bring(view).catch(() => {}));
  }
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
  go({ view: tabs[to].dataset.view, state: "" });
});

document.addEventListener("viewchange", ({ target, detail }) => {
  const { view } = chosen();
  if (target !== figure(view)) return;
  history.replaceState(null, "", addressOf({ view, state: detail.state }));
  show();
});

// A number in a sentence shows its figure without a new page; choosing a mark marks its sentence.
const sentences = Array.from(document.querySelectorAll("a[data-marks]"), (link) => {
  const { view, state } = chosen(link);
  return { link, view, selected: new URLSearchParams(state).get("select") ?? "", marks: link.dataset.marks.split(" ") };
});

document.addEventListener("click", async (event) => {
  // From within a figure, too: its shadow root keeps the link from `target`.
  const link = event.composedPath().find((node) => node.matches?.("a[data-article-figure]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const to = chosen(link);
  await go(to);
  panel(to.view)?.scrollIntoView({ block: "nearest" });
});

function markSentences() {
  const { view, state } = chosen();
  const selected = new URLSearchParams(state).get("select") ?? "";
  const marks = selected.split(",").map((key) => `${view}/${key}`);
  for (const { link, ...sentence } of sentences) {
    const asked = sentence.view === view && sentence.selected === selected;
    const current = asked || sentence.marks.some((mark) => marks.includes(mark));
    if (current) link.setAttribute("aria-current", "true");
    else if (link.hasAttribute("aria-current")) link.removeAttribute("aria-current");
  }
}

addEventListener("popstate", show);
// A view may be asked for at any page; its own address is the one to keep.
if (tabOf(new URLSearchParams(location.search).get("view"))) history.replaceState(null, "", addressOf(chosen()));
/** Lets a worker keep the site for a reader without a network: its files, and the pages of this language. */
async function keep() {
  await navigator.serviceWorker?.register(own.dataset.offline);
  const registration = await navigator.serviceWorker?.ready;
  registration?.active.postMessage(tabs.map((tab) => tab.href));
}

// A browser that keeps nothing, as in a private window, reads on.
if (own.dataset.offline) document.addEventListener("ready", () => keep().catch(() => {}), { once: true });

show();
