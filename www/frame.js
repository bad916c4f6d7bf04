// In an embed page: makes of its address what the figure shows, and tells who has framed it how high it is and what its
// reader does. Stands in the page itself, so that the first height is told before any other script is there.

import { asQuery, asState } from "./state.js";

(() => {
  const figure = document.querySelector("article-figure");
  const view = figure.getAttribute("view");
  const parameters = new URLSearchParams(location.search);

  // Hosts add parameters of their own, which are none of the figure's.
  const LONGEST = 2000;
  const OWN = ["kind", "sort", "group", "compare", "lanes", "only", "many", "all", "relative", "zoom", "select"];
  const allowed = (all) => asState(OWN.filter((name) => all.has(name)).map((name) => [name, all.get(name)])).slice(0, LONGEST);
  const asked = allowed(parameters);
  if (asked) figure.setAttribute("state", asked);
  const own = document.documentElement;
  const show = (theme) => ["light", "dark"].includes(theme) && (own.dataset.theme = theme);
  // A frame does not know the ground around it: it is light, until its host says otherwise.
  const isThemed = show(parameters.get("theme"));
  if (!isThemed && parent !== window) show("light");
  figure.addEventListener("viewchange", ({ detail }) => {
    for (const name of OWN) parameters.delete(name);
    for (const [name, value] of new URLSearchParams(detail.state)) parameters.set(name, value);
    try {
      history.replaceState(null, "", asQuery(asState(parameters)) + location.hash);
    } catch {
      // A frame without an origin keeps its address.
    }
  });

  if (parent === window) return;
  const tell = (message) => parent.postMessage(message, "*");

  // WordPress names a frame by a secret, pym.js by a parameter, iframe-resizer by its first message.
  const secret = location.hash.match(/secret=(\w{10})/)?.[1];
  const pym = parameters.get("childId");
  let sizer;
  let height;

  function send() {
    tell({ source: "article-figure", type: "height", view, height });
    tell({ "datawrapper-height": { [view]: height } });
    tell({ sentinel: "amp", type: "embed-size", height });
    tell(JSON.stringify({ src: location.href, context: "iframe.resize", height }));
    if (secret) tell({ message: "height", value: height, secret });
    if (pym) tell(`pymxPYMx${pym}xPYMxheightxPYMx${height}`);
    if (sizer) tell(`[iFrameSizer]${sizer}:${height}:${innerWidth}:resize`);
  }

  function measure() {
    const now = Math.ceil(own.getBoundingClientRect().height);
    // Before the first layout there is none.
    if (!now || now === height) return;
    height = now;
    send();
  }

  measure();
  new ResizeObserver(measure).observe(own);
  tell("[iFrameResizerChild]Ready");

  // The last question of each kind: thousands have one answer. By the clock, because a frame that nobody sees paints nothing.
  const questions = new Map();
  function answer(kind, act) {
    if (!questions.size) setTimeout(answerAll, 16);
    questions.set(kind, act);
  }
  function answerAll() {
    const acts = [...questions.values()];
    questions.clear();
    for (const act of acts) act();
  }

  const isAsked = (data) =>
    (secret && data.message === "ready" && data.secret === secret) ||
    (pym && String(data).startsWith(`pymxPYMx${pym}xPYMxwidth`));

  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !data) return;
    const id = /^\[iFrameSizer\]([^:]+):/.exec(data)?.[1];
    if (id && !sizer) {
      sizer = id;
      tell(`[iFrameSizer]${sizer}:${height}:${innerWidth}:init`);
    } else if (data.type === "setHeight") {
      answer("Mastodon", () => tell({ type: "setHeight", id: data.id, height }));
    } else if (data.target === "article-figure" && data.type === "state") {
      answer("state", () => figure.setAttribute("state", allowed(new URLSearchParams(String(data.state)))));
    } else if (data.target === "article-figure" && data.type === "theme") {
      answer("theme", () => isThemed || show(data.theme));
    } else if (data.target === "article-figure" && data.type === "report") {
      answer("report", report);
    } else if (id || data.target === "article-figure" || isAsked(data)) {
      answer("height", send);
    }
  });

  for (const type of ["ready", "viewchange", "select", "error"]) {
    figure.addEventListener(type, ({ detail }) => tell({ source: "article-figure", type, view, detail }));
  }

  // Whoever asks is told when the figure was seen, in ms since 1970, and what went wrong so far.
  const faults = [];
  addEventListener("error", ({ message, target }) => faults.push(message ?? `${target.src ?? target.href}: not loaded`), true);
  addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    faults.push(`${violatedDirective}: ${blockedURI}`),
  );
  function report() {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const seen = paint && performance.timeOrigin + paint.startTime;
    tell({ source: "article-figure", type: "report", view, detail: { seen, faults } });
  }

  // WordPress leaves a frame no way but to ask: it opens links to the frame's own host.
  addEventListener("click", (event) => {
    const link = event.composedPath().find((node) => node.href);
    if (!secret || link?.host !== location.host) return;
    event.preventDefault();
    tell({ message: "link", value: link.href, secret });
  });
})();
