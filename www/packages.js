// Figures that do not stand in the page: those of other pages, and those of packages that no page was built for, which are
// read, checked and made in the browser. `load` has the element's ways to its files: `library(name)`, `speech(language)`,
// `file(url, way)`, `once(name, load)`, what is `loaded`, and `built(element)`, what a page says of a figure.

const READER = "article_packages";
// As in src/error.rs, by which it is translated.
const STOPPED = "reading stopped ({0}): the files may need more memory than the browser has, so leave out rows or columns";

/** The figure of the page at an address; pages of other origins could bring scripts of theirs. */
export async function fetched({ once, file, built }, url) {
  if (url.origin !== new URL(import.meta.url).origin) throw new Error(`${url.href}: not a page of ${import.meta.url}`);
  const page = await once(url.href, async () => {
    const text = await file(url, "text", { cache: "no-cache" });
    // Without its head, whose styles the policy of the page here may forbid.
    return new DOMParser().parseFromString(text.slice(text.indexOf("<article-figure")), "text/html");
  });
  const element = page.querySelector("article-figure:has(script[type='application/json'])");
  if (!element) throw new Error(`${url.href}: no figure`);
  return built(element);
}

/** What reads packages, and the words that it needs for it. */
async function reader({ library, speech, file, once }, language) {
  const said = async () => {
    const [words, formats] = await speech(language);
    const url = new URL(words.errors, import.meta.url);
    return { words: words.figure, formats, errors: await once(`errors ${language}`, () => file(url, "json")) };
  };
  const [module, words] = await Promise.all([library(READER), said()]);
  return { module, ...words };
}

/** What `work` gives, or a list of what is wrong; who stopped in the middle of it is not to be asked again. */
function guarded({ loaded }, errors, name, work) {
  try {
    return work();
  } catch (error) {
    if (Array.isArray(error)) throw error;
    delete loaded[READER];
    throw [`${name}: ${(errors[STOPPED] ?? STOPPED).replace("{0}", error.message)}`];
  }
}

/** Where a file came from with its bytes, or why there are none: a text, or nothing where it is missing. */
async function content(url, signal) {
  try {
    // What the browser kept is asked for again: a table that was changed, an error that was mended.
    const response = await fetch(url, { cache: "no-cache", signal });
    if (response.ok) return [new Uint8Array(await response.arrayBuffer()), response.url];
    return [[404, 410].includes(response.status) ? null : `HTTP status ${response.status}`];
  } catch ({ message }) {
    return [message];
  }
}

/** The last step of an address: a file's name as people write it. */
function called({ pathname, hostname }) {
  const step = pathname.split("/").at(-1);
  try {
    return decodeURIComponent(step) || hostname;
  } catch {
    return step;
  }
}

/** A path of a package beside its descriptor: its steps are names of files, whatever signs they have. */
const beside = (path, base) => new URL(path.split("/").map(encodeURIComponent).join("/"), base);

/** The figure of a view of the package, or of the CSV file, at an address. */
export async function read(load, url, view, language, signal) {
  const [{ module, words, errors, formats }, [own, base]] = await Promise.all([reader(load, language), content(url, signal)]);
  signal.throwIfAborted();
  const name = called(url);
  const paths = base && name.endsWith(".json") ? guarded(load, errors, name, () => module.needs(name, own, view, errors)) : [];
  const files = await Promise.all(paths.map((path) => content(beside(path, base), signal)));
  signal.throwIfAborted();
  const contents = [own, ...files.map(([bytes]) => bytes)];
  const made = () => module.read([name, ...paths], contents, view, language, words, errors, formats);
  return unpacked(guarded(load, errors, name, made), language);
}

/** The figures of files at hand, each to be the `source` of an element, and what is wrong with the files. */
export async function open(load, names, contents, language) {
  const { module, words, errors, formats } = await reader(load, language);
  const made = () => module.open(names, contents, language, words, errors, formats);
  const [figures, problems, notes] = guarded(load, errors, names.join(", "), made);
  return { figures: figures.map((figure) => unpacked(figure, language)), problems, notes };
}

/** As a built page has it. */
function unpacked([view, title, html, figure, points], language) {
  const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
  const library = points.length ? "article_figures_lines" : "article_figures_all";
  return { content, library, language, view, title, figure, points };
}
