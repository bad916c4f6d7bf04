// Shows files that an editor drops or chooses as figures, with all that is wrong with them. Nothing leaves the browser.

const LISTED = 50;
const language = document.documentElement.lang;
const report = document.querySelector("#report");
const shown = document.querySelector("#figures");
const drop = document.querySelector(".drop");

const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });

/** The files below an entry of what was dropped, with their paths. */
async function below(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [[entry.fullPath.slice(1), file]];
  }
  const reader = entry.createReader();
  const all = [];
  // A reader gives a hundred at a time.
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    all.push(...some);
  }
  return (await Promise.all(all.map(below))).flat();
}

const isData = ([name]) => /\.(csv|tsv|tab|txt|json|topojson|geojson)$/i.test(name) && !/(^|\/)\./.test(name);

let latest;

async function show(listed) {
  const turn = (latest = {});
  shown.replaceChildren();
  report.replaceChildren();
  try {
    const files = (await listed).filter(isData);
    if (!files.length) return report.replaceChildren(make("p", report.dataset.none));
    const contents = await Promise.all(files.map(async ([, file]) => new Uint8Array(await file.arrayBuffer())));
    const names = files.map(([name]) => name);
    const { figures, problems, notes } = await customElements.get("article-figure").open(names, contents, language);
    // Meanwhile other files may have come.
    if (turn !== latest) return;
    say(problems, notes);
    for (const made of figures) {
      const figure = Object.assign(document.createElement("article-figure"), { source: made, lang: made.language });
      const section = document.createElement("section");
      section.append(figure);
      shown.append(section);
    }
  } catch (error) {
    if (turn === latest) say(Array.isArray(error) ? error : [String(error?.message ?? error)]);
  }
}

function say(problems, notes = []) {
  const { good, bad, notes: noted } = report.dataset;
  report.replaceChildren(
    make("p", problems.length ? bad.replace("{0}", problems.length) : good),
    ...list(problems),
    ...(notes.length ? [make("p", noted.replace("{0}", notes.length)), ...list(notes)] : []),
  );
}

/** The first texts as a list, and how many more there are. */
function list(texts) {
  const items = document.createElement("ol");
  items.append(...texts.slice(0, LISTED).map((text) => make("li", text)));
  const rest = texts.length - LISTED;
  return rest > 0 ? [items, make("p", report.dataset.more.replace("{0}", rest))] : [items];
}

for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    show(Promise.resolve(Array.from(input.files, (file) => [file.webkitRelativePath || file.name, file])));
    input.value = "";
  });
}

addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
for (const sign of ["dragleave", "drop"]) addEventListener(sign, () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter(Boolean);
  const plain = Array.from(event.dataTransfer.files, (file) => [file.name, file]);
  // Files as such: WebKit cannot read the entry of one that lies in no folder, such as one from an e-mail.
  const folders = entries.some((entry) => entry.isDirectory);
  show(folders ? Promise.all(entries.map(below)).then((found) => found.flat()) : Promise.resolve(plain));
});
