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

pub fn add(suite: &mut Suite) {
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
