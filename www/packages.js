// Figures that are not in the page: those of other pages, and those of packages that no page was built for, which are
// read, checked and made in the browser. `load` has the element's ways to its files: `library(name)`, `speech(language)`,
// `spoken(…tags)`, `file(url, way)`, `once(name, load)`, the files that are `loaded`, `built(element)`, which reads a page's
// figure, and `write(element, html)`.

import { known } from "./known.js";

const READER = "article_packages";
const DESCRIPTOR = "datapackage.json";
// Messages for an element without content whose figure can't be shown, by language.
const FAILURES = "{{failures}}";
// The hash in the names of the files of patterns.
const VERSION = "{{version}}";
// As in src/error.rs, by which they are translated.
const STOPPED = "reading stopped ({0}): the files may need more memory than the browser has, so leave out rows or columns";
const NO_ANSWER = "the file did not load within {0} s";
const TOO_LARGE = "the files of a figure have more than {0} MB: leave out rows or columns";
const TOO_MANY = "expected a figure of at most {0} files, found more: leave out foreign keys";
// Limits of what a figure of a package may load: EMBEDDING.md states them.
const MOST_FILES = "{{most_files}}";
const MOST_MB = 50;
const MOST_SECONDS = 60;

/**
 * The figure of the page at an address. It may be led to another page of this site, and to none of another, which could
 * bring scripts of its own; and only the elements and attributes of figures are taken from it.
 */
export async function fetched({ once, write, built }, url) {
  const { origin } = new URL(import.meta.url);
  const refuse = (why) => {
    throw new Error(`${url.href}: ${why}`);
  };
  if (url.origin !== origin) refuse(`not a page of ${import.meta.url}`);
  const page = await once(url.href, async () => {
    const response = await fetch(url, { cache: "no-cache" }).catch(({ message }) => refuse(message));
    if (new URL(response.url).origin !== origin) refuse(`leads to ${response.url}, which is not a page of ${import.meta.url}`);
    if (!response.ok) refuse(`HTTP status ${response.status}`);
    const type = response.headers.get("content-type");
    if (!/^text\/html *(;|$)/i.test(type)) refuse(`expected a page (text/html), found ${type}`);
    const template = document.createElement("template");
    write(template, await response.text());
    const element = template.content.querySelector("article-figure:has(script[type='application/json'])");
    return element ? known(element) : refuse("no figure");
  });
  return built(page);
}

/** The message of an element without content that has no figure; its button calls `retry`. */
export async function excuse({ spoken }, tags, retry) {
  const words = FAILURES[spoken(...tags)];
  const make = (name, textContent) => Object.assign(document.createElement(name), { textContent });
  const button = make("button", words.retry);
  button.addEventListener("click", retry);
  const box = Object.assign(document.createElement("div"), { className: "failure", role: "alert" });
  box.append(make("p", words.failed), button);
  return box;
}

/** A tag as the table writes it, or as it is where it is none. */
function canonical(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return tag;
  }
}

/** A language's patterns for numbers and dates: those of its tag, or of as many of the tag's first parts as have some. */
export async function patterns({ file, once }, tag) {
  const [language, ...rest] = canonical(tag).split("-");
  const url = (name) => new URL(`patterns/${name.toLowerCase()}.${VERSION}.json`, import.meta.url);
  const read = (name) => once(`patterns ${name}`, () => file(url(name), "json"));
  // English patterns are better than none.
  const rows = await read(language).catch(() => read("en"));
  const all = new Map(rows[""]);
  while (rest.length && !rows[rest.join("-")]) rest.pop();
  for (const [at, text] of rows[rest.join("-")]) all.set(at, text);
  return [...all.values()];
}

/** The library that reads packages, and the texts that it needs. */
async function reader({ library, speech, file, once }, language) {
  const said = async () => {
    const [words, texts, rules] = await speech(language);
    const url = new URL(words.errors, import.meta.url);
    return { texts, rules, errors: await once(`errors ${words.errors}`, () => file(url, "json")) };
  };
  const [module, words] = await Promise.all([library(READER), said()]);
  return { module, ...words };
}

/** The first language of a reader that the package has, else the package's own; for tables, the reader's first. */
function chosen(tags, descriptor) {
  let languages = [];
  try {
    languages = JSON.parse(new TextDecoder().decode(descriptor)).languages ?? [];
  } catch {
    // The reader of packages says where it is no JSON.
  }
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const same = (tag) => languages.find((own) => own.toLowerCase() === tag.toLowerCase()) ?? languages.find((own) => base(own) === base(tag));
  return tags.map(same).find(Boolean) ?? languages[0] ?? tags[0];
}

/** What `work` gives, or a list of what is wrong; who stopped in the middle of it is not to be asked again. */
function guarded({ loaded }, errors, name, work) {
  try {
    return work();
  } catch (error) {
    if (Array.isArray(error)) throw error;
    loaded.delete(READER);
    throw [`${name}: ${said(errors, [STOPPED, error.message])}`];
  }
}

const channel = new MessageChannel();

/**
 * Lets the browser do what waits: paint, answer its reader, run other scripts. Timers would wait for 4 ms each, and
 * `scheduler.yield` would come before the timers of others.
 */
function pause() {
  return new Promise((done) => {
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
}

let last = Promise.resolve();

/** Does some work when all that was begun before it has ended: a reading holds its tables in memory. */
function inTurn(work) {
  const own = last.then(work);
  const end = () => {};
  last = own.then(end, end);
  return own;
}

/** The result of a reading of the library, slice by slice, unless `signal` ends it. `guard(step)` does each of its steps. */
const sliced = (guard, begin, signal) =>
  inTurn(async () => {
    signal?.throwIfAborted();
    const reading = guard(begin);
    while (!guard(() => reading.step())) {
      await pause();
      if (!signal?.aborted) continue;
      reading.free();
      throw signal.reason;
    }
    return guard(() => reading.result());
  });

/** A message in the reader's language with its value; other texts are a browser's own. */
const said = (errors, [text, value]) => (errors[text] ?? text).replace("{0}", value);

/**
 * Where a file came from with its bytes, or why there are none: a message, or nothing where it is missing. `budget` has the
 * number of `bytes` that are left for all files together, after decompression.
 */
async function content(url, signal, budget) {
  try {
    return await within(MOST_SECONDS, signal, async (signal) => {
      // The server is asked again for files that the browser has kept: a table that was changed, an error that was corrected.
      const response = await fetch(url, { cache: "no-cache", signal });
      if (!response.ok) return { why: [404, 410].includes(response.status) ? null : [`HTTP status ${response.status}`] };
      return { bytes: await body(response, budget), url: response.url };
    });
  } catch (error) {
    return { why: error.limit ?? [error.message] };
  }
}

/** A message about a limit, as an error. */
const beyond = (...limit) => Object.assign(new Error(), { limit });

/** The result of a work, or an error where it takes longer. WebKit ends no body by a signal, so the work is not waited for. */
function within(seconds, signal, work) {
  const own = new AbortController();
  return new Promise((done, failed) => {
    const end = (error) => {
      failed(error);
      own.abort();
    };
    const timer = setTimeout(end, 1000 * seconds, beyond(NO_ANSWER, seconds));
    signal.addEventListener("abort", () => end(signal.reason), { signal: own.signal });
    work(own.signal).then(done, failed).finally(() => clearTimeout(timer));
  });
}

/** The bytes of a response; one that has no end is not read to it. */
async function body(response, budget) {
  const reader = response.body.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    chunks.push(value);
    budget.bytes -= value.length;
    if (budget.bytes >= 0) continue;
    reader.cancel().catch(() => {});
    throw beyond(TOO_LARGE, MOST_MB);
  }
}

/** As the library takes a file: bytes, a text that says why there are none, or nothing. */
const given = (errors) => ({ bytes, why }) => bytes ?? (why && said(errors, why));

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

/** The figure of a view of the package, or of the table, at an address; `tags`: the languages that its reader understands. */
export async function read(load, url, view, tags, signal) {
  const budget = { bytes: 1e6 * MOST_MB };
  const own = await content(url, signal, budget);
  signal.throwIfAborted();
  const name = called(url);
  const isPackage = own.bytes && name.endsWith(".json");
  const language = chosen(tags, isPackage ? own.bytes : undefined);
  const { module, texts, errors, rules } = await reader(load, language);
  const guard = (step) => guarded(load, errors, name, step);
  const paths = isPackage ? await sliced(guard, () => module.needs(name, own.bytes, view, errors), signal) : [];
  if (paths.length > MOST_FILES) throw [`${name}: ${said(errors, [TOO_MANY, MOST_FILES])}`];
  const files = await Promise.all(paths.map((path) => content(beside(path, own.url), signal, budget)));
  signal.throwIfAborted();
  const contents = [own, ...files].map(given(errors));
  const begin = () => module.read([name, ...paths], contents, view, language, texts, errors, rules);
  return unpacked(load, await sliced(guard, begin, signal), language);
}

/** The figures of files at hand, each to be the `source` of an element, and what is wrong with the files. */
export async function open(load, names, contents, tag) {
  const found = [...names.keys()].filter((at) => names[at].split("/").at(-1) === DESCRIPTOR);
  const descriptor = found.sort((a, b) => names[a].length - names[b].length)[0];
  const language = chosen([tag], contents[descriptor]);
  const [{ module, errors }, { texts, rules }] = await Promise.all([reader(load, tag), reader(load, language)]);
  const guard = (step) => guarded(load, errors, names.join(", "), step);
  const [figures, problems, notes] = await sliced(guard, () => module.open(names, contents, language, texts, errors, rules));
  return { figures: figures.map((figure) => unpacked(load, figure, language)), problems, notes };
}

/** As a built page has it. */
function unpacked({ write }, [view, title, html, figure, points], language) {
  const template = document.createElement("template");
  write(template, html);
  const library = points.length ? "article_figures_lines" : "article_figures_all";
  return { content: template.content, library, language, view, title, figure, points };
}
