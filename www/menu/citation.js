// How others name a figure: in words, and for programs that keep references.

/** Days as `2026-11-23`. */
const iso = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

const sentence = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`);

const plain = ({ makers, title, basis, site, year, url, accessed }, words, date) =>
  [
    makers.length ? `${makers.join(", ")}: ${title}` : title,
    basis && `${words.based_on}: ${basis}`,
    [site, year].filter(Boolean).join(", "),
    `${url} (${words.accessed.replace("{date}", date(accessed))})`,
  ]
    .filter(Boolean)
    .map(sentence)
    .join(" ");

// Characters with a meaning in TeX. BibTeX counts braces, also behind a backslash.
const TEX = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
};
const tex = (text) => text.replace(/\s/g, " ").replace(/[\\~^{}$&#_%]/g, (sign) => TEX[sign] ?? `\\${sign}`);
const verbatim = (url) => url.replace(/[{}\\]/g, encodeURIComponent);
const LANGUAGES = { de: "german", en: "english", ru: "russian", kk: "kazakh" };

function bibtex({ id, makers, title, basis, site, day, url, accessed, language }, words) {
  const fields = {
    // Names of organisations, which are not to be taken apart.
    author: makers.map((name) => `{${tex(name)}}`).join(" and "),
    title: `{${tex(title)}}`,
    organization: site && tex(site),
    date: day,
    url: verbatim(url),
    urldate: iso(accessed),
    langid: LANGUAGES[language],
    note: basis && tex(`${words.based_on}: ${basis}`),
  };
  const lines = Object.entries(fields).filter(([, value]) => value);
  return `@online{${id},\n${lines.map(([name, value]) => `  ${name} = {${value}},\n`).join("")}}\n`;
}

function csl({ id, makers, title, basis, site, day, url, accessed, language }, words) {
  const parts = (date) => ({ "date-parts": [date.split("-").map(Number)] });
  const item = {
    id,
    type: "graphic",
    title,
    author: makers.length ? makers.map((literal) => ({ literal })) : undefined,
    "container-title": site,
    issued: day && parts(day),
    accessed: parts(iso(accessed)),
    URL: url,
    language,
    note: basis && `${words.based_on}: ${basis}`,
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}

/** As for a part of a site; the standard's words are Russian in every language. */
function gost({ makers, title, site, year, url, accessed }) {
  const [, month, day] = iso(accessed).split("-");
  const seen = `дата обращения: ${day}.${month}.${accessed.getFullYear()}`;
  const part = makers.length ? `${title} / ${makers.join(", ")}` : title;
  const whole = [site && `${site} : [сайт]`, year, `URL: ${url} (${seen})`].filter(Boolean).join(". – ");
  return `${part}. – Изображение (неподвижное ; двухмерное) : электронное // ${whole}.`;
}

export const FORMATS = { plain, bibtex, csl, gost };

/**
 * What is cited: `name`, `title`, `language` and `url` of the figure; `published`: what its page knows more, or nothing;
 * `accessed`: a Date.
 */
export function reference({ name, title, language, url }, published, accessed) {
  const { publishers: makers = [], title: site, created } = published?.publication ?? {};
  const day = created?.slice(0, 10);
  const year = day?.slice(0, 4);
  const basis = published?.origin?.join("; ");
  return { id: `${name}${year ?? ""}`, makers, title, basis, site, day, year, url, accessed, language };
}
