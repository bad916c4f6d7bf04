// Stands in for the script that WordPress puts beside embeds of sites that it does not trust: the frame takes the
// quotation's place once it has told its height with the right secret.
const LOWEST = 200;
const HIGHEST = 1000;

for (const frame of document.querySelectorAll("iframe[data-secret]")) {
  const { secret } = frame.dataset;
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow || data?.secret !== secret || data.message !== "height") return;
    frame.height = Math.min(Math.max(data.value, LOWEST), HIGHEST);
    frame.removeAttribute("style");
    document.querySelector(`blockquote[data-secret="${secret}"]`).hidden = true;
  });
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ message: "ready", secret }, "*"));
}
