//! Scripts and style sheets. Colours come from the theme and words from the languages' lists, so that
//! neither stands twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use super::{ENGLISH, Minify, Sources, WordLists, WriteError, files, read_text, write_bytes, write_text};
use crate::locale::{NAMES, cldr};
use crate::theme::{FONT_FAMILY, Theme};

/// What pages load, by its name in the sources: `page.js` is published as `page.1f0a9c3e.js`, so that it can be kept
/// for ever.
#[derive(Default)]
pub struct Assets {
    paths: BTreeMap<String, String>,
    /// The style sheet of pages.
    style: String,
    /// The script that embed pages have in them.
    pub frame: String,
    /// The element's script, but for where it finds what it loads.
    element: String,
}

impl Assets {
    /// Writes everything into `out`, the libraries as they are.
    pub fn write(sources: Sources, out: &Path, words: &WordLists) -> Result<Self, WriteError> {
        let Sources { www, libraries, minify, .. } = sources;
        let mut assets = Self::default();
        for path in files(libraries)? {
            let bytes = fs::read(&path).map_err(|source| WriteError::File { path: path.clone(), source })?;
            assets.publish(out, &path.file_name().unwrap_or_default().to_string_lossy(), &bytes)?;
        }
        let figure = read_text(&www.join("figure.css"))?;
        let page = read_text(&www.join("page.css"))?;
        assets.style = minified(&format!("{}\n{page}\narticle-figure {{\n{figure}\n}}\n", variables(":root")));
        assets.frame = script(FRAME, sources)?;
        let shadow = minified(&format!("{}\n{figure}", variables(":host")));
        assets.publish(out, "figure.css", shadow.as_bytes())?;
        for (language, list) in words {
            // Messages are sentences; the names of words have no spaces.
            let is_message = |name: &str| name.contains([' ', '{']);
            let messages: BTreeMap<_, _> = list.iter().filter(|(name, _)| is_message(name)).collect();
            let messages = serde_json::json!(messages).to_string();
            let errors = format!("{ERRORS}{language}.json");
            assets.publish(out, &errors, messages.as_bytes())?;
            let is_apart = |name: &str| {
                APART_WORDS.iter().any(|part| name.starts_with(part)) || name == "failed" || NAMES.contains(&name)
            };
            let own = list.iter().filter(|(name, _)| !is_message(name) && !is_apart(name));
            let mut own: BTreeMap<&str, _> = own.map(|(name, word)| (name.as_str(), serde_json::json!(word))).collect();
            let figure: Vec<_> = NAMES.iter().map(|name| list.get(*name)).collect();
            own.insert("figure", serde_json::json!(figure));
            own.insert("errors", serde_json::json!(assets.paths.get(&errors)));
            let patterns = cldr::patterns(language).or_else(|| cldr::patterns(ENGLISH)).unwrap_or_default();
            own.insert("patterns", serde_json::json!(patterns.0));
            assets.publish(out, &format!("words/{language}.json"), serde_json::json!(own).to_string().as_bytes())?;
        }
        assets.publish(out, "host.js", script("host.js", sources)?.as_bytes())?;
        for (language, list) in words {
            assets.publish(out, &format!("{MENU}{language}.js"), menu(list, sources)?.as_bytes())?;
        }
        let version = write_patterns(out)?;
        for name in SCRIPTS {
            let path = www.join(name);
            // Before it is made small, which may write strings in another way.
            let script = fill(&read_text(&path)?, "version", &serde_json::json!(version));
            assets.publish(out, name, small(&path, &script, minify)?.as_bytes())?;
        }
        assets.publish(out, ROWS, rows(sources)?.as_bytes())?;
        // Last, because it knows the others by their hashes.
        let element = fill(&read_text(&www.join(ELEMENT))?, "inks", &serde_json::json!(Theme::NAMES));
        assets.element = fill(&element, "failures", &only(words, FAILURES));
        let element = assets.element(&assets.hashes(), sources)?;
        assets.publish(out, ELEMENT, element.as_bytes())?;
        // Embeds name these without a hash, so that they need not change when the files do.
        write_text(&out.join(ELEMENT), &element)?;
        write_text(&out.join(EMBED), &script(EMBED, sources)?)?;
        write_text(&out.join(TYPES), &read_text(&www.join(TYPES))?)?;
        write_text(&out.join("_headers"), &assets.headers())?;
        if sources.offline {
            let worker = assets.named_in(&read_text(&www.join(OFFLINE))?);
            write_text(&out.join(OFFLINE), &small(&www.join(OFFLINE), &worker, minify)?)?;
            assets.paths.insert(OFFLINE.to_owned(), OFFLINE.to_owned());
        }
        Ok(assets)
    }

    /// What stands in the head of a page: what it may load, and its style sheet.
    pub fn head(&self) -> String {
        head(&self.style, OWN, &[], &[])
    }

    /// The same for a page to embed, of a site at `base`: in a frame without an origin WebKit takes 'self' for nobody.
    pub fn embed_head(&self, base: Option<&str>) -> String {
        let from = base.map_or(OWN.to_owned(), |base| format!("{OWN} {}", origin(base)));
        head(&self.style, &from, &[&self.frame], &[])
    }

    /// The same for a page with a style sheet of its own beside the colours, and with these values of `style` in it.
    pub fn own_head(style: &str, styles: &[&str]) -> String {
        head(&minified(&format!("{}\n{style}", variables(":root"))), OWN, &[], styles)
    }

    /// The head and the element of a page that has everything in it that it needs in a language, and may ask nobody.
    /// `out`: where the files were written; `library`: what draws it; `data`: more files, by name.
    pub fn single(
        &self,
        out: &Path,
        language: &str,
        library: &str,
        data: &[(&str, Vec<u8>)],
        sources: Sources,
    ) -> Result<(String, String), WriteError> {
        let own =
            |name: &str, folder: &str| !name.starts_with(folder) || name.starts_with(&format!("{folder}{language}."));
        let is_library = |name: &str| [".", "_bg."].iter().any(|end| name.starts_with(&format!("{library}{end}")));
        let words =
            |name: &str| own(name, WORDS) && own(name, MENU) && (!name.starts_with(LIBRARIES) || is_library(name));
        let needed = self
            .paths
            .iter()
            .filter(|(name, _)| words(name) && !APART.iter().chain(&OF_PAGES).any(|part| name.starts_with(part)));
        let inline = |name: &str, bytes: &[u8]| {
            (name.to_owned(), format!("data:{};base64,{}", media_type(name), BASE64_STANDARD.encode(bytes)))
        };
        let mut files: BTreeMap<_, _> = data.iter().map(|(name, bytes)| inline(name, bytes)).collect();
        for (name, path) in needed {
            let path = out.join(path);
            let bytes = fs::read(&path).map_err(|source| WriteError::File { path, source })?;
            files.extend([inline(name, &bytes)]);
        }
        let element = self.element(&files, sources)?;
        Ok((head(&self.style, "data:", &[&self.frame, &element], &[]), element))
    }

    /// The hashes of what the element loads, by the names of the files.
    fn hashes(&self) -> BTreeMap<String, String> {
        let asked = self.paths.iter().filter(|(name, _)| !OF_PAGES.iter().any(|part| name.starts_with(part)));
        asked.map(|(name, path)| (name.clone(), path.rsplit('.').nth(1).unwrap_or_default().to_owned())).collect()
    }

    fn element(&self, files: &BTreeMap<String, String>, sources: Sources) -> Result<String, WriteError> {
        small(&sources.www.join(ELEMENT), &fill(&self.element, "files", &serde_json::json!(files)), sources.minify)
    }

    /// The worker that keeps all files but the reader of packages, which no page needs.
    fn named_in(&self, worker: &str) -> String {
        let paths: Vec<_> = self.paths.values().filter(|path| !path.starts_with(READER)).collect();
        let paths = serde_json::json!(paths);
        fill(&fill(worker, "version", &serde_json::json!(hash(paths.to_string().as_bytes()))), "files", &paths)
    }

    /// What hosts of static files that read such a list (Netlify, Cloudflare Pages) are to send with which path.
    fn headers(&self) -> String {
        let mut text = String::from("/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n");
        for path in self.paths.values().map(String::as_str).chain([PATTERNS_PATHS]) {
            text += &format!("/{path}\n  Cache-Control: public, max-age=31536000, immutable\n");
        }
        text
    }

    /// All names with the paths that they are published at, from the top of the site.
    pub fn paths(&self) -> &BTreeMap<String, String> {
        &self.paths
    }

    fn publish(&mut self, out: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let hash = hash(bytes);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("{stem}.{hash}.{ending}");
        write_bytes(&out.join(&path), bytes)?;
        self.paths.insert(name.to_owned(), path);
        Ok(())
    }
}

/// Where a page comes from, as a policy has it.
const OWN: &str = "'self'";

/// `https://host` of `https://host/path/`.
fn origin(base: &str) -> &str {
    let host = base.find("://").map_or(0, |at| at + 3);
    base[host..].find('/').map_or(base, |end| &base[..host + end])
}

/// The policy and the style sheet of a page: `from` is where it loads from, `scripts` stand in it, and `styles` are the
/// values of its `style` attributes.
fn head(style: &str, from: &str, scripts: &[&str], styles: &[&str]) -> String {
    let digest = |text: &&str| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let scripts: String = scripts.iter().map(digest).collect();
    let attributes: String = styles.iter().map(digest).collect();
    let attributes =
        if styles.is_empty() { String::new() } else { format!("style-src-attr 'unsafe-hashes'{attributes};") };
    // The menu shows what it gives to embed.
    let frames = if from.starts_with(OWN) { "frame-src 'self';" } else { "" };
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';script-src {from} 'wasm-unsafe-eval'\
         {scripts};style-src {from}{};{attributes}connect-src {from};img-src {from} data:;{frames}worker-src {from};\
         base-uri 'none';form-action 'none'\">\n<style>{style}</style>",
        digest(&style)
    )
}

/// Eight digits that stand for a file's content.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes the patterns of all languages, a file each, for packages that are read in the browser. Returns the hash that all
/// of their names have, so that a script needs to know only this one.
fn write_patterns(out: &Path) -> Result<String, WriteError> {
    let version = hash(serde_json::json!(cldr::languages()).to_string().as_bytes());
    for (language, rows) in cldr::languages() {
        let path = out.join(format!("{PATTERNS}{language}.{version}.json"));
        write_text(&path, &serde_json::json!(cldr::in_order(rows)).to_string())?;
    }
    Ok(version)
}

/// A script of `www/` as it is published.
fn script(name: &str, sources: Sources) -> Result<String, WriteError> {
    let path = sources.www.join(name);
    small(&path, &read_text(&path)?, sources.minify)
}

/// The menu with its words in a language and its style sheet: it is loaded when a reader opens it.
fn menu(words: &BTreeMap<String, String>, sources: Sources) -> Result<String, WriteError> {
    let folder = sources.www.join("menu");
    let mut script = String::new();
    for name in MENU_PARTS {
        script += &part(&read_text(&folder.join(name))?).replace("\nexport ", "\n");
    }
    script += &part(&read_text(&folder.join("menu.js"))?);
    let style = minified(&read_text(&folder.join("menu.css"))?);
    let words: BTreeMap<_, _> =
        words.iter().filter_map(|(name, text)| Some((name.strip_prefix("menu_")?, text))).collect();
    let script = fill(&fill(&script, "style", &serde_json::json!(style)), "words", &serde_json::json!(words));
    small(&folder.join("menu.js"), &script, sources.minify)
}

/// The script of large tables, with what it shares with the menu.
fn rows(sources: Sources) -> Result<String, WriteError> {
    let (path, shared) = (sources.www.join(ROWS), sources.www.join(MENU).join(FORMULA));
    let script = part(&read_text(&shared)?).replace("\nexport ", "\n") + &part(&read_text(&path)?);
    small(&path, &script, sources.minify)
}

/// A module as a part of one with those that it imports.
fn part(module: &str) -> String {
    let lines = module.lines().filter(|line| !line.starts_with("import "));
    lines.map(|line| format!("{line}\n")).collect()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "wasm")) => "application/wasm",
        Some((_, "css")) => "text/css",
        Some((_, "json")) => "application/json",
        Some((_, "csv")) => "text/csv",
        _ => "text/javascript",
    }
}

fn small(path: &Path, script: &str, minify: Minify) -> Result<String, WriteError> {
    minify(script).map_err(|message| WriteError::Script { path: path.to_owned(), message })
}

const ELEMENT: &str = "article-figure.js";
const FRAME: &str = "frame.js";
/// Without a hash, as the element: pages of others name it.
const EMBED: &str = "embed.js";
/// What TypeScript knows of the element.
const TYPES: &str = "article-figure.d.ts";
/// Without a hash, and at the top: a worker's address says what it works for.
const OFFLINE: &str = "offline.js";
/// One for each language.
const MENU: &str = "menu/";
/// What the menu stands on, in the order in which they need each other.
const MENU_PARTS: [&str; 7] = ["markup.js", "drawing.js", FORMULA, "table.js", "code.js", "citation.js", "ways.js"];
/// Protects texts that begin like a formula.
const FORMULA: &str = "formula.js";
/// All rows of a large table.
const ROWS: &str = "rows.js";
/// Words that figures do without: those of pages and of the menu.
const APART_WORDS: [&str; 2] = ["page_", "menu_"];
const READER: &str = "article_packages";
const WORDS: &str = "words/";
const ERRORS: &str = "errors/";
/// How languages write numbers and dates.
const PATTERNS: &str = "patterns/";
const PATTERNS_PATHS: &str = "patterns/*";
/// What pages load beside the element.
const SCRIPTS: [&str; 6] =
    ["page.js", "packages.js", "check/check.js", "doctor/doctor.js", "doctor/report.js", "doctor/wordpress.js"];
/// What pages load themselves, and the messages, whose path the words of a language name.
const OF_PAGES: [&str; 5] = [ELEMENT, "page.js", "doctor/", "check/", ERRORS];
/// What a figure in one file has no use for.
const APART: [&str; 4] = [READER, "packages.js", ERRORS, ROWS];
const LIBRARIES: &str = "article_figures";

/// What the element says when it can load nothing.
const FAILURES: &[&str] = &["failed", "retry"];

/// The themes as custom properties: what a page has set as `--figure-series` counts, else what reader and system ask for.
fn variables(scope: &str) -> String {
    let asked = |theme: &str| match scope {
        ":host" => format!(":host([theme={theme}])"),
        _ => format!("{scope}[data-theme={theme}]"),
    };
    let (light, dark) = (palette(&Theme::LIGHT), palette(&Theme::DARK));
    let more = "@media(prefers-contrast:more)";
    let (more_light, more_dark) = (palette(&Theme::CONTRAST_LIGHT), palette(&Theme::CONTRAST_DARK));
    let dark_system = "(prefers-color-scheme:dark)";
    let system: String = SYSTEM.iter().map(|(name, colour)| property(name, colour)).collect();
    let (asks_light, asks_dark) = (asked("light"), asked("dark"));
    format!(
        "{scope}{{color-scheme:light dark;--font:var(--figure-font,{FONT_FAMILY});{light}}}\
         @media{dark_system}{{{scope}{{{dark}}}}}\
         {asks_light}{{color-scheme:light;{light}}}{asks_dark}{{color-scheme:dark;{dark}}}\
         {more}{{{scope}{{{more_light}}}}}{more}and {dark_system}{{{scope}{{{more_dark}}}}}\
         {more}{{{asks_light}{{{more_light}}}{asks_dark}{{{more_dark}}}}}\
         @media(forced-colors:active){{{scope}{scope}{{{system}}}}}\
         @media print{{{scope}{scope}{{color-scheme:light;{}}}}}",
        palette(&Theme::PRINT),
    )
}

/// Where the system's own colours are forced: names of CSS, and mixtures of them for what is behind the marks.
const SYSTEM: [(&str, &str); 14] = [
    ("ground", "Canvas"),
    ("text", "CanvasText"),
    ("soft-text", "CanvasText"),
    ("series", "LinkText"),
    ("on-series", "Canvas"),
    ("remainder", "CanvasText"),
    ("axis", "CanvasText"),
    ("rule", "color-mix(in srgb,CanvasText 45%,Canvas)"),
    ("land", "color-mix(in srgb,CanvasText 15%,Canvas)"),
    ("tint", "color-mix(in srgb,CanvasText 30%,Canvas)"),
    ("line-2", "CanvasText"),
    ("line-3", "LinkText"),
    ("line-4", "CanvasText"),
    ("line-5", "LinkText"),
];

fn palette(theme: &Theme) -> String {
    let colours = Theme::NAMES.iter().zip(theme.colours());
    colours.map(|(name, [red, green, blue])| property(name, &format!("#{red:02x}{green:02x}{blue:02x}"))).collect()
}

fn property(name: &str, colour: &str) -> String {
    format!("--{name}:var(--figure-{name},{colour});")
}

/// Some words of all languages, by language.
fn only(words: &WordLists, names: &[&str]) -> serde_json::Value {
    let list = |list: &BTreeMap<String, String>| {
        list.iter()
            .filter(|(name, _)| names.contains(&name.as_str()))
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect()
    };
    let all: BTreeMap<_, BTreeMap<_, _>> = words.iter().map(|(language, words)| (language, list(words))).collect();
    serde_json::json!(all)
}

/// Replaces the string literal `"{{name}}"` of a script by a value.
fn fill(script: &str, name: &str, value: &serde_json::Value) -> String {
    script.replace(&format!("\"{{{{{name}}}}}\""), &value.to_string())
}

/// Without comments and indentation: a style sheet has no strings that could suffer.
fn minified(css: &str) -> String {
    let mut text = String::new();
    for (index, part) in css.split("/*").enumerate() {
        let kept = if index == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) };
        text.extend(kept.lines().map(str::trim));
    }
    text
}
