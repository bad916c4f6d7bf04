//! Moving between figures: tabs, address, languages, embed pages.

use anyhow::{Context, Result};
use article_figures::figure::Figure;
use article_figures::theme::Theme;
use browser::article::{self, VIEWS};
use browser::{Answer, Browser, Key, Suite, Viewport};
use serde::Deserialize;

pub fn add(suite: &mut Suite) {
    suite.case("tabs, panels and their names are ARIA's", roles);
    suite.case("a click shows the figure and writes the address", clicks);
    suite.case("arrow keys go round, Home and End to the ends", keys);
    suite.case("their row scrolls sideways and never up or down", row);
    suite.case("back and forward go through the figures", history);
    suite.case("addresses lead to their figure", addresses);
    suite.case("the switch writes the kind into the address, and reading it brings it back", kinds);
    suite.case("the other language keeps figure and kind", languages);
    suite.case("a click with Ctrl stays the link's own", ctrl_click);
    suite.case("embedded, two figures", async |browser| embedded(browser, "en", 320, &["economy", "january"]).await);
    for language in ["de", "en"] {
        for width in [320, 700] {
            let name = format!("embedded {width} px wide in {language}");
            suite.full(name, async move |browser| embedded(browser, language, width, &VIEWS).await);
        }
    }
}

fn tab(view: &str) -> String {
    format!("document.getElementById('tab-{view}')")
}

/// What the page says about its tabs.
#[derive(Debug, Deserialize, PartialEq)]
struct State {
    address: String,
    selected: Vec<String>,
    tabbable: Vec<String>,
    visible: Vec<String>,
}

async fn state(browser: &Browser) -> Result<State> {
    let body = "
        const tabs = [...document.querySelectorAll('[role=tablist] [role=tab]')];
        const names = (list) => list.map(tab => tab.dataset.view);
        const panels = [...document.querySelectorAll('[role=tabpanel]')];
        return {
            address: location.pathname + location.search,
            selected: names(tabs.filter(tab => tab.ariaSelected === 'true')),
            tabbable: names(tabs.filter(tab => tab.tabIndex === 0)),
            visible: panels.filter(panel => panel.offsetHeight > 0).map(panel => panel.id),
        };";
    browser.run(body, &[]).await
}

/// The figure of `view` alone is chosen, shown and alive, at this address.
async fn shows(browser: &Browser, view: &str, address: &str) -> Result<()> {
    browser
        .wait_until(
            &format!("{address} is the address"),
            &format!("location.pathname + location.search === '{address}'"),
        )
        .await?;
    browser.figure(view).alive().await?;
    let one = || vec![view.to_owned()];
    let expected = State { address: address.to_owned(), selected: one(), tabbable: one(), visible: one() };
    assert_eq!(state(browser).await?, expected);
    Ok(())
}

async fn roles(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    shows(browser, "investment", "/").await?;
    let body = "
        const named = (id) => document.getElementById(id)?.textContent.trim() ?? '';
        const list = document.querySelector('[role=tablist]');
        const tabs = [...list.querySelectorAll('[role=tab]')];
        return [list.ariaLabel, tabs.map(tab => {
            // Only what was shown has a panel.
            const panel = document.getElementById(tab.getAttribute('aria-controls'));
            return [tab.textContent.trim(), panel?.getAttribute('role') ?? '', named(panel?.getAttribute('aria-labelledby'))];
        })];";
    let (label, tabs): (String, Vec<(String, String, String)>) = browser.run(body, &[]).await?;
    assert_eq!(label, "Grafiken");
    let expected = |name: &str| (name.to_owned(), "tabpanel".to_owned(), name.to_owned());
    let unseen = |name: &str| (name.to_owned(), String::new(), String::new());
    const TABS: [&str; 7] =
        ["Investitionen", "Wirtschaft", "Bevölkerung", "Streiks 2021", "Januar 2022", "Chronik", "Weitere Zahlen"];
    assert_eq!(tabs[0], expected(TABS[0]));
    assert_eq!(tabs[1..], TABS.map(unseen)[1..]);
    for view in VIEWS {
        browser.turn_to(view).await?;
    }
    let (_, tabs): (String, Vec<(String, String, String)>) = browser.run(body, &[]).await?;
    assert_eq!(tabs, TABS.map(expected));
    Ok(())
}

/// What is higher than its row has a scroll bar beside the last tab, wherever bars take place.
async fn row(browser: &Browser) -> Result<()> {
    for width in [320, 700, 1200] {
        browser.set_viewport(Viewport::new(width, 640)).await?;
        browser.open("/").await?;
        shows(browser, "investment", "/").await?;
        let body = "const row = document.querySelector('[role=tablist]');
            return [row.scrollHeight - row.clientHeight, row.scrollWidth - row.clientWidth];";
        let (higher, wider): (i32, i32) = browser.run(body, &[]).await?;
        assert_eq!((higher, wider > 0), (0, width == 320), "{width} px wide: {wider} px wider");
    }
    Ok(())
}

async fn clicks(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    for view in VIEWS.into_iter().rev() {
        browser.click_on(&tab(view)).await?;
        shows(browser, view, &format!("/de/{view}/")).await?;
    }
    Ok(())
}

async fn keys(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    browser.eval::<bool>(&format!("({}.focus(), true)", tab("investment"))).await?;
    for (key, view) in [
        (Key::Right, "economy"),
        (Key::Right, "population"),
        (Key::Right, "strikes"),
        (Key::Left, "population"),
        (Key::Left, "economy"),
        (Key::Home, "investment"),
        (Key::Left, "counted"),
        (Key::Right, "investment"),
        (Key::End, "counted"),
    ] {
        browser.press(&[key]).await?;
        shows(browser, view, &format!("/de/{view}/")).await?;
        assert_eq!(browser.eval::<String>("document.activeElement.id").await?, format!("tab-{view}"));
    }
    Ok(())
}

async fn history(browser: &Browser) -> Result<()> {
    browser.open("/de/economy/").await?;
    browser.click_on(&tab("population")).await?;
    browser.click_on(&tab("investment")).await?;
    shows(browser, "investment", "/de/investment/").await?;
    browser.driver().back().await?;
    shows(browser, "population", "/de/population/").await?;
    browser.driver().back().await?;
    shows(browser, "economy", "/de/economy/").await?;
    browser.driver().forward().await?;
    shows(browser, "population", "/de/population/").await
}

async fn addresses(browser: &Browser) -> Result<()> {
    for (address, view, there) in [
        ("/", "investment", "/"),
        ("/de/", "investment", "/de/"),
        ("/de/population/", "population", "/de/population/"),
        ("/en/economy/", "economy", "/en/economy/"),
        ("/de/economy/?kind=nonsense", "economy", "/de/economy/?kind=nonsense"),
        ("/de/strikes/?kind=map&select=T03", "strikes", "/de/strikes/?kind=map&select=T03"),
        ("/de/strikes/map/", "strikes", "/de/strikes/map/"),
        ("/de/investment/group/?select=us", "investment", "/de/investment/group/?select=us"),
        // A view may be asked for anywhere.
        ("/?view=economy", "economy", "/de/economy/"),
        ("/en/?view=strikes&kind=map&select=T03", "strikes", "/en/strikes/?kind=map&select=T03"),
        ("/de/economy/?view=counted", "counted", "/de/counted/"),
        ("/?view=nonsense", "investment", "/?view=nonsense"),
    ] {
        browser.open(address).await?;
        shows(browser, view, there).await?;
    }
    Ok(())
}

/// The choice of a kind; the first one's has no value.
fn kind_button(kind: &str) -> String {
    let button = format!("[data-name=kind][value=\"{kind}\"]");
    format!("document.querySelector('article-figure[view=economy]').shadowRoot.querySelector('{button}')")
}

/// The economy is painted as this kind, and the switch says so.
async fn is_painted_as(browser: &Browser, kind: &str, language: &str) -> Result<()> {
    let shown = browser.figure("economy");
    shown.alive().await?;
    browser.wait_until("the switch is pressed", &format!("{}.checked", kind_button(kind))).await?;
    browser.settle().await?;
    let state = format!("kind={kind}");
    shown.is_painted(&article::figure("economy", language)?, &state, Theme::LIGHT).await
}

async fn kinds(browser: &Browser) -> Result<()> {
    browser.open("/de/economy/").await?;
    is_painted_as(browser, "", "de").await?;
    browser.click_on(&kind_button("stack")).await?;
    shows(browser, "economy", "/de/economy/?kind=stack").await?;
    is_painted_as(browser, "stack", "de").await?;
    browser.driver().refresh().await?;
    browser.wait_until("it has loaded again", "document.querySelector('[role=tablist]')").await?;
    shows(browser, "economy", "/de/economy/?kind=stack").await?;
    is_painted_as(browser, "stack", "de").await?;
    browser.click_on(&kind_button("")).await?;
    shows(browser, "economy", "/de/economy/").await?;
    is_painted_as(browser, "", "de").await
}

async fn languages(browser: &Browser) -> Result<()> {
    browser.open("/de/economy/").await?;
    browser.figure("economy").alive().await?;
    browser.click_on(&kind_button("stack")).await?;
    browser.click_on("document.querySelector('a[hreflang=en]')").await?;
    browser
        .wait_until(
            "the page is English",
            "document.documentElement.lang === 'en' && document.querySelector('[role=tablist]')",
        )
        .await?;
    shows(browser, "economy", "/en/economy/?kind=stack").await?;
    is_painted_as(browser, "stack", "en").await?;
    let figure = article::figure("economy", "en")?;
    assert_eq!(browser.figure("economy").text(".title").await?, figure.title);
    browser.click_on("document.querySelector('a[hreflang=de]')").await?;
    browser
        .wait_until(
            "the page is German",
            "document.documentElement.lang === 'de' && document.querySelector('[role=tablist]')",
        )
        .await?;
    shows(browser, "economy", "/de/economy/?kind=stack").await
}

async fn ctrl_click(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    let body = format!(
        "const event = new MouseEvent('click', {{ bubbles: true, cancelable: true, ctrlKey: true }});
        // Here the page has had its say; the tab itself need not open.
        addEventListener('click', event => {{ window.kept = !event.defaultPrevented; event.preventDefault(); }}, {{ once: true }});
        {}.dispatchEvent(event);
        return window.kept",
        tab("economy")
    );
    assert!(browser.run::<bool>(&body, &[]).await?);
    shows(browser, "investment", "/").await
}

async fn embedded(browser: &Browser, language: &str, width: u32, views: &[&str]) -> Result<()> {
    browser.set_viewport(Viewport::new(800, 800)).await?;
    for view in views {
        let frame = format!(
            "<iframe width='{width}' height='760' style='border:0' src='/{language}/{view}/embed.html'></iframe>"
        );
        browser.site.answer("/host.html", Answer::html(format!("<!doctype html><body>{frame}")));
        browser.open("/host.html").await?;
        let document = "document.querySelector('iframe').contentDocument";
        let shown = browser.shown(&format!("{document}.querySelector('article-figure')"));
        shown.alive().await?;
        assert_eq!(shown.text(".title").await?, article::figure(view, language)?.title);
        let root = format!("{document}.documentElement");
        let (needed, given): (u32, u32) = browser.eval(&format!("[{root}.scrollWidth, {root}.clientWidth]")).await?;
        assert!(needed <= given && given <= width, "{view} needs {needed} px of {given}");
        assert!(!shown.base().await?.is_empty(), "{view} is not painted");
        let link: String = browser.eval(&format!("{document}.querySelector('.byline a').getAttribute('href')")).await?;
        assert_eq!(link, format!("../../{language}/{view}/"));
        hovered_in_frame(browser, &shown, &article::figure(view, language)?).await?;
    }
    Ok(())
}

/// The topmost datum answers the pointer.
async fn hovered_in_frame(browser: &Browser, shown: &browser::Shown<'_>, figure: &Figure) -> Result<()> {
    let (frame, stage) = (browser.area("document.querySelector('iframe')").await?, shown.area().await?);
    let (scene, ratio) = (shown.scene(figure, "").await?, shown.ratio().await?);
    let middles = figure.entries().filter_map(|(id, _)| Some(scene.place_of(id)?.middle()));
    let top = middles.reduce(|top, other| if other.y < top.y { other } else { top }).context("no data")?;
    browser.hover((frame.x + stage.x + top.x / ratio, frame.y + stage.y + top.y / ratio)).await?;
    browser.wait_until("a tooltip answers", &format!("!{}.hidden", shown.part(".tooltip"))).await
}
