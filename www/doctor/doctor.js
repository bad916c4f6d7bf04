// Tries each way of embedding, one after the other, and writes down how it went.

/** How long a way may take, in ms. */
const LIMIT = 15_000;
const PAUSE = 200;

const wait = (time) => new Promise((done) => setTimeout(done, time));

/** Resolves with the last report of a page, once all figures that are near live and their heights rest. */
async function examined(page) {
  const end = performance.now() + LIMIT;
  let last;
  for (;;) {
    const report = page.report();
    const near = report.figures.filter((figure) => figure.near);
    const done = near.length > 0 && near.every(({ alive }) => alive);
    const known = JSON.stringify(report);
    if (done && known === last) return report;
    if (performance.now() > end) return { ...report, faults: [...report.faults, `not interactive after ${LIMIT / 1000} s`] };
    last = known;
    await wait(PAUSE);
  }
}

/** What a row says of a report: of the figures that were loaded, the one that fared worst. */
function write(row, { figures, faults }) {
  const loaded = figures.filter(({ alive }) => alive);
  const cell = (name, text) => (row.querySelector(`.${name}`).textContent = text);
  // What is out of sight is not painted.
  const latest = (time) => Math.round(Math.max(...loaded.map((figure) => figure[time]))) || "–";
  const [{ height, asked = height }] = figures;
  const asks = Math.abs(asked - height) > 1 ? ` (asks for ${asked})` : "";
  const some = figures.length > 1 ? `, ${loaded.length} of ${figures.length} loaded` : "";
  cell("height", Math.round(height) + asks + some);
  if (loaded.length) for (const time of ["seen", "alive"]) cell(time, latest(time));
  cell("faults", faults.join("; ") || "none");
  row.dataset.result = faults.length ? "bad" : "good";
}

const stage = document.querySelector("iframe");
const rows = [...document.querySelectorAll("tr[data-what]")];

/** Says what is on the stage. */
function present(row) {
  document.getElementById("title").textContent = row.querySelector("a").textContent;
  document.getElementById("what").textContent = row.dataset.what;
}

for (const row of rows) row.querySelector("a").addEventListener("click", () => present(row));
// What is far below what a reader sees, browsers load later or, as WebKit does with frames, not at all.
stage.scrollIntoView();
for (const row of rows) {
  row.querySelector(".faults").textContent = "testing";
  present(row);
  const opened = new Promise((done) => stage.addEventListener("load", done, { once: true }));
  stage.src = row.querySelector("a").href;
  await opened;
  write(row, await examined(stage.contentWindow));
}
const bad = rows.filter((row) => row.dataset.result === "bad").length;
const verdict = document.getElementById("verdict");
verdict.dataset.bad = bad;
verdict.textContent = bad ? `Embeddings with problems: ${bad}.` : "Every embedding works.";
verdict.scrollIntoView({ block: "nearest" });
