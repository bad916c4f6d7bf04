//! The picture that stands on a page before any script runs, and the canvas that takes its place: the same marks in
//! the same places, in the same colours; and a page without script shows its figure, table and sources.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Result, ensure};
use article_figures::scene::{Rect, Scene, Shape};
use browser::article::{self, LANGUAGES, VIEWS};
use browser::{Browser, Picture, Pixel, Suite, Viewport};
use launcher::engine::Engine;

/// What is left for a figure, and the page that leaves it.
const PAGES: [(f64, u32); 4] = [(720.0, 752), (358.0, 390), (328.0, 360), (288.0, 320)];

/// Text is set by two engines: what its letters are apart, in px.
const LETTERS: i64 = 2;
/// What marks may be apart, in px.
const NEAR: i64 = 1;
/// What edges that are smoothed differently may differ by, of 255.
const SIMILAR: i32 = 64;
/// What WebKit's SVG and its canvas, which are drawn by two libraries, may smooth otherwise, in px of a figure: 5 were
/// measured, all at the rims of dots. The smallest mark has 50.
const SPECKS: usize = 8;
/// WebKit rounds what it lays out to 64ths, in px.
const ROUNDED: f64 = 0.02;

pub fn add(suite: &mut Suite) {
    // `tests/host/twins.rs` compares both drawings of every scene; here one of each chart kind in a real browser.
    let kinds = [("population", 358.0, false), ("chronology", 328.0, true), ("counted", 288.0, false)];
    for (width, page) in PAGES {
        for view in VIEWS {
            for (dark, theme) in [(false, "light"), (true, "dark")] {
                let name = format!("{view} at {width} px, {theme}");
                suite.either(kinds.contains(&(view, width, dark)), name, async move |browser| {
                    agree(browser, view, "", (width, page), dark).await
                });
            }
        }
        for (view, mode, state, quick) in [
            ("investment", "group", "group=1", 0.0),
            ("economy", "stack", "kind=stack", 358.0),
            ("strikes", "map", "kind=map", 720.0),
        ] {
            let path = format!("{view}/{mode}");
            suite.either(width == quick, format!("{path} at {width} px"), async move |browser| {
                agree(browser, &path, state, (width, page), false).await
            });
        }
    }
    for language in LANGUAGES {
        suite.full(format!("without script, {language}"), async move |browser| walk(browser, language).await);
    }
}

/// Opens a page without script, then with it, and compares what is on the screen.
async fn agree(browser: &Browser, path: &str, state: &str, (width, page): (f64, u32), dark: bool) -> Result<()> {
    let viewport = |width| if dark { Viewport::new(width, 2600).dark() } else { Viewport::new(width, 2600) };
    browser.set_viewport(viewport(page + scroll_bar(browser).await?)).await?;
    browser.set_scripts(false).await?;
    browser.open(&format!("/de/{path}/")).await?;
    let picture = "[...document.querySelectorAll('.stage > svg')].find(svg => svg.getBoundingClientRect().height)";
    let area = browser.area(picture).await?;
    ensure!(area.width == width, "{} px wide instead of {width}", area.width);
    let before = browser.screen((area.x.round(), area.y.round()), (area.width, area.height)).await?;
    browser.set_scripts(true).await?;
    browser.open(&format!("/de/{path}/")).await?;
    let view = path.split('/').next().unwrap_or_default();
    let shown = browser.figure(view);
    shown.alive().await?;
    let living = shown.area().await?;
    let same = |one: f64, other: f64| (one - other).abs() < ROUNDED;
    ensure!(same(living.width, area.width) && same(living.height, area.height), "{area:?} becomes {living:?}");
    let after = browser.screen((living.x.round(), living.y.round()), (living.width, living.height)).await?;
    let scene = shown.scene(&article::figure(view, "de")?, state).await?;
    let texts = texts(&scene);
    for (one, other, what) in [(&before, &after, "is gone"), (&after, &before, "is new")] {
        let missing = missing(one, other, &texts);
        let specks = if browser.engine == Engine::Webkit { SPECKS } else { 0 };
        ensure!(missing.len() <= specks, "{} px, such as {:?}: what was there {what}", missing.len(), missing[0]);
    }
    Ok(())
}

/// What this browser keeps of a window for a scroll bar, in CSS px: also where the bar itself is hidden, since the page
/// asks for a stable gutter; `clientWidth` does not tell.
async fn scroll_bar(browser: &Browser) -> Result<u32> {
    static WIDTH: OnceLock<u32> = OnceLock::new();
    if let Some(width) = WIDTH.get() {
        return Ok(*width);
    }
    browser.set_viewport(Viewport::new(1000, 300)).await?;
    browser.open("/de/investment/").await?;
    let width = browser.eval("innerWidth - document.documentElement.getBoundingClientRect().width").await?;
    Ok(*WIDTH.get_or_init(|| width))
}

/// Where text stands, with the room that its letters may need more.
fn texts(scene: &Scene) -> Vec<Rect> {
    let texts = scene.marks.iter().filter(|mark| matches!(mark.shape, Shape::Text(_)));
    texts.map(|mark| mark.shape.bounds().grown(4.0)).collect()
}

/// The pixels of a picture that the other one has not anywhere near.
fn missing(one: &Picture, other: &Picture, texts: &[Rect]) -> Vec<(i64, i64, Pixel)> {
    let mut missing = Vec::new();
    for y in 0..one.height {
        for x in 0..one.width {
            let Some(pixel) = one.at(x, y) else { continue };
            // Most are the same, and need no search.
            if other.at(x, y) == Some(pixel) {
                continue;
            }
            let (left, top) = (x as f64, y as f64);
            let in_text = texts.iter().any(|text| text.overlaps(&Rect::new(left, top, 1.0, 1.0)));
            let reach = if in_text { LETTERS } else { NEAR };
            let near = |dx, dy| other.at(x + dx, y + dy).is_some_and(|found| similar(pixel, found, in_text));
            if !(-reach..=reach).any(|dy| (-reach..=reach).any(|dx| near(dx, dy))) {
                missing.push((x, y, pixel));
            }
        }
    }
    missing
}

fn similar(one: Pixel, other: Pixel, in_text: bool) -> bool {
    let limit = if in_text { 2 * SIMILAR } else { SIMILAR };
    one.iter().zip(other).all(|(a, b)| (i32::from(*a) - i32::from(b)).abs() <= limit)
}

/// All pages of a language, as a reader sees them whose browser runs no script.
async fn walk(browser: &Browser, language: &str) -> Result<()> {
    let folder = xtask::files::dist().join(language);
    let pages = pages_of(&folder)?;
    ensure!(pages.len() == 11, "{} pages", pages.len());
    browser.set_scripts(false).await?;
    for page in pages {
        browser.open(&format!("/{language}/{page}")).await?;
        let seen: Vec<bool> = browser
            .eval(
                "(() => {
                    const high = (selector) => [...document.querySelectorAll(selector)]
                        .map(element => element.getBoundingClientRect().height)
                        .filter(Boolean);
                    const table = document.querySelector('details.table');
                    table.open = true;
                    return [
                        high('.stage > svg').length === 1 && high('.stage > svg')[0] > 100,
                        high('.title').length === 1,
                        high('.summary')[0] > 10,
                        high('.table tbody tr').length > 1,
                        high('.sentences a').length > 50,
                        high('.tabs a').length === 7,
                        high('.controls').length === 0 && high('.skip').length === 0,
                    ];
                })()",
            )
            .await?;
        ensure!(seen.iter().all(|seen| *seen), "{language}/{page}: {seen:?}");
        // A tab is a link to a page.
        let links: Vec<String> =
            browser.eval("[...document.querySelectorAll('.tabs a')].map(tab => tab.pathname)").await?;
        for link in links {
            let file = xtask::files::dist().join(link.trim_start_matches('/')).join("index.html");
            ensure!(file.is_file(), "{language}/{page} leads to {link}");
        }
    }
    Ok(())
}

/// Addresses of the pages below a folder, from there.
fn pages_of(folder: &Path) -> Result<Vec<String>> {
    let files = xtask::files::below(folder)?.into_iter().filter(|path| path.ends_with("index.html"));
    let address = |path: PathBuf| Ok(path.strip_prefix(folder)?.to_string_lossy().replace("index.html", ""));
    files.map(address).collect()
}
