//! Bad days: after each there is a living figure or a clear message in its place, never a blank one, and nothing leaks.

use std::time::Duration;

use anyhow::Result;
use browser::article::{DESCRIPTOR, VIEWS, file};
use browser::{Answer, Browser, Cases, Failures, Shown, asset, element};

#[tokio::test]
async fn faults() -> Result<(), Failures> {
    let mut cases = Cases::start().await?;
    cases.case("wasm is forbidden by the page's policy", wasm_blocked).await;
    cases.case("wasm is forbidden: a built page keeps its picture", wasm_blocked_on_a_page).await;
    cases.case("data that are not there", data_missing).await;
    for (path, begin) in halves()? {
        cases.case(&format!("half of {path}"), async |browser| half_a_file(browser, &path, begin).await).await;
    }
    cases.case("a slow network", slow).await;
    cases.case("the canvas has lost its context", context_lost).await;
    cases.case("memory has an end", no_memory).await;
    cases.case("the tab is hidden while it loads", hidden_while_loading).await;
    cases.case("the element is removed while it loads", removed_while_loading).await;
    cases.case("10,000 quick resizes", resized).await;
    cases.case("a package that changes between two loads", changed_between).await;
    cases.case("a table that no longer fits its descriptor", half_changed).await;
    cases.end().await
}

/// A figure that lives, or says what is wrong with it; neither takes no place nor loads for ever.
async fn is_not_blank(browser: &Browser, shown: &Shown<'_>) -> Result<Vec<String>> {
    let alert = shown.part("[role=alert]");
    let canvas = shown.part("canvas.base");
    browser.wait_until("it lives or complains", &format!("{alert} || {canvas}?.style.width")).await?;
    let place = browser.area(&shown.element).await?;
    assert!(place.width > 200.0 && place.height > 60.0, "{place:?} is a blank place");
    browser.eval(&format!("[...({alert}?.querySelectorAll('li') ?? [])].map(item => item.textContent)")).await
}

async fn lives(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    assert_eq!(is_not_blank(browser, shown).await?, [""; 0]);
    shown.alive().await?;
    assert!(!shown.base().await?.is_empty());
    Ok(())
}

/// A page of somebody else whose policy allows its own scripts, but no wasm.
const POLICY: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">";

async fn wasm_blocked(browser: &Browser) -> Result<()> {
    let script = "<link rel=icon href=data:,><script type=module src=/article-figure.js></script>";
    let body = element("economy", "lang=en");
    let page = format!("<!doctype html><html lang=en><meta charset=utf-8>{POLICY}<title>x</title>{script}<body>{body}");
    browser.site.answer("/strict.html", Answer::html(page));
    browser.open("/strict.html").await?;
    let messages = is_not_blank(browser, &browser.figure("economy")).await?;
    assert!(messages.len() == 1 && messages[0].to_lowercase().contains("wasm"), "{messages:?}");
    Ok(())
}

async fn wasm_blocked_on_a_page(browser: &Browser) -> Result<()> {
    let path = xtask::files::dist().join("en/economy/index.html");
    let page = std::fs::read_to_string(&path)?.replacen("<meta charset", &format!("{POLICY}<meta charset"), 1);
    assert!(page.contains(POLICY), "the page has another head");
    browser.site.answer("/en/economy/", Answer::html(page));
    browser.open("/en/economy/").await?;
    let picture = "document.querySelector('article-figure svg.wide')";
    let height = format!("{picture}.getBoundingClientRect().height > 100");
    browser.wait_until("the picture is there", &height).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(browser.eval::<bool>(&height).await?, "the picture is gone");
    Ok(())
}

async fn data_missing(browser: &Browser) -> Result<()> {
    for name in ["investment.csv", DESCRIPTOR] {
        let path = format!("/data/{name}");
        browser.site.answer(&path, Answer::Status(404));
        browser.open_host(&element("investment", "lang=en")).await?;
        let messages = is_not_blank(browser, &browser.figure("investment")).await?;
        assert_eq!(messages, [format!("{name}: the file is missing")]);
        browser.site.restore(&path);
    }
    Ok(())
}

/// Which file, and how the message about it begins.
fn halves() -> Result<Vec<(String, &'static str)>> {
    Ok(vec![
        ("/data/economy.csv".to_owned(), "economy.csv: the file could not be loaded: "),
        (format!("/data/{DESCRIPTOR}"), "datapackage.json: the file could not be loaded: "),
        (asset("article_figures_all_bg.wasm")?, ""),
        (asset("article_figures_all.js")?, ""),
        (asset("figure.css")?, ""),
    ])
}

async fn half_a_file(browser: &Browser, path: &str, begin: &str) -> Result<()> {
    browser.site.answer(path, Answer::Half);
    browser.open_host(&element("economy", "lang=en")).await?;
    let shown = browser.figure("economy");
    let messages = is_not_blank(browser, &shown).await?;
    assert!(messages.len() == 1 && messages[0].starts_with(begin), "{path}: {messages:?}");
    browser.site.restore(path);
    browser.click_on(&shown.part("[role=alert] button")).await?;
    browser.wait_until("it lives", &format!("!{}", shown.part("[role=alert]"))).await?;
    lives(browser, &shown).await
}

async fn slow(browser: &Browser) -> Result<()> {
    const LATE: Duration = Duration::from_millis(1500);
    let scripts = [asset("article_figures.js")?, asset("article_figures_bg.wasm")?, asset("words/en.json")?];
    for path in scripts.iter().map(String::as_str).chain(["/article-figure.js"]) {
        browser.site.answer(path, Answer::Slow(LATE));
    }
    browser.visit(&browser.site.url("/en/economy/")).await?;
    let picture = "document.querySelector('article-figure svg.wide')?.getBoundingClientRect().height > 100";
    browser.wait_until("the picture is there before any script", picture).await?;
    assert_eq!(browser.eval::<u32>("document.querySelectorAll('[aria-busy=true]').length").await?, 0);
    let shown = browser.shown("document.querySelector('article-figure')");
    shown.alive().await
}

async fn context_lost(browser: &Browser) -> Result<()> {
    for (name, page) in [("built", "/en/economy/"), ("read", "/host.html")] {
        browser.open_host(&element("economy", "lang=en")).await?;
        browser.open(page).await?;
        let shown = browser.shown("document.querySelector('article-figure')");
        shown.complete().await?;
        let before = shown.base().await?;
        // What Chromium does when its process for graphics ends: the canvas is empty, then it is told so.
        let lose = format!(
            "(() => {{ const canvas = {}; canvas.width = canvas.width;
                for (const name of ['contextlost', 'contextrestored']) canvas.dispatchEvent(new Event(name));
                return true; }})()",
            shown.part("canvas.base")
        );
        for _ in 0..2 {
            browser.eval::<bool>(&lose).await?;
            shown.complete().await?;
            let after = shown.base().await?;
            assert_eq!((before.width, before.height), (after.width, after.height));
            assert!(!after.is_empty(), "{name}: the canvas stays empty");
        }
    }
    Ok(())
}

/// More rows than the memory that is left takes: what the library cannot get makes it stop, as the browser does it.
async fn no_memory(browser: &Browser) -> Result<()> {
    // In the page itself, as a driver's own scripts may have another world.
    let none = "
        const instantiate = WebAssembly.instantiateStreaming;
        let left = 1;
        WebAssembly.instantiateStreaming = async (...all) => {
            if (left-- > 0) throw new RangeError('WebAssembly.Memory(): could not allocate memory');
            return instantiate.apply(WebAssembly, all);
        };
        WebAssembly.instantiate = () => { throw new RangeError('WebAssembly.Memory(): could not allocate memory') }";
    browser.open_host("").await?;
    let inject = "const script = document.createElement('script');
        script.textContent = `(() => {${arguments[0]}})()`;
        return (document.head.append(script), true)";
    browser.run::<bool>(inject, &[none.into()]).await?;
    add(browser, &element("economy", "lang=en id=poor")).await?;
    let messages = is_not_blank(browser, &browser.figure("economy")).await?;
    assert!(messages.len() == 1 && messages[0].contains("memory"), "{messages:?}");
    // Others on the page live, and so does this one when it is tried again.
    add(browser, &element("population", "lang=en")).await?;
    lives(browser, &browser.figure("population")).await?;
    browser.click_on(&browser.figure("economy").part("[role=alert] button")).await?;
    browser.wait_until("it lives", &format!("!{}", browser.figure("economy").part("[role=alert]"))).await?;
    lives(browser, &browser.figure("economy")).await
}

async fn add(browser: &Browser, html: &str) -> Result<()> {
    let add = "return (document.body.insertAdjacentHTML('beforeend', arguments[0]), true)";
    browser.run::<bool>(add, &[html.into()]).await.map(drop)
}

async fn hidden_while_loading(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(600)));
    browser.open_host(&element("economy", "lang=en")).await?;
    let driver = browser.driver();
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    lives(browser, &browser.figure("economy")).await
}

async fn removed_while_loading(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(300)));
    browser.open_host(&element("economy", "lang=en").repeat(5)).await?;
    let gone = "(document.querySelectorAll('article-figure').forEach(figure => figure.remove()), true)";
    browser.eval::<bool>(gone).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(browser.errors().await?, [""; 0]);
    add(browser, &element("economy", "lang=en")).await?;
    lives(browser, &browser.figure("economy")).await
}

/// As when a window is dragged without end: many changes a frame, then the last one counts.
const RESIZES: &str = "
    const figure = document.querySelector('article-figure');
    return (async () => {
        for (let change = 0; change < 10000; change++) {
            figure.style.width = 300 + (change * 37) % 600 + 'px';
            figure.getBoundingClientRect();
            if (change % 50 === 0) await new Promise(requestAnimationFrame);
        }
        figure.style.width = '640px';
        return true;
    })()";

async fn resized(browser: &Browser) -> Result<()> {
    browser.open_host(&element("strikes", "lang=en style=display:block")).await?;
    let shown = browser.figure("strikes");
    shown.complete().await?;
    assert!(browser.run::<bool>(RESIZES, &[]).await?);
    let stage = format!("Math.abs({}.getBoundingClientRect().width - 640) < 40", shown.part("canvas.base"));
    browser.wait_until("the last size is painted", &stage).await?;
    lives(browser, &shown).await
}

async fn changed_between(browser: &Browser) -> Result<()> {
    let text = String::from_utf8(file("investment.csv")?)?;
    for (value, told) in [("24.3", "24.3"), ("25.1", "25.1")] {
        let bytes = text.replacen(",24.3,", &format!(",{value},"), 1).replacen(
            ",30.2,",
            ",29.4,",
            usize::from(value != "24.3"),
        );
        browser.site.answer("/data/investment.csv", Answer::csv(bytes));
        browser.open_host(&element("investment", "lang=en")).await?;
        let shown = browser.figure("investment");
        lives(browser, &shown).await?;
        let table = shown.text("table").await?;
        assert!(table.contains(told), "{told} is not in {table}");
    }
    Ok(())
}

/// A new descriptor meets an old table, as in the minute in which a site is published.
async fn half_changed(browser: &Browser) -> Result<()> {
    let text = String::from_utf8(file("population.csv")?)?;
    browser.site.answer("/data/population.csv", Answer::csv(text.replacen("population", "people", 1)));
    let all: String = VIEWS.iter().map(|view| element(view, "lang=en")).collect();
    browser.open_host(&all).await?;
    for view in VIEWS {
        let shown = browser.figure(view);
        let messages = is_not_blank(browser, &shown).await?;
        let named = messages.iter().any(|message| message.starts_with("population.csv"));
        assert_eq!(named, view == "population", "{view}: {messages:?}");
    }
    Ok(())
}
