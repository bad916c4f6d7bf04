//! Light and dark, without JavaScript, without anything jumping, with labels of any length.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use article_figures::package::Kind;
use article_figures::theme::Theme;
use browser::article::{VIEWS, file};
use browser::{Answer, Browser, Picture, Shown, Suite, Viewport, article, asset, element};

pub fn add(suite: &mut Suite) {
    suite.case("dark where the reader's system is: two figures", async |browser| {
        dark_system(browser, &["economy", "strikes"]).await
    });
    suite.full("dark where the reader's system is", async |browser| dark_system(browser, &VIEWS).await);
    suite.case("dark where the page asks for it", dark_attribute);
    suite.case("a system that changes repaints the figure", changing_system);
    suite.case("a theme of its own outlives a change of the system", own_theme);
    suite.case("without JavaScript all words are there, en", async |browser| without_script(browser, "en").await);
    suite.full("without JavaScript all words are there, de", async |browser| without_script(browser, "de").await);
    for (nth, (name, path)) in PATHS.into_iter().enumerate() {
        // This browser keeps 15 px for a scroll bar, which a phone of 320 px has not.
        for width in [1200, 390, 335] {
            // High enough that nothing can jump unseen.
            let viewport = Viewport::new(width, 1600);
            for delay in [Duration::ZERO, Duration::from_millis(200)] {
                let slow = if delay.is_zero() { "" } else { ", with slow wasm" };
                // Every second path once, both widths and both speeds among them.
                let is_usual = nth % 2 == 0 && (width == 1200) == (nth % 4 == 0) && delay.is_zero() == (nth % 3 == 0);
                // Maps are drawn for several widths, and between them scaled.
                let is_map = ["strikes as a map", "january"].contains(&name) && delay.is_zero();
                let is_quick = if width == 390 { is_map } else { is_usual };
                suite
                    .either(is_quick, format!("nothing jumps, {width} px wide{slow}: {name}"), async move |browser| {
                        nothing_jumps(browser, viewport, path, delay).await
                    })
                    .fresh();
            }
        }
    }
    for (path, quick) in [("/de/economy/", 335), ("/de/strikes/", 0)] {
        for width in [1200, 335] {
            let viewport = Viewport::new(width, 1600);
            suite
                .either(
                    width == quick,
                    format!("nothing jumps, {width} px wide, tag by tag: {path}"),
                    async move |browser| nothing_jumps_on_arrival(browser, viewport, path).await,
                )
                .fresh();
        }
    }
    suite.case("long labels stay inside", long_labels);
}

const PATHS: [(&str, &str); 11] = [
    ("the first figure", "/"),
    ("economy", "/de/economy/"),
    ("economy as a strip", "/de/economy/stack/"),
    ("population", "/de/population/"),
    ("economy, embedded", "/de/economy/embed.html"),
    ("population in English", "/en/population/"),
    ("strikes", "/de/strikes/"),
    ("strikes as a map", "/de/strikes/map/"),
    ("january", "/de/january/"),
    ("chronology", "/de/chronology/"),
    ("counted", "/de/counted/"),
];

/// How many pixels have the inks of a theme's series, of its axis or land, and of its text.
fn inks(picture: &Picture, theme: Theme) -> [usize; 3] {
    let count = |inks: &[[u8; 3]]| {
        let inks: Vec<_> = inks.iter().map(|[red, green, blue]| Some([*red, *green, *blue, 0xff])).collect();
        let points = (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y)));
        points.filter(|(x, y)| inks.contains(&picture.at(*x, *y))).count()
    };
    [count(&[theme.series]), count(&[theme.axis, theme.land]), count(&[theme.text])]
}

/// The canvas has the inks of one theme and none of the other.
async fn is_painted_in(shown: &Shown<'_>, theme: Theme) -> Result<()> {
    shown.alive().await?;
    let other = if theme == Theme::DARK { Theme::LIGHT } else { Theme::DARK };
    let picture = shown.base().await?;
    assert!(inks(&picture, theme).iter().all(|count| *count > 20), "{:?}", inks(&picture, theme));
    // A blend of two inks may happen to be an ink of the other theme.
    let (own, foreign) = (inks(&picture, theme), inks(&picture, other));
    assert!(
        own.iter().zip(foreign).all(|(own, foreign)| foreign * 3 < *own),
        "{own:?}, of the other theme {foreign:?}"
    );
    Ok(())
}

fn css([red, green, blue]: [u8; 3]) -> String {
    format!("rgb({red}, {green}, {blue})")
}

async fn style(browser: &Browser, element: &str, property: &str) -> Result<String> {
    browser.eval(&format!("getComputedStyle({element})['{property}']")).await
}

async fn page_is(browser: &Browser, theme: Theme) -> Result<()> {
    assert_eq!(style(browser, "document.body", "backgroundColor").await?, css(theme.ground));
    assert_eq!(style(browser, "document.querySelector('h1')", "color").await?, css(theme.text));
    Ok(())
}

async fn dark_system(browser: &Browser, views: &[&str]) -> Result<()> {
    browser.set_viewport(Viewport::DESKTOP.dark()).await?;
    for view in views {
        browser.open(&format!("/de/{view}/")).await?;
        let shown = browser.figure(view);
        is_painted_in(&shown, Theme::DARK).await?;
        page_is(browser, Theme::DARK).await?;
        assert_eq!(style(browser, &shown.part(".title"), "color").await?, css(Theme::DARK.text));
        assert_eq!(style(browser, &shown.part(".tooltip"), "backgroundColor").await?, css(Theme::DARK.text));
    }
    Ok(())
}

async fn dark_attribute(browser: &Browser) -> Result<()> {
    let page = VIEWS.map(|view| element(view, "theme=dark")).concat();
    browser.open_host(&page).await?;
    for view in VIEWS {
        let shown = browser.figure(view);
        is_painted_in(&shown, Theme::DARK).await?;
        assert_eq!(style(browser, &shown.part(".title"), "color").await?, css(Theme::DARK.text));
    }
    Ok(())
}

/// Waits until another theme than the last one is painted.
async fn changes_to(browser: &Browser, shown: &Shown<'_>, viewport: Viewport, theme: Theme) -> Result<()> {
    browser.set_viewport(viewport).await?;
    browser.settle().await?;
    browser.settle().await?;
    is_painted_in(shown, theme).await
}

async fn changing_system(browser: &Browser) -> Result<()> {
    browser.open("/de/economy/?kind=stack").await?;
    let shown = browser.figure("economy");
    is_painted_in(&shown, Theme::LIGHT).await?;
    page_is(browser, Theme::LIGHT).await?;
    changes_to(browser, &shown, Viewport::DESKTOP.dark(), Theme::DARK).await?;
    page_is(browser, Theme::DARK).await?;
    changes_to(browser, &shown, Viewport::DESKTOP, Theme::LIGHT).await
}

async fn own_theme(browser: &Browser) -> Result<()> {
    let scheme = "<meta name=color-scheme content='light dark'>";
    browser.open_host(&format!("{scheme}{}", element("economy", "theme=light"))).await?;
    let shown = browser.figure("economy");
    is_painted_in(&shown, Theme::LIGHT).await?;
    changes_to(browser, &shown, Viewport::DESKTOP.dark(), Theme::LIGHT).await?;
    assert_eq!(style(browser, &shown.part(".title"), "color").await?, css(Theme::LIGHT.text));
    browser.eval::<bool>("(document.querySelector('article-figure').removeAttribute('theme'), true)").await?;
    changes_to(browser, &shown, Viewport::DESKTOP.dark(), Theme::DARK).await
}

async fn without_script(browser: &Browser, language: &str) -> Result<()> {
    browser.set_scripts(false).await?;
    browser.open(&format!("/{language}/")).await?;
    assert!(!browser.eval::<bool>("Boolean(document.querySelector('[role=tab], [data-live]'))").await?, "scripts ran");
    let links = "[...document.querySelectorAll('.tabs a')].map(link => link.pathname)";
    let pages = VIEWS.map(|view| format!("/{language}/{view}/"));
    assert_eq!(browser.eval::<Vec<String>>(links).await?, pages, "the tabs lead to the figures");
    for view in VIEWS {
        browser.open(&format!("/{language}/{view}/")).await?;
        has_words(browser, view, language).await?;
    }
    browser.screenshot_page(&format!("without script {language}")).await?;
    browser.open(&format!("/{language}/economy/embed.html")).await?;
    has_words(browser, "economy", language).await
}

/// Title, every datum and the source can be read, or read after opening the table.
async fn has_words(browser: &Browser, view: &str, language: &str) -> Result<()> {
    let figure = article::figure(view, language)?;
    let element = format!("document.querySelector('article-figure[view={view}]')");
    let opened =
        format!("({element}.querySelectorAll('details').forEach(table => table.open = true), {element}.innerText)");
    let text: String = browser.eval(&opened).await?;
    let times =
        figure.data.iter().filter(|_| !figure.kinds.contains(&Kind::Slope)).filter_map(|datum| datum.span.as_ref());
    let data = figure.data.iter().flat_map(|datum| [&datum.label, &datum.amount]).chain(times.map(|span| &span.text));
    for expected in [&figure.title].into_iter().chain(figure.note.as_ref()).chain(data) {
        let plain = |text: &str| text.replace('\u{a0}', " ");
        assert!(plain(&text).contains(&plain(expected)), "{view}: {expected:?} is missing in {text}");
    }
    let links: Vec<String> =
        browser.eval(&format!("[...{element}.querySelectorAll('.source a')].map(link => link.href)")).await?;
    assert_eq!(links, figure.sources);
    Ok(())
}

/// The sum of all shifts since the page began, with what moved.
const SHIFTS: &str = "
    return new Promise(done => {
        const shifts = [];
        const note = (list) => list.forEach(({ value, sources }) => {
            const names = sources.map(({ node, previousRect, currentRect }) =>
                `${node?.localName ?? '?'}.${node?.className ?? ''}: ${previousRect.y} to ${currentRect.y}`);
            shifts.push(`${value}: ${names}`);
        });
        const observer = new PerformanceObserver(list => note(list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        // The buffered ones come as a task of their own.
        setTimeout(() => { note(observer.takeRecords()); done(shifts); }, 50);
    })";

async fn nothing_jumps(browser: &Browser, viewport: Viewport, path: &str, delay: Duration) -> Result<()> {
    browser.set_viewport(viewport).await?;
    if !delay.is_zero() {
        for library in ["article_figures_bg.wasm", "article_figures_all_bg.wasm"] {
            browser.site.answer(&asset(library)?, Answer::Slow(delay));
        }
    }
    browser.open(path).await?;
    let visible = "[...document.querySelectorAll('article-figure')].find(figure => figure.offsetHeight > 0)";
    browser.shown(visible).alive().await?;
    let shifts: Vec<String> = browser.run(SHIFTS, &[]).await?;
    assert!(shifts.is_empty(), "{shifts:#?}");
    Ok(())
}

/// Each tag until the stage comes alone, the rest at once.
async fn nothing_jumps_on_arrival(browser: &Browser, viewport: Viewport, path: &str) -> Result<()> {
    let file = xtask::files::dist().join(path.trim_matches('/')).join("index.html");
    let page = fs::read_to_string(file)?;
    let stage = page.find("class=\"stage\"").context("a page without a stage")?;
    let (before, rest) = page.split_at(stage);
    let pieces = before.split_inclusive('>').chain([rest]).map(|piece| piece.to_owned().into());
    browser.site.answer(path, Answer::Pieces(pieces.collect()));
    nothing_jumps(browser, viewport, path, Duration::ZERO).await
}

async fn long_labels(browser: &Browser) -> Result<()> {
    let csv = String::from_utf8(file("economy.csv")?)?;
    let long =
        "Rohstoffgewinnung und was sonst noch alles zu einer sehr langen Beschriftung gehört, die nirgends Platz hat";
    browser.site.answer("/data/economy.csv", Answer::csv(csv.replace("Rohstoffgewinnung,", &format!("\"{long}\","))));
    let widths = [280, 720, 1600];
    let of_width = |width| element("economy", &format!("id=w{width} style='width:{width}px'"));
    browser.set_viewport(Viewport::new(1700, 900)).await?;
    browser.open_host(&widths.map(of_width).concat()).await?;
    for width in widths {
        let shown = browser.shown(&format!("document.getElementById('w{width}')"));
        shown.alive().await?;
        let picture = shown.base().await?;
        assert_eq!(picture.width, width);
        // Text that leaves the canvas is cut off at its edge, and colours that.
        let edge = (0..picture.height).filter(|y| picture.at(width - 1, *y) != Some([0; 4])).count();
        assert_eq!(edge, 0, "something leaves a canvas of {width} px");
        let needed: i64 = browser.eval(&format!("{}.scrollWidth", shown.element)).await?;
        assert!(needed <= width, "the figure needs {needed} of {width} px");
    }
    Ok(())
}
