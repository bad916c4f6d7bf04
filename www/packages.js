// Figures of packages that no page was built for: read, checked and made in the browser. `load` has the element's ways to
// its files: `library(name)`, `speech(language)`, `file(url, way)`, `address(name)`.

const READER = "article_packages";

/** What reads packages, and the words that it needs for it. */
async function reader({ library, speech, file, address }, language) {
  const [module, [words, formats], errors] = await Promise.all([
    library(READER),
    speech(language),
    file(address(`errors/${language}.json`), "json"),
  ]);
  return [module, words.figure, errors, formats];
}

/** The figure of a view of the package, or of the CSV file, at an address. */
export async function read(load, url, view, language, signal) {
  const [{ read }, ...ways] = await reader(load, language);
  return unpacked(await read(url.href, view, language, ...ways, signal), language);
}

/** The figures of files at hand, each to be the `source` of an element, and what is wrong with the files. */
export async function open(load, names, contents, language) {
  const [{ open }, ...ways] = await reader(load, language);
  const [figures, problems] = open(names, contents, language, ...ways);
  return { figures: figures.map((figure) => unpacked(figure, language)), problems };
}

/** As a built page has it. */
function unpacked([view, title, html, figure, points], language) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  const library = points.length ? "article_figures_lines" : "article_figures_all";
  return { content, library, language, view, title, figure, points };
}
