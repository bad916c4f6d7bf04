//! Scripts and style sheets. Colours come from the theme and words from the languages' lists, so that
//! neither stands twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use super::{ENGLISH, Minify, Sources, WordLists, WriteError, files, read_text, write_bytes, write_text};
use crate::locale::{NAMES, cldr};
use crate::package::limits;
use crate::text::concat;
use crate::theme::{COLOURS, FONT_FAMILY, Theme};

/// What pages load, by its name in the sources: `page.js` is published as `page.1f0a9c3e.js`, so that it can be kept
/// for ever.
#[derive(Default)]
pub struct Assets {
    paths: BTreeMap<String, String>,
    /// The style sheet of pages.
    style: String,
    /// The style sheet of articles.
    article_style: String,
    /// The same for pages to embed, which are light where their host does not ask for something else.
    framed_style: String,
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
        for path in files(libraries)?.into_iter().filter(|path| is_loaded(path)) {
            let bytes = fs::read(&path).map_err(|source| WriteError::File { path: path.clone(), source })?;
            assets.publish(out, &path.file_name().unwrap_or_default().to_string_lossy(), &bytes)?;
        }
        let figure = read_text(&www.join("figure.css"))?;
        let page = read_text(&www.join("page.css"))?;
        let still = still(&figure);
        let own = format!("{page}\narticle-figure {{\n{still}\n}}\n");
        assets.style = minified(&format!("{}\n{own}", variables(":root", Follows::System)));
        let article = read_text(&www.join("article.css"))?;
        let article = format!("{article}\narticle-figure {{\n{still}\n}}\n");
        assets.article_style = minified(&format!("{}\n{article}", variables(":root", Follows::System)));
        assets.framed_style = minified(&format!("{}\n{own}", variables(":root", Follows::Attribute)));
        assets.frame = bundle(&[STATE, FRAME], sources)?;
        let shadow = own_sizes(&minified(&format!("{figure}\n{}", variables(":host>div", Follows::Attribute))));
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
        assets.publish(out, HOST, bundle(&[STATE, HOST], sources)?.as_bytes())?;
        for (language, list) in words {
            assets.publish(out, &format!("{MENU}{language}.js"), menu(list, sources)?.as_bytes())?;
        }
        let version = write_patterns(out)?;
        for name in SCRIPTS {
            assets.publish(out, name, script(name, sources)?.as_bytes())?;
        }
        // Before it is made small, which may write strings in another way.
        let packages = fill(&parts(&[KNOWN, PACKAGES], www)?, "version", &serde_json::json!(version));
        let packages = fill(&packages, "failures", &only(words, FAILURES));
        let packages = fill(&packages, "most_files", &serde_json::json!(limits::FILES));
        assets.publish(out, PACKAGES, small(&www.join(PACKAGES), &packages, minify)?.as_bytes())?;
        assets.publish(out, PAGE, bundle(&[STATE, PAGE], sources)?.as_bytes())?;
        assets.publish(out, ARTICLE, bundle(&[STATE, ARTICLE], sources)?.as_bytes())?;
        assets.publish(out, DRAWING, bundle(&[MARKUP, DRAWING], sources)?.as_bytes())?;
        assets.publish(out, ROWS, bundle(&[FORMULA, ROWS], sources)?.as_bytes())?;
        // Last, because it knows the others by their hashes.
        assets.element =
            fill(&parts(&[GROUND, SHELL, BROWSER, POINTER, ELEMENT], www)?, "inks", &serde_json::json!(Theme::NAMES));
        let element = assets.element(&assets.hashes(), sources)?;
        assets.publish(out, ELEMENT, element.as_bytes())?;
        // Embeds name these without a hash, so that they need not change when the files do.
        write_text(&out.join(ELEMENT), &element)?;
        // No module, because it was none when pages took it over: its names stay its own.
        let embed = format!("(()=>{{{}}})()", parts(&[GROUND, EMBED], www)?);
        write_text(&out.join(EMBED), &small(&www.join(EMBED), &embed, minify)?)?;
        write_text(&out.join(TYPES), &read_text(&www.join(TYPES))?)?;
        write_text(&out.join("_headers"), &assets.headers())?;
        if sources.offline {
            let worker = assets.named_in(&read_text(&www.join(OFFLINE))?, out)?;
            write_text(&out.join(OFFLINE), &small(&www.join(OFFLINE), &worker, minify)?)?;
            assets.paths.insert(OFFLINE.to_owned(), OFFLINE.to_owned());
        }
        Ok(assets)
    }

    /// What stands in the head of a page: what it may load, and its style sheet.
    pub fn head(&self) -> String {
        head(&self.style, OWN, &[], &[])
    }

    /// The same for an article.
    pub fn article_head(&self) -> String {
        head(&self.article_style, OWN, &[], &[])
    }

    /// The same for a page to embed, of a site at `base`: in a frame without an origin WebKit takes 'self' for nobody.
    pub fn embed_head(&self, base: Option<&str>) -> String {
        let from = base.map_or(OWN.to_owned(), |base| format!("{OWN} {}", origin(base)));
        head(&self.framed_style, &from, &[&self.frame], &[])
    }

    /// The same for a page with a style sheet of its own beside the colours, and with these values of `style` in it.
    pub fn own_head(style: &str, styles: &[&str]) -> String {
        head(&minified(&format!("{}\n{style}", variables(":root", Follows::System))), OWN, &[], styles)
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

    /// The worker that keeps all files but the reader of packages, which no page needs. It knows their content by digests,
    /// and has another version if it changes itself.
    fn named_in(&self, worker: &str, out: &Path) -> Result<String, WriteError> {
        let mut files = Vec::new();
        for path in self.paths.values().filter(|path| !path.starts_with(READER)) {
            let file = out.join(path);
            let bytes = fs::read(&file).map_err(|source| WriteError::File { path: file, source })?;
            files.push((path, format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))));
        }
        let worker = fill(worker, "files", &serde_json::json!(files));
        Ok(fill(&worker, "version", &serde_json::json!(hash(worker.as_bytes()))))
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

/// Scripts of `www/` as one: each needs those before it.
fn bundle(names: &[&str], sources: Sources) -> Result<String, WriteError> {
    small(&sources.www.join(names.last().unwrap_or(&"")), &parts(names, sources.www)?, sources.minify)
}

fn parts(names: &[&str], www: &Path) -> Result<String, WriteError> {
    let last = names.len().saturating_sub(1);
    let mut script = String::new();
    for (index, name) in names.iter().enumerate() {
        let text = read_text(&www.join(name))?;
        let own: String =
            text.lines().filter(|line| !line.starts_with("import ")).map(|line| format!("{line}\n")).collect();
        script += &if index == last { own } else { own.replace("\nexport ", "\n") };
    }
    Ok(script)
}

/// The menu with its words in a language and its style sheet: it is loaded when a reader opens it.
fn menu(words: &BTreeMap<String, String>, sources: Sources) -> Result<String, WriteError> {
    let script = parts(&MENU_PARTS, sources.www)?;
    let style = minified(&read_text(&sources.www.join("menu/menu.css"))?);
    let words: BTreeMap<_, _> =
        words.iter().filter_map(|(name, text)| Some((name.strip_prefix("menu_")?, text))).collect();
    let script = fill(&fill(&script, "style", &serde_json::json!(style)), "words", &serde_json::json!(words));
    small(&sources.www.join("menu/menu.js"), &script, sources.minify)
}

/// The folder has a build's notes beside the libraries.
fn is_loaded(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "js" || extension == "wasm")
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
/// Its scripts, each after those that it needs.
const MENU_PARTS: [&str; 8] =
    [STATE, MARKUP, FORMULA, "menu/table.js", "menu/code.js", "menu/citation.js", "menu/ways.js", "menu/menu.js"];
const MARKUP: &str = "menu/markup.js";
/// Loaded when a reader takes a figure away.
const DRAWING: &str = "drawing.js";
/// Protects texts that begin like a formula.
const FORMULA: &str = "menu/formula.js";
/// States in addresses.
const STATE: &str = "state.js";
/// The colour behind a figure.
const GROUND: &str = "ground.js";
/// The element, apart from a site's figures.
const SHELL: &str = "shell.js";
/// Parts of the element.
const BROWSER: &str = "browser.js";
const POINTER: &str = "pointer.js";
/// The elements and attributes that are taken over from another page.
const KNOWN: &str = "known.js";
const PACKAGES: &str = "packages.js";
const PAGE: &str = "page.js";
/// Links of an article.
const ARTICLE: &str = "article.js";
const HOST: &str = "host.js";
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
const SCRIPTS: [&str; 6] = [
    "check/check.js",
    "doctor/doctor.js",
    "doctor/publisher.js",
    "doctor/report.js",
    "doctor/wordpress.js",
    "picture.js",
];
/// What pages load themselves, and the messages, whose path the words of a language name.
const OF_PAGES: [&str; 6] = [ELEMENT, PAGE, ARTICLE, "doctor/", "check/", ERRORS];
/// What a figure in one file has no use for.
const APART: [&str; 4] = [READER, "packages.js", ERRORS, ROWS];
const LIBRARIES: &str = "article_figures";

/// The messages of an element without content that has no figure.
const FAILURES: &[&str] = &["failed", "retry"];

/// How a style sheet chooses between light and dark, where `data-theme` does not say it.
#[derive(Clone, Copy, PartialEq)]
enum Follows {
    /// As the reader's system has it.
    System,
    /// Light.
    Attribute,
}

/// The themes as custom properties: a page's `--figure-series` counts, else the theme.
fn variables(scope: &str, follows: Follows) -> String {
    let (light, dark) = (palette(&Theme::LIGHT), palette(&Theme::DARK));
    let more = "@media(prefers-contrast:more)";
    let (more_light, more_dark) = (palette(&Theme::CONTRAST_LIGHT), palette(&Theme::CONTRAST_DARK));
    let asks_dark = format!("{scope}[data-theme=dark]");
    let system: String = SYSTEM.iter().map(|(name, colour)| property(name, colour)).collect();
    let any = format!("{scope},{scope}[data-theme]");
    let last = format!(
        "@media(forced-colors:active){{{any}{{{system}}}}}@media print{{{any}{{color-scheme:light;{}}}}}",
        palette(&Theme::PRINT),
    );
    let font = format!("--font:var(--figure-font,{FONT_FAMILY});");
    if follows == Follows::Attribute {
        return format!(
            "{scope}{{color-scheme:light;{font}{light}}}{asks_dark}{{color-scheme:dark;{dark}}}\
             {more}{{{scope}{{{more_light}}}{asks_dark}{{{more_dark}}}}}{last}"
        );
    }
    let dark_system = "(prefers-color-scheme:dark)";
    let asks_light = format!("{scope}[data-theme=light]");
    format!(
        "{scope}{{color-scheme:light dark;{font}{light}}}\
         @media{dark_system}{{{scope}{{{dark}}}}}\
         {asks_light}{{color-scheme:light;{light}}}{asks_dark}{{color-scheme:dark;{dark}}}\
         {more}{{{scope}{{{more_light}}}}}{more}and {dark_system}{{{scope}{{{more_dark}}}}}\
         {more}{{{asks_light}{{{more_light}}}{asks_dark}{{{more_dark}}}}}{last}"
    )
}

/// Sizes that depend on the reader's size of text, and not on the one that a host has given to its root: `rem` becomes the
/// length that `article-figure.js` has registered. A query of a container may not name it, but measures by the container.
fn own_sizes(css: &str) -> String {
    const UNIT: &str = "rem";
    let mut text = String::new();
    let mut rest = css;
    while let Some(at) = rest.find(UNIT) {
        let (before, after) = (&rest[..at], &rest[at + UNIT.len()..]);
        let start = before.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '.').len();
        let number = &before[start..];
        let is_length = number.ends_with(|sign: char| sign.is_ascii_digit())
            && !after.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '-');
        text += &before[..start];
        let is_query = text.rfind('@').is_some_and(|at| !text[at..].contains('{'));
        text += &match (is_length, is_query) {
            (false, _) => concat(&[number, UNIT]),
            (true, true) => concat(&[number, "em"]),
            (true, false) => concat(&["calc(", number, "*var(", REM, "))"]),
        };
        rest = after;
    }
    text + rest
}

/// A registered length: the reader's size of text.
const REM: &str = "--article-figure-rem";

/// Where the system's own colours are forced: names of CSS, and mixtures of them for what is behind the marks.
const SYSTEM: [(&str, &str); COLOURS] = [
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
    ("water", "color-mix(in srgb,CanvasText 20%,Canvas)"),
    ("beyond", "color-mix(in srgb,CanvasText 8%,Canvas)"),
    ("line-2", "CanvasText"),
    ("line-3", "LinkText"),
    ("line-4", "CanvasText"),
    ("line-5", "LinkText"),
    ("soft-series", "color-mix(in srgb,LinkText 55%,Canvas)"),
    ("on-soft", "CanvasText"),
    ("line-2-text", "CanvasText"),
    ("line-4-text", "CanvasText"),
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

/// A style sheet without the parts for what is shown by a script, between two comments each.
fn still(css: &str) -> String {
    let part = |part: &str| part.split_once("/* All figures: */").map_or(part, |(_, still)| still).to_owned();
    css.split("/* Interactive figures alone: */").map(part).collect()
}

/// Without comments and what else no browser needs: a style sheet has no strings that could suffer.
fn minified(css: &str) -> String {
    let mut text = String::new();
    for (index, part) in css.split("/*").enumerate() {
        let kept = if index == 0 { part } else { part.split_once("*/").map_or("", |(_, after)| after) };
        text.extend(kept.lines().map(str::trim));
    }
    let shorter = [(": ", ":"), (", ", ","), (" {", "{"), (";}", "}"), (" > ", ">"), (" 0.", " ."), (":0.", ":.")];
    shorter.into_iter().fold(text, |text, (long, short)| text.replace(long, short))
}

#[cfg(test)]
mod tests {
    use super::own_sizes;

    #[test]
    fn sizes_count_from_the_readers_text() {
        let own = "var(--article-figure-rem)";
        for (css, expected) in [
            ("p{margin:0.5rem 1rem}", format!("p{{margin:calc(0.5*{own}) calc(1*{own})}}")),
            (
                "@container (width < 30rem){p{width:7rem}}",
                format!("@container (width < 30em){{p{{width:calc(7*{own})}}}}"),
            ),
            (".legend .remainder::before{border:1px solid var(--remainder)}", String::new()),
            ("a{font:0.9375rem/1.45 var(--font)}", format!("a{{font:calc(0.9375*{own})/1.45 var(--font)}}")),
            ("p2remove{top:2px}", String::new()),
        ] {
            let expected = if expected.is_empty() { css } else { &expected };
            assert_eq!(own_sizes(css), expected);
        }
    }
}
