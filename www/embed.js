// For pages that frame figures: gives each frame the height that it asks for, tells its events on, and lets links of the
// page (`<a data-article-figure>`) change what a frame shows. Listens to frames of this script's own site alone.
(() => {
  const site = new URL(".", document.currentScript.src).href;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(site));
  const tell = (frame, message) => frame.contentWindow.postMessage({ target: "article-figure", ...message }, "*");

  addEventListener("message", ({ source, data }) => {
    const frame = data?.source === "article-figure" && frames().find((frame) => frame.contentWindow === source);
    if (!frame) return;
    if (data.type !== "height") frame.dispatchEvent(new CustomEvent(data.type, { detail: data.detail, bubbles: true }));
    else if (data.height > 0) frame.style.height = `${Math.min(Math.max(data.height, 100), 5000)}px`;
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
})();
