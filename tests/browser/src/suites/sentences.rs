//! "In the text": a sentence of the article shows its number in a figure, and a number marks its sentence.

use anyhow::{Context, Result, ensure};
use article_figures::describe;
use article_figures::figure::{Figure, Origin, Statement};
use browser::article::{self, VIEWS};
use browser::{Browser, Key, Suite, Viewport};
use serde::Deserialize;

pub fn add(suite: &mut Suite) {
    for (language, path) in [("de", "/"), ("en", "/en/")] {
        let name = format!("every statement that a figure shows is a sentence, in {language}");
        suite.either(language == "de", name, async move |browser| all_listed(browser, path).await);
    }
    for view in VIEWS {
        let is_quick = ["population", "january"].contains(&view);
        let name = format!("sentences show {view} without a new page");
        suite.either(is_quick, name, async move |browser| sentences_show(browser, view).await);
        let name = format!("choosing a mark of {view} marks its sentence");
        suite.either(!is_quick && view != "chronology", name, async move |browser| marks_sentence(browser, view).await);
    }
    suite.case("a sentence by mouse, by touch and by key, and back again", by_hand);
    suite.case("a click with Ctrl stays the link's own", ctrl_click);
    suite.case("without script the sentences are plain links", without_script);
    suite.case("a link of the page's own does the same", own_link);
    suite.case("the link in a card leads to its figure", see);
    suite.case("the link in a card needs no new page", see_without_reload);
}

/// A sentence of the list.
#[derive(Debug, Deserialize, PartialEq)]
struct Sentence {
    text: String,
    view: String,
    keys: String,
    current: bool,
}

const LIST: &str = "[...document.querySelectorAll('.sentences a[data-article-figure]')]";

async fn list(browser: &Browser) -> Result<Vec<Sentence>> {
    let body = format!(
        "return {LIST}.map(link => {{
            const query = new URLSearchParams(link.search);
            const current = link.getAttribute('aria-current') === 'true';
            const view = link.pathname.split('/').at(-2);
            return {{ text: link.textContent, view, keys: query.get('select'), current }};
        }})"
    );
    browser.run(&body, &[]).await
}

/// What each datum of a figure is quoted with, the remainder too.
fn quoted(figure: &Figure) -> Vec<(&str, &str)> {
    figure.data.iter().filter_map(|datum| Some((&*datum.key, quotation(&datum.origin)?))).collect()
}

fn quotation(origin: &Origin) -> Option<&str> {
    match origin {
        Origin::Stated(statement) => statement.quotation.as_deref(),
        Origin::Remainder { statement: Some(statement), .. } => statement.quotation.as_deref(),
        _ => None,
    }
}

/// The address of a figure that says more of a sentence than the one that has its number.
fn seen_elsewhere(text: &str) -> Result<Option<String>> {
    for view in article::VIEWS {
        for datum in article::figure(view, "de")?.data {
            if let Origin::Stated(Statement { quotation: Some(quotation), see: Some(see), .. }) = datum.origin
                && quotation == text
            {
                return Ok(Some(see));
            }
        }
    }
    Ok(None)
}

async fn all_listed(browser: &Browser, path: &str) -> Result<()> {
    browser.open(path).await?;
    let list = list(browser).await?;
    for sentence in &list {
        if let Some(see) = seen_elsewhere(&sentence.text)? {
            ensure!(see == format!("view={}&select={}", sentence.view, sentence.keys), "{sentence:?} is not {see}");
            continue;
        }
        let figure = article::figure(&sentence.view, "de")?;
        let own: Vec<_> =
            quoted(&figure).into_iter().filter(|(_, text)| *text == sentence.text).map(|(key, _)| key).collect();
        ensure!(!own.is_empty() && sentence.keys.split(',').all(|key| own.contains(&key)), "{sentence:?}: {own:?}");
    }
    for view in VIEWS {
        for (key, text) in quoted(&article::figure(view, "de")?) {
            ensure!(list.iter().any(|sentence| sentence.text == text), "{view}, {key}: {text:?} is not listed");
        }
    }
    let language: String = browser.eval("document.querySelector('.sentences ol').lang").await?;
    ensure!(language == "de", "the sentences are in {language}");
    Ok(())
}

/// Remembers that this is the page that was opened.
async fn stay(browser: &Browser) -> Result<()> {
    browser.eval::<bool>("(window.stayed = true)").await.map(drop)
}

async fn stayed(browser: &Browser) -> Result<bool> {
    browser.eval("window.stayed === true").await
}

/// The figure is visible with these data selected, in the address too.
async fn is_shown(browser: &Browser, view: &str, keys: &str) -> Result<()> {
    let shown = browser.figure(view);
    let at = format!(
        "location.pathname === '/de/{view}/' && new URLSearchParams(location.search).get('select') === '{keys}'"
    );
    browser.wait_until(&format!("the address selects {keys} of {view}"), &at).await?;
    shown.alive().await?;
    let figure = article::figure(view, "de")?;
    let selected: Vec<_> = figure.data.iter().filter(|datum| keys.split(',').any(|key| key == datum.key)).collect();
    ensure!(selected.len() == keys.split(',').count(), "{view} has not all of {keys}");
    if let [one] = selected[..] {
        let heading = format!(
            "{}?.textContent === {:?}",
            shown.part(".card:not([hidden]) h3"),
            describe::label(one, &article::locale("de")?)
        );
        browser.wait_until(&format!("the card of {keys} is open"), &heading).await?;
    }
    ensure!(!shown.overlay().await?.is_empty(), "{keys} of {view} is not marked");
    let visible: Vec<String> =
        browser.eval("[...document.querySelectorAll('[role=tabpanel]')].filter(panel => panel.offsetHeight > 0).map(panel => panel.id)").await?;
    ensure!(visible == [view], "{visible:?} are visible");
    Ok(())
}

/// The texts of the sentences that are marked.
async fn marked(browser: &Browser) -> Result<Vec<String>> {
    Ok(list(browser).await?.into_iter().filter(|one| one.current).map(|one| one.text).collect())
}

async fn sentences_show(browser: &Browser, view: &str) -> Result<()> {
    // Another figure first.
    let other = if view == "economy" { "counted" } else { "economy" };
    browser.open(&format!("/de/{other}/")).await?;
    browser.figure(other).alive().await?;
    stay(browser).await?;
    let list = list(browser).await?;
    let own: Vec<_> = list.iter().enumerate().filter(|(_, sentence)| sentence.view == view).collect();
    ensure!(!own.is_empty(), "no sentence for {view}");
    for (index, sentence) in own {
        browser.eval::<bool>(&format!("({LIST}[{index}].click(), true)")).await?;
        is_shown(browser, view, &sentence.keys).await?;
        let marked = marked(browser).await?;
        ensure!(marked.contains(&sentence.text), "{marked:?} is marked instead of {sentence:?}");
    }
    ensure!(stayed(browser).await?, "the page was loaded again");
    Ok(())
}

/// Three data of a figure are chosen by keys; each marks the sentences that name it and no others.
async fn marks_sentence(browser: &Browser, view: &str) -> Result<()> {
    browser.open(&format!("/de/{view}/")).await?;
    let shown = browser.figure(view);
    shown.alive().await?;
    ensure!(marked(browser).await?.is_empty(), "a sentence is marked and nothing chosen");
    let figure = article::figure(view, "de")?;
    let quoted = quoted(&figure);
    browser.eval::<bool>(&format!("({}.focus({{ preventScroll: true }}), true)", shown.part(".item"))).await?;
    browser.press(&[Key::Home, Key::Enter]).await?;
    for _ in 0..3 {
        browser.wait_until("something is chosen", "new URLSearchParams(location.search).has('select')").await?;
        let key: String = browser.eval("new URLSearchParams(location.search).get('select')").await?;
        let quotation = quoted.iter().find(|(other, _)| *other == key).map(|(_, text)| *text);
        let marked = marked(browser).await?;
        let right = marked.iter().all(|text| Some(&**text) == quotation) && marked.is_empty() == quotation.is_none();
        ensure!(right, "{key}: {marked:?} instead of {quotation:?}");
        browser.press(&[Key::Escape, Key::Down, Key::Right, Key::Enter]).await?;
    }
    browser.press(&[Key::Escape, Key::Escape]).await?;
    browser.wait_until("nothing is chosen", &format!("location.pathname + location.search === '/de/{view}/'")).await?;
    ensure!(marked(browser).await?.is_empty(), "a sentence stays marked");
    Ok(())
}

fn link(address: &str) -> String {
    format!("document.querySelector('.sentences a[href$=\"/{address}\"]')")
}

async fn by_hand(browser: &Browser) -> Result<()> {
    browser.set_viewport(Viewport::new(1200, 800)).await?;
    browser.open("/de/economy/").await?;
    browser.figure("economy").alive().await?;
    stay(browser).await?;
    let us = link("investment/?select=us");
    let strike = link("strikes/?select=T03");
    let january = link("january/?select=J00");
    open_all(browser).await?;
    browser.click_on(&us).await?;
    is_shown(browser, "investment", "us").await?;
    let into_view = |element: &str| format!("({element}.scrollIntoView({{ behavior: 'instant' }}), true)");
    browser.eval::<bool>(&into_view(&strike)).await?;
    browser.tap(browser.area(&strike).await?.centre()).await?;
    is_shown(browser, "strikes", "T03").await?;
    let seen = "document.getElementById('strikes').getBoundingClientRect()";
    let visible = format!("{seen}.top < innerHeight && {seen}.bottom > 0");
    browser.wait_until("the figure is scrolled into view", &visible).await?;
    browser.eval::<bool>(&format!("({january}.focus(), true)")).await?;
    browser.press(&[Key::Enter]).await?;
    is_shown(browser, "january", "J00").await?;
    for (view, key) in [("strikes", "T03"), ("investment", "us")] {
        browser.driver().back().await?;
        is_shown(browser, view, key).await?;
    }
    ensure!(stayed(browser).await?, "the page was loaded again");
    Ok(())
}

/// Opens the sentences of every figure.
async fn open_all(browser: &Browser) -> Result<()> {
    let open = "[...document.querySelectorAll('.sentences details')].every(group => (group.open = true))";
    browser.eval::<bool>(open).await.map(drop)
}

async fn ctrl_click(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    browser.figure("investment").alive().await?;
    let body = format!(
        "const event = new MouseEvent('click', {{ bubbles: true, cancelable: true, ctrlKey: true }});
        addEventListener('click', event => {{ window.kept = !event.defaultPrevented; event.preventDefault(); }}, {{ once: true }});
        {}.dispatchEvent(event);
        return window.kept && location.search === ''",
        link("economy/?select=trade")
    );
    ensure!(browser.run::<bool>(&body, &[]).await?, "the page took a click that was not its own");
    Ok(())
}

async fn without_script(browser: &Browser) -> Result<()> {
    for language in ["de", "en"] {
        browser.set_scripts(false).await?;
        browser.open(&format!("/{language}/")).await?;
        let sentence = list(browser).await?.into_iter().find(|one| one.keys == "trade").context("no such sentence")?;
        browser.click_on("document.querySelector('.sentences [data-view=economy] summary')").await?;
        browser.click_on(&link("economy/?select=trade")).await?;
        let there = format!("location.pathname + location.search === '/{language}/economy/?select=trade'");
        browser.wait_until("the link leads there", &format!("{there} && document.readyState === 'complete'")).await?;
        let text: String = browser.eval("document.getElementById('economy').textContent").await?;
        ensure!(text.contains(&sentence.text), "{:?} is not to be read at the end of its link", sentence.text);
        // The same address with script.
        browser.set_scripts(true).await?;
        browser.open(&format!("/{language}/economy/?select=trade")).await?;
        browser.figure("economy").alive().await?;
        ensure!(marked(browser).await?.contains(&sentence.text), "{sentence:?} is not marked");
    }
    Ok(())
}

/// A paragraph of the article with a link, below the figures.
async fn own_link(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    browser.figure("investment").alive().await?;
    stay(browser).await?;
    let add = "(document.body.insertAdjacentHTML('beforeend', '<p>Text: <a id=own data-article-figure href=\"?view=investment&amp;select=us,nl,fr,be\"><b>50 %</b></a></p>'), true)";
    browser.eval::<bool>(add).await?;
    browser.click_on("document.querySelector('#own b')").await?;
    is_shown(browser, "investment", "us,nl,fr,be").await?;
    let sum = browser.figure("investment").text(".selection:not([hidden])").await?;
    ensure!(sum.contains("62,5\u{a0}%"), "{sum}");
    ensure!(stayed(browser).await?, "the page was loaded again");
    Ok(())
}

async fn follow_see(browser: &Browser) -> Result<()> {
    browser.open("/de/counted/?select=I12").await?;
    let shown = browser.figure("counted");
    shown.alive().await?;
    stay(browser).await?;
    browser.click_on(&shown.part(".card a[data-article-figure]")).await?;
    is_shown(browser, "investment", "us,nl,fr,be").await
}

async fn see(browser: &Browser) -> Result<()> {
    follow_see(browser).await?;
    let sum = browser.figure("investment").text(".selection:not([hidden])").await?;
    ensure!(sum.contains("62,5\u{a0}%"), "{sum}");
    Ok(())
}

async fn see_without_reload(browser: &Browser) -> Result<()> {
    follow_see(browser).await?;
    ensure!(stayed(browser).await?, "the page was loaded again");
    Ok(())
}
