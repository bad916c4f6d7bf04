// Tries each way of embedding, one after the other, and writes down how it went.

/** How long a way may take, in ms. */
const LIMIT = 15_000;
const PAUSE = 200;

const wait = (time) => new Promise((done) => setTimeout(done, time));

/** Resolves with the last report of a page, once all figures that are near live and have told everything. */
async function examined(page) {
  const end = performance.now() + LIMIT;
  let last;
  for (;;) {
    const report = page.report();
    const near = report.figures.filter((figure) => figure.near);
    const done = near.length > 0 && near.every(({ alive, seen }) => alive && seen);
    // Once more than at first, so that nothing grows for ever unnoticed.
    const heights = String(report.figures.map(({ height }) => height));
    if (done && heights === last) return report;
    if (performance.now() > end) return { ...report, faults: [...report.faults, `not alive after ${LIMIT / 1000} s`] };
    last = heights;
    await wait(PAUSE);
  }
}

/** What a row says of a report: of the figures that were loaded, the one that fared worst. */
function write(row, { figures, faults }) {
  const loaded = figures.filter(({ alive }) => alive);
  const cell = (name, text) => (row.querySelector(`.${name}`).textContent = text);
  const latest = (time) => Math.round(Math.max(...loaded.map((figure) => figure[time] ?? NaN)));
  const [{ height, asked = height }] = figures;
  const asks = Math.abs(asked - height) > 1 ? ` (asks for ${asked})` : "";
  const some = figures.length > 1 ? `, ${loaded.length} of ${figures.length} loaded` : "";
  cell("height", Math.round(height) + asks + some);
  if (loaded.length) for (const time of ["seen", "alive"]) cell(time, latest(time));
  cell("faults", faults.join("; ") || "nothing");
  row.dataset.result = faults.length ? "bad" : "good";
}

for (const row of document.querySelectorAll("tr[data-way]")) {
  row.querySelector(".faults").textContent = "tries";
  const frame = document.getElementById(row.dataset.way).querySelector("iframe");
  const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  frame.src = frame.dataset.src;
  await loaded;
  write(row, await examined(frame.contentWindow));
}
const bad = document.querySelectorAll("tr[data-result='bad']").length;
const verdict = document.getElementById("verdict");
verdict.dataset.bad = bad;
verdict.textContent = bad ? `${bad} ways have a fault.` : "All ways are well.";
