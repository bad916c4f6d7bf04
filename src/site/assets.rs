//! Scripts and style sheets. Colours come from the theme and words from the languages' lists, so that
//! neither stands twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

use super::{Minify, Sources, WordLists, WriteError, files, read_text, write_bytes, write_text};
use crate::locale::{Formats, Icu};
use crate::package::Date;
use crate::theme::{FONT_FAMILY, Theme};

/// What pages load, by its name in the sources: `page.js` is published as `page.1f0a9c3e.js`, so that it can be kept
/// for ever.
#[derive(Default)]
pub struct Assets {
    paths: BTreeMap<String, String>,
    /// What stands in the head of a page: what it may load, and its style sheet.
    pub style: String,
    /// The same for a page to embed, which has a script of its own,
    pub embed_style: String,
    /// and that script.
    pub frame: String,
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
        let style = minified(&format!("{}\n{page}\narticle-figure {{\n{figure}\n}}\n", variables(":root")));
        assets.frame = small(&www.join(FRAME), &read_text(&www.join(FRAME))?, minify)?;
        assets.style = head(&style, "");
        assets.embed_style = head(&style, &assets.frame);
        let shadow = minified(&format!("{}\n{figure}", variables(":host")));
        assets.publish(out, "figure.css", shadow.as_bytes())?;
        for (language, list) in words {
            let own = list.iter().filter(|(name, _)| !name.starts_with("page_") && !FAILURES.contains(&name.as_str()));
            let mut own: BTreeMap<&str, _> = own.map(|(name, word)| (name.as_str(), serde_json::json!(word))).collect();
            own.extend(Icu::new(language).map(|icu| ("formats", formats(&icu))));
            assets.publish(out, &format!("words/{language}.json"), serde_json::json!(own).to_string().as_bytes())?;
        }
        let host = www.join("host.js");
        assets.publish(out, "host.js", small(&host, &read_text(&host)?, minify)?.as_bytes())?;
        let embed = www.join(EMBED);
        write_text(&out.join(EMBED), &small(&embed, &read_text(&embed)?, minify)?)?;
        let script = read_text(&www.join("article-figure.js"))?;
        let script = fill(&script, "inks", &serde_json::json!(Theme::NAMES));
        let script = fill(&script, "files", &serde_json::json!(assets.paths));
        let script = small(&www.join(ELEMENT), &fill(&script, "failures", &only(words, FAILURES)), minify)?;
        assets.publish(out, ELEMENT, script.as_bytes())?;
        // Embeds name it without a hash, so that they need not change when it does.
        write_text(&out.join(ELEMENT), &script)?;
        let page = www.join("page.js");
        assets.publish(out, "page.js", small(&page, &read_text(&page)?, minify)?.as_bytes())?;
        write_text(&out.join("_headers"), &assets.headers())?;
        if sources.offline {
            let worker = www.join(OFFLINE);
            let script = assets.named_in(&read_text(&worker)?);
            write_text(&out.join(OFFLINE), &small(&worker, &script, minify)?)?;
            assets.paths.insert(OFFLINE.to_owned(), OFFLINE.to_owned());
        }
        Ok(assets)
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
        for path in self.paths.values() {
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

/// The policy and the style sheet of a page with a script of its own, or none.
fn head(style: &str, script: &str) -> String {
    let digest = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let script = if script.is_empty() { String::new() } else { format!(" {}", digest(script)) };
    // A page loads from its own origin alone.
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';script-src 'self' 'wasm-unsafe-eval'\
         {script};style-src 'self' {};connect-src 'self';img-src 'self' data:;worker-src 'self';base-uri 'none';\
         form-action 'none'\">\n<style>{style}</style>",
        digest(style)
    )
}

/// Eight digits that stand for a file's content.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn small(path: &Path, script: &str, minify: Minify) -> Result<String, WriteError> {
    minify(script).map_err(|message| WriteError::Script { path: path.to_owned(), message })
}

const ELEMENT: &str = "article-figure.js";
const FRAME: &str = "frame.js";
/// Without a hash, as the element: pages of others name it.
const EMBED: &str = "embed.js";
/// Without a hash, and at the top: a worker's address says what it works for.
const OFFLINE: &str = "offline.js";
const READER: &str = "article_packages";

/// What a browser needs to write numbers and dates as the pages have them: the signs in numbers, the names of months,
/// and the texts of dates with gaps for day and year. A browser's own `Intl` may lack the language or have another
/// edition of it, and the first number that it formats costs a slow phone more than 50 ms.
fn formats(icu: &Icu) -> serde_json::Value {
    // Numbers that stand nowhere else in their texts.
    let (year, day) = (3333, 22);
    let number = icu.number(1234.5, 1);
    let sign = |at: usize| number.chars().nth(at).unwrap_or_default();
    let texts = |day: Option<u32>| {
        (1..=12).map(move |month| {
            let text = icu.date(Date { year, month: Some(month), day });
            text.replace(&year.to_string(), "{y}").replace("22", "{d}")
        })
    };
    serde_json::json!({
        "group": sign(1),
        "decimal": sign(5),
        "names": (1..=12).map(|month| icu.month(month)).collect::<Vec<_>>(),
        "months": texts(None).collect::<Vec<_>>(),
        "days": texts(Some(day)).collect::<Vec<_>>(),
    })
}

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
const SYSTEM: [(&str, &str); 10] = [
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
