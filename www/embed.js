// For pages that frame figures: gives each frame the height that it asks for and the theme that suits its ground, passes its
// events on, and lets links of the page (`<a data-article-figure>`) change what a frame shows. Listens only to frames that
// show a page of this script's own site.

import { ground, watchGround } from "./ground.js";

const site = new URL(".", document.currentScript.src).href;
const EVENTS = ["ready", "viewchange", "select", "error"];
/** In CSS px. */
const [LOWEST, HIGHEST] = [100, 5000];

const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(site));
const tell = (frame, message) => frame.contentWindow.postMessage({ target: "article-figure", ...message }, "*");

function tellTheme(frame) {
  const [theme] = ground(frame);
  tell(frame, { type: "theme", theme });
}

/** Whether a message comes from the page that a frame was given; it may have moved on. A sandbox has no origin. */
function isFrom(frame, origin) {
  const isSandboxed = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
  return origin === (isSandboxed ? "null" : new URL(frame.src).origin);
}

/** From the first frame that speaks on, when the page has a body. */
let isWatched = false;

function watch() {
  if (!isWatched) watchGround(frames, () => frames().forEach(tellTheme), new AbortController().signal);
  isWatched = true;
}

/** Per frame, the last message of each type, which counts with the next painting: thousands are answered once. */
const heard = new Map();

function answer() {
  for (const [frame, messages] of heard) {
    for (const { type, height, detail } of messages.values()) {
      if (type !== "height") frame.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
      else if (height > 0) frame.style.height = `${Math.min(Math.max(height, LOWEST), HIGHEST)}px`;
    }
    if (messages.has("height") && frame.isConnected) tellTheme(frame);
  }
  heard.clear();
  watch();
}

addEventListener("message", ({ source, origin, data }) => {
  if (data?.source !== "article-figure" || ![...EVENTS, "height"].includes(data.type)) return;
  const frame = frames().find((frame) => frame.contentWindow === source);
  if (!frame || !isFrom(frame, origin)) return;
  if (!heard.size) requestAnimationFrame(answer);
  if (!heard.has(frame)) heard.set(frame, new Map());
  heard.get(frame).set(data.type, data);
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-article-figure]");
  const page = link?.href.split("?")[0];
  const frame = link && frames().find((frame) => frame.src.split("embed.html")[0] === page);
  if (!frame || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  tell(frame, { type: "state", state: link.search });
  frame.scrollIntoView({ block: "nearest" });
});

// Those that have told their height before this script was there.
for (const frame of frames()) tell(frame, { type: "height" });
