//! A phone's first screen: the figure is on it, with at most one switch above, and a few keys lead to its first datum.

use anyhow::{Result, ensure};
use browser::article::{self, LANGUAGES, VIEWS};
use browser::{Browser, Key, Suite, Viewport};

const PHONE: Viewport = Viewport::new(390, 844);
const BOTTOM: f64 = 844.0;

/// Bars of the investment figure, and data of every other one.
const BARS: usize = 5;
const DATA: usize = 1;

/// From the figure's first stop to its first datum, both included.
const STOPS: usize = 3;

/// What stands above a heading: rows at most, and how high each link is at least, in CSS px (WCAG 2.2, 2.5.8).
const ROWS: usize = 2;
const TARGET: f64 = 24.0;

pub fn add(suite: &mut Suite) {
    suite.case("links above the heading have two rows", headers);
    suite.case("the link to download becomes a button in its place", download);
    for view in VIEWS {
        suite.case(view, async move |browser| {
            for language in LANGUAGES {
                first_screen(browser, language, view).await?;
            }
            Ok(())
        });
    }
}

async fn first_screen(browser: &Browser, language: &str, view: &str) -> Result<()> {
    browser.set_viewport(PHONE).await?;
    browser.open(&format!("/{language}/{view}/")).await?;
    let shown = browser.figure(view);
    shown.complete().await?;
    for part in [".title", ".subtitle"] {
        let area = browser.area(&shown.part(part)).await?;
        ensure!(area.y >= 0.0 && area.y + area.height <= BOTTOM, "{language}: {part} is at {} px", area.y);
    }
    let (area, ratio) = (shown.area().await?, shown.ratio().await?);
    let figure = article::figure(view, language)?;
    let scene = shown.scene(&figure, "").await?;
    let bodies = scene.bodies().into_iter().flatten();
    let seen = bodies.filter(|body| area.y + body.bottom / ratio <= BOTTOM).count();
    let least = if view == "investment" { BARS } else { DATA };
    ensure!(seen >= least, "{language}: {seen} data on the first screen, the stage begins at {} px", area.y);

    let root = format!("{}.shadowRoot", shown.element);
    let above = format!(
        "(() => {{
            const {{ top }} = {root}.querySelector('canvas.base').getBoundingClientRect();
            const controls = [...{root}.querySelectorAll('[data-name]')];
            const isAbove = (one) => one.checkVisibility() && one.getBoundingClientRect().bottom <= top;
            return [...new Set(controls.filter(isAbove).map((one) => one.dataset.name))];
        }})()"
    );
    let above: Vec<String> = browser.eval(&above).await?;
    ensure!(above.len() <= 1, "{language}: above the stage are {above:?}");

    browser.eval::<bool>(&format!("(document.getElementById('tab-{view}').focus(), true)")).await?;
    let (mut stops, is_item) = (0, format!("{root}.activeElement?.matches('.item') ?? false"));
    while !browser.eval::<bool>(&is_item).await? {
        browser.press(&[Key::Tab]).await?;
        stops += usize::from(browser.eval::<bool>(&format!("{root}.activeElement !== null")).await?);
        ensure!(stops <= STOPS, "{language}: more than {STOPS} stops before the first datum");
    }
    ensure!(stops > 0, "{language}: no stop at all");
    Ok(())
}

async fn headers(browser: &Browser) -> Result<()> {
    for language in LANGUAGES {
        for path in ["strikes", "article"] {
            for width in [390, 320] {
                browser.set_viewport(Viewport::new(width, 844)).await?;
                browser.open(&format!("/{language}/{path}/")).await?;
                let links =
                    "[...document.querySelectorAll('.top a, .top span, body > header > a, body > header > nav a')]";
                let areas: Vec<[f64; 2]> = browser
                    .eval(&format!(
                        "{links}.map(link => link.getBoundingClientRect()).map(({{ top, height }}) => [top, height])"
                    ))
                    .await?;
                ensure!(areas.len() >= LANGUAGES.len(), "{} links", areas.len());
                let mut middles: Vec<f64> = areas.iter().map(|[top, height]| top + height / 2.0).collect();
                middles.sort_by(f64::total_cmp);
                let rows = 1 + middles.windows(2).filter(|pair| pair[1] - pair[0] > TARGET / 2.0).count();
                ensure!(rows <= ROWS, "{language}, {path}, {width} px: {rows} rows");
                let links: Vec<f64> = browser
                    .eval("[...document.querySelectorAll('header a')].map(link => link.getBoundingClientRect().height)")
                    .await?;
                ensure!(links.iter().all(|height| *height >= TARGET), "{language}, {path}, {width} px: {links:?}");
            }
        }
    }
    Ok(())
}

/// The words of the page, and the living figure in their place: each for itself.
const PLACES: &str = "
    const figure = document.querySelector('article-figure');
    const [slot, place] = figure.shadowRoot.children;
    const at = (element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return [left, top, width, height].map(Math.round);
    };
    const button = at(place.querySelector('.actions .download'));
    [slot.hidden, place.hidden] = [false, true];
    const link = at(figure.querySelector('.actions a'));
    [slot.hidden, place.hidden] = [true, false];
    return [link, button];";

async fn download(browser: &Browser) -> Result<()> {
    for width in [1200, 390, 320] {
        browser.set_viewport(Viewport::new(width, 844)).await?;
        for language in LANGUAGES {
            browser.open(&format!("/{language}/investment/")).await?;
            let shown = browser.figure("investment");
            shown.complete().await?;
            let button = shown.part(".actions .download");
            browser.wait_until("the buttons are there", &format!("{button}?.localName === 'button'")).await?;
            let [link, button]: [[f64; 4]; 2] = browser.run(PLACES, &[]).await?;
            ensure!(link == button && link[2] > 0.0, "{language}, {width} px: {link:?} becomes {button:?}");
        }
    }
    Ok(())
}
