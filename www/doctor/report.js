// In a page that tries a way of embedding: notes when its figures are seen and alive, and what goes wrong.
(() => {
  const faults = [];
  const notes = new Map();
  const frames = () => [...document.querySelectorAll("iframe")];
  const figures = () => [...document.querySelectorAll("article-figure, iframe")];

  function noteOf(figure) {
    if (!notes.has(figure)) notes.set(figure, { faults: [] });
    return notes.get(figure);
  }

  addEventListener(
    "error",
    ({ message, detail, target }) => faults.push(...(detail?.messages ?? [message ?? `${target.src ?? target.href}: not loaded`])),
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => faults.push(String(reason)));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    faults.push(`${violatedDirective}: ${blockedURI}`),
  );
  addEventListener("ready", ({ target }) => (noteOf(target).alive ??= performance.now()));

  addEventListener("message", ({ source, data }) => {
    const frame = data?.source === "article-figure" && frames().find((frame) => frame.contentWindow === source);
    if (!frame) return;
    const note = noteOf(frame);
    if (data.type === "height") note.asked = data.height;
    if (data.type === "ready") note.alive ??= performance.now();
    if (data.type === "error") faults.push(...data.detail.messages);
    if (data.type === "report") {
      note.faults = data.detail.faults;
      if (data.detail.seen) note.seen = data.detail.seen - performance.timeOrigin;
    }
  });

  /** What is known of a figure: height and what it asks for in CSS px, times in ms since the page was opened. */
  function known(figure) {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const { height, top } = figure.getBoundingClientRect();
    return { height, near: figure.matches("article-figure") || top < innerHeight, seen: figure.matches("iframe") ? undefined : paint?.startTime, ...noteOf(figure) };
  }

  /** What is known so far; frames are asked what they know, for the next time. */
  window.report = () => {
    for (const frame of frames()) frame.contentWindow.postMessage({ target: "article-figure", type: "report" }, "*");
    const all = figures().map(known);
    return { figures: all, faults: [...faults, ...all.flatMap((figure) => figure.faults)] };
  };
})();
