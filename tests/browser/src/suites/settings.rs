//! The reader's settings: themes, forced colours, paper, large and spaced text, narrow screens; and a page's own colours.

use anyhow::{Context, Result, ensure};
use article_figures::figure::DatumId;
use article_figures::scene::{Estimate, Frame, layout};
use article_figures::state::State;
use article_figures::theme::Theme;
use browser::article::{LANGUAGES, VIEWS};
use browser::{Browser, Suite, Viewport, article, element};

const WIDE: Viewport = Viewport::new(1280, 900);

pub fn add(suite: &mut Suite) {
    for (name, viewport, theme) in [
        ("light", WIDE, Theme::LIGHT),
        ("dark", WIDE.dark(), Theme::DARK),
        ("more contrast", WIDE.contrast(), Theme::CONTRAST_LIGHT),
        ("more contrast in the dark", WIDE.contrast().dark(), Theme::CONTRAST_DARK),
    ] {
        suite.case(name, async move |browser| painted(browser, viewport, theme).await);
    }
    suite.case("forced colours", forced);
    suite.case("a page's own colours", hosted);
    suite.case("on paper", paper);
    suite.case("text at 200 %", large).sized(32);
    suite.case("spaced text, 320 px wide", async |browser| spaced(browser, Viewport::new(320, 640)).await);
    suite.full("spaced text", async |browser| spaced(browser, WIDE).await);
    suite.case("no movement", still);
    for language in LANGUAGES {
        let is_quick = language == "kk";
        suite
            .either(is_quick, format!("320 px wide, {language}"), async move |browser| narrow(browser, language).await);
    }
}

/// The same page goes over from theme to theme, and the canvas with it.
async fn painted(browser: &Browser, viewport: Viewport, theme: Theme) -> Result<()> {
    browser.set_viewport(WIDE).await?;
    browser.open("/de/economy/").await?;
    let (shown, figure) = (browser.figure("economy"), article::figure("economy", "de")?);
    shown.alive().await?;
    shown.is_painted(&figure, "", Theme::LIGHT).await?;
    browser.set_viewport(viewport).await?;
    browser.settle().await?;
    browser.settle().await?;
    shown.is_painted(&figure, "", theme).await
}

/// The colour of the first bar on the canvas.
async fn bar(browser: &Browser, view: &str) -> Result<[u8; 3]> {
    let shown = browser.figure(view);
    let scene = shown.scene(&article::figure(view, "de")?, "").await?;
    let middle = scene.place_of(DatumId(0)).context("no bar")?.middle();
    let [red, green, blue, _] = shown.base().await?.at(middle.x as i64, middle.y as i64).context("no pixel")?;
    Ok([red, green, blue])
}

async fn is_bar(browser: &Browser, view: &str, expected: [u8; 3]) -> Result<()> {
    // A colour goes over within a millisecond, and is painted on the frame after that.
    for _ in 0..3 {
        browser.settle().await?;
    }
    let found = bar(browser, view).await?;
    ensure!(found == expected, "the bar is {found:?} instead of {expected:?}");
    Ok(())
}

/// Marks, legend and text take the system's colours.
async fn forced(browser: &Browser) -> Result<()> {
    browser.set_viewport(WIDE.forced()).await?;
    browser.open("/de/investment/").await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    let system = "(() => {
        const probe = document.createElement('i');
        probe.style.cssText = 'forced-color-adjust: none; color: LinkText';
        document.body.append(probe);
        return getComputedStyle(probe).color.match(/\\d+/g).map(Number).slice(0, 3);
    })()";
    is_bar(browser, "investment", browser.eval(system).await?).await?;
    let swatch = format!("getComputedStyle({}, '::before').backgroundColor", shown.part(".legend .series"));
    let series: Vec<u8> = browser.eval(&format!("{swatch}.match(/\\d+/g).map(Number).slice(0, 3)")).await?;
    ensure!(series == bar(browser, "investment").await?, "the legend shows {series:?}");
    let pressed = format!("getComputedStyle({}).outlineStyle", shown.part("label:has(:checked)"));
    ensure!(browser.eval::<String>(&pressed).await? == "solid", "nothing shows which button is pressed");
    browser.screenshot("forced colours").await.map(drop)
}

/// What a page sets on any ancestor counts, at once and when it changes later.
async fn hosted(browser: &Browser) -> Result<()> {
    browser.set_viewport(WIDE).await?;
    let style = "<style>main { --figure-series: rgb(10 120 30) } .other { --figure-series: oklch(0.5 0.1 20) }</style>";
    browser.open_host(&format!("{style}<main>{}</main>", element("economy", "lang=de"))).await?;
    let shown = browser.figure("economy");
    shown.alive().await?;
    is_bar(browser, "economy", [10, 120, 30]).await?;
    browser.eval::<bool>("(document.querySelector('main').className = 'other', true)").await?;
    for _ in 0..3 {
        browser.settle().await?;
    }
    let [red, green, blue] = bar(browser, "economy").await?;
    ensure!(red > green && red > blue, "a colour in another notation became {red} {green} {blue}");
    browser
        .eval::<bool>("(document.querySelector('main').style.setProperty('--figure-series', '#123456'), true)")
        .await?;
    is_bar(browser, "economy", [0x12, 0x34, 0x56]).await
}

/// Every figure as vectors with its table and the addresses of its sources.
async fn paper(browser: &Browser) -> Result<()> {
    for view in VIEWS {
        browser.set_viewport(WIDE).await?;
        browser.open(&format!("/de/{view}/")).await?;
        let shown = browser.figure(view);
        shown.alive().await?;
        browser.set_viewport(WIDE.print()).await?;
        browser.settle().await?;
        let height = |selector: &str| format!("{}.getBoundingClientRect().height", shown.part(selector));
        for (selector, least) in [(".print svg", 100.0), ("table", 50.0), (".title", 10.0)] {
            let found: f64 = browser.eval(&height(selector)).await?;
            ensure!(found >= least, "{view}: {selector} is {found} px high");
        }
        for selector in [".base", ".tooltip", ".item", ".table summary"] {
            let found: f64 = browser.eval(&height(selector)).await?;
            ensure!(found == 0.0, "{view}: {selector} is {found} px high on paper");
        }
        let figure = article::figure(view, "de")?;
        let text: String = browser.eval(&format!("{}.textContent", shown.part(".print svg"))).await?;
        let value = figure.data.iter().find(|datum| datum.value.is_some() && view != "strikes");
        let first = value.filter(|_| ["investment", "economy"].contains(&view)).map(|datum| datum.text.clone());
        ensure!(first.as_ref().is_none_or(|first| text.contains(first)), "{view}: {first:?} is not in {text:?}");
    }
    let after = "getComputedStyle(document.querySelector('article-figure[view=counted]').shadowRoot.querySelector('.source a'), '::after').content";
    let address: String = browser.eval(after).await?;
    ensure!(address.contains("http") || address.contains("attr(href"), "no address: {address}");
    let ground: String = browser.eval("getComputedStyle(document.body).backgroundColor").await?;
    ensure!(ground == "rgb(255, 255, 255)", "the paper is {ground}");
    browser.set_viewport(WIDE).await
}

/// Elements that reach beyond the window, on the page and in the figures.
const OVERFLOW: &str = "(() => {
    const roots = [document, ...[...document.querySelectorAll('article-figure')].map(figure => figure.shadowRoot)];
    const elements = roots.flatMap(root => [...root.querySelectorAll('*')]);
    const seen = elements.filter(element => element.checkVisibility() && !element.closest('.scroll, .tabs, .items'));
    const wide = seen.filter(element => element.getBoundingClientRect().right > innerWidth + 1);
    const clipped = seen.filter(element => element.matches('button, h2, p, a, summary, select')
        && getComputedStyle(element).clipPath === 'none'
        && (element.scrollWidth > element.clientWidth + 1 && element.clientWidth));
    const name = element => `${element.localName}.${element.className}: ${element.textContent.slice(0, 40)}`;
    const page = document.scrollingElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    return [...page, ...wide.map(name), ...clipped.map(element => 'clipped ' + name(element))];
})()";

async fn fits(browser: &Browser, what: &str) -> Result<()> {
    let over: Vec<String> = browser.eval(OVERFLOW).await?;
    ensure!(over.is_empty(), "{what}: {over:#?}");
    Ok(())
}

/// The reader's size of text decides over the canvas's, too.
async fn large(browser: &Browser) -> Result<()> {
    browser.set_viewport(WIDE).await?;
    browser.open("/de/").await?;
    for view in VIEWS {
        let shown = browser.turn_to(view).await?;
        shown.alive().await?;
        let size: String = browser.eval(&format!("getComputedStyle({}).fontSize", shown.part(".title"))).await?;
        ensure!(size == "40px", "{view}: the title's size is {size}");
        let (picture, figure) = (shown.base().await?, article::figure(view, "de")?);
        let estimate = Estimate { stretch: 1.0 };
        let frame = Frame::new(picture.width as f64, 2.0, &estimate);
        let expected = layout(&figure, &State::default(), &frame).height;
        ensure!(picture.height as f64 == expected, "{view}: {} px high instead of {expected}", picture.height);
        fits(browser, view).await?;
        browser.screenshot(&format!("text 200 {view}")).await?;
    }
    Ok(())
}

/// WCAG 2.2, 1.4.12.
async fn spaced(browser: &Browser, viewport: Viewport) -> Result<()> {
    const SPACED: &str = "
        const css = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'
            + ' p { margin-bottom: 2em !important }';
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        const figures = [...document.querySelectorAll('article-figure')].map(figure => figure.shadowRoot);
        for (const root of [document, ...figures]) root.adoptedStyleSheets.push(sheet);
        return true";
    browser.set_viewport(viewport).await?;
    browser.open("/de/").await?;
    for view in VIEWS {
        browser.turn_to(view).await?.alive().await?;
    }
    browser.run::<bool>(SPACED, &[]).await?;
    for view in VIEWS {
        browser.turn_to(view).await?;
        browser.settle().await?;
        fits(browser, view).await?;
    }
    Ok(())
}

/// Nothing moves for those who don't want it, and nothing at all that could be seen.
async fn still(browser: &Browser) -> Result<()> {
    browser.set_viewport(WIDE.still()).await?;
    browser.open("/de/").await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    shown.options().await?;
    browser.click_on(&shown.part("[data-name=sort][value=value]")).await?;
    let moving = "[document, document.querySelector('article-figure').shadowRoot]
        .flatMap(root => root.getAnimations()).filter(animation => !animation.effect.target.matches('.watch')).length";
    ensure!(browser.eval::<usize>(moving).await? == 0, "something moves");
    let smooth =
        "[...document.querySelectorAll('*')].some(element => getComputedStyle(element).scrollBehavior === 'smooth')";
    ensure!(!browser.eval::<bool>(smooth).await?, "something scrolls smoothly");
    Ok(())
}

/// As at 400 % zoom on a screen of 1280 px.
async fn narrow(browser: &Browser, language: &str) -> Result<()> {
    browser.set_viewport(Viewport::new(320, 640)).await?;
    browser.open(&format!("/{language}/")).await?;
    for view in VIEWS {
        let shown = browser.turn_to(view).await?;
        shown.alive().await?;
        fits(browser, view).await?;
        browser.eval::<bool>(&format!("({}.open = true, true)", shown.part("details"))).await?;
        fits(browser, &format!("{view} with its table")).await?;
    }
    Ok(())
}
