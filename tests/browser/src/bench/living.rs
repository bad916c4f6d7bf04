//! A figure that lives: switching, pointing, many at once, and rest.

use std::time::Duration;

use anyhow::Result;
use browser::article::VIEWS;
use browser::{Browser, Viewport};
use serde_json::json;

use super::table::Row;
use super::{SLOW, at_most, slow_down};

/// A page is left alone for so long before and after what is measured.
const QUIET: Duration = Duration::from_millis(400);

/// How often a tab is switched and a mark pointed at, for each run.
const SWITCHES: usize = 2;
const HOVERS: usize = 4;

/// Notes when an event came, and when the next frame was painted in which `done()` holds.
const WATCH: &str = "
    window.watch = (type, done) => {
        window.painted = null;
        addEventListener(type, (event) => {
            const look = () => requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => done() ? window.painted = performance.now() - event.timeStamp : look();
                channel.port2.postMessage(0);
            });
            look();
        }, { capture: true, once: true });
        return true;
    };
    return true";

pub async fn measure(runs: usize) -> Result<Vec<Row>> {
    let browser = Browser::start().await?;
    let rows = rows(&browser, runs).await;
    browser.end().await?;
    rows
}

async fn rows(browser: &Browser, runs: usize) -> Result<Vec<Row>> {
    browser.set_viewport(Viewport::new(1200, 1400)).await?;
    let (first, again) = switches(browser, runs).await?;
    Ok(vec![
        at_most("tab to painted figure, seen before, 4× slower", again, 32.0),
        at_most("tab to painted figure, for the first time, 4× slower", first, 32.0),
        at_most("pointer to painted tooltip, 4× slower", hovers(browser, runs * HOVERS).await?, 14.0),
        Row {
            what: "the same on a page without a library".to_owned(),
            values: by_hand(browser, runs * HOVERS).await?,
            unit: "ms",
            target: None,
        },
        at_most("50 figures at once until painted", fifty(browser, runs).await?, 200.0),
        Row {
            what: "frames and timers in 2 s at rest".to_owned(),
            values: rest(browser, runs).await?,
            unit: "",
            target: Some(0.0),
        },
    ])
}

/// Every tab after the other, first those that were never shown, then the same again.
async fn switches(browser: &Browser, runs: usize) -> Result<(Vec<f64>, Vec<f64>)> {
    let (mut first, mut again) = (Vec::new(), Vec::new());
    for _ in 0..runs.div_ceil(VIEWS.len() - 1).max(1) * SWITCHES {
        browser.open("/de/investment/").await?;
        browser.figure("investment").alive().await?;
        slow_down(browser, SLOW).await?;
        browser.run::<bool>(WATCH, &[]).await?;
        for (round, times) in [&mut first, &mut again].into_iter().enumerate() {
            for view in VIEWS.iter().skip(1 - round) {
                times.push(switch(browser, view).await?);
            }
        }
        slow_down(browser, 1).await?;
    }
    Ok((first, again))
}

async fn switch(browser: &Browser, view: &str) -> Result<f64> {
    let tab = format!("document.getElementById('tab-{view}')");
    // As a pointer that comes to the tab: the page is fetched then.
    browser.hover(browser.area(&tab).await?.centre()).await?;
    tokio::time::sleep(QUIET).await;
    let figure = format!("document.querySelector('article-figure[view={view}]')");
    let seen = format!(
        "{figure}?.offsetHeight > 0 && ({figure}.hasAttribute('data-live') || {figure}.querySelector('.stage svg'))"
    );
    browser.eval::<bool>(&format!("watch('click', () => {seen})")).await?;
    browser.click(browser.area(&tab).await?.centre()).await?;
    painted(browser).await
}

async fn painted(browser: &Browser) -> Result<f64> {
    // Who asks meanwhile keeps the page busy.
    tokio::time::sleep(QUIET).await;
    browser.wait_until("it is painted", "window.painted !== null").await?;
    browser.eval("window.painted").await
}

/// From mark to mark of a figure, each from the ground beside it.
async fn hovers(browser: &Browser, count: usize) -> Result<Vec<f64>> {
    browser.open("/de/investment/").await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    let items = format!("[...{}.children].slice(0, 10)", shown.part(".items"));
    let points: Vec<(f64, f64)> = browser
        .eval(&format!(
            "{items}.map(item => item.getBoundingClientRect()).map(({{ x, y, height }}) => [x + 3, y + height / 2])"
        ))
        .await?;
    let shown = format!("!{}.hidden", shown.part(".tooltip"));
    point_at(browser, &points, count, &shown).await
}

/// Bars and a bubble of SVG and HTML alone, to see what the browser itself takes on this machine.
async fn by_hand(browser: &Browser, count: usize) -> Result<Vec<f64>> {
    const PAGE: &str = "
        <div id=stage style='position:relative'></div>
        <script>
            const bar = (at) => `<g><text y=${at * 36 + 20}>${at}</text><rect x=150 y=${at * 36 + 4} width=${500 - at * 40} height=24 /></g>`;
            const bars = Array.from({ length: 10 }, (_, at) => bar(at)).join('');
            stage.innerHTML = `<svg width=752 height=420>${bars}</svg><div id=bubble hidden style='position:absolute'></div>`;
            stage.addEventListener('pointermove', ({ target, clientX, clientY }) => {
                const mark = target.closest('rect');
                bubble.hidden = !mark;
                if (!mark) return;
                const { left, top } = stage.getBoundingClientRect();
                bubble.innerHTML = `<p>${mark.parentNode.textContent}</p><p>30.2 %</p>`;
                bubble.style.left = `${clientX - left}px`;
                bubble.style.top = `${clientY - top + 12}px`;
            });
            stage.addEventListener('pointerleave', () => (bubble.hidden = true));
        </script>";
    browser.open_host(PAGE).await?;
    let points: Vec<(f64, f64)> = browser
        .eval("[...document.querySelectorAll('rect')].map(bar => bar.getBoundingClientRect()).map(({ x, y }) => [x + 3, y + 12])")
        .await?;
    point_at(browser, &points, count, "!bubble.hidden").await
}

/// Times until `shown` holds, from the ground to a point and back, one point after the other.
async fn point_at(browser: &Browser, points: &[(f64, f64)], count: usize, shown: &str) -> Result<Vec<f64>> {
    slow_down(browser, SLOW).await?;
    browser.run::<bool>(WATCH, &[]).await?;
    let mut times = Vec::new();
    for point in points.iter().cycle().take(count) {
        browser.hover((5.0, 5.0)).await?;
        tokio::time::sleep(QUIET).await;
        browser.eval::<bool>(&format!("watch('pointermove', () => {shown})")).await?;
        browser.hover(*point).await?;
        times.push(painted(browser).await?);
    }
    slow_down(browser, 1).await?;
    Ok(times)
}

/// Fifty elements in one go, when the library and the pages are there.
async fn fifty(browser: &Browser, runs: usize) -> Result<Vec<f64>> {
    const FIFTY: &str = "
        return (async () => {
            const make = (count) => Array.from({ length: count }, (_, index) => {
                const figure = document.createElement('article-figure');
                figure.setAttribute('src', ['/de/investment/', '/de/economy/', '/de/population/'][index % 3]);
                return figure;
            });
            const painted = () => new Promise(done => requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => done(performance.now());
                channel.port2.postMessage(0);
            }));
            const show = async (figures) => {
                const ready = figures.map(figure => new Promise(done => figure.addEventListener('ready', done, { once: true })));
                document.body.append(...figures);
                await Promise.all(ready);
                return painted();
            };
            const warm = make(3);
            await show(warm);
            warm.forEach(figure => figure.remove());
            await painted();
            const figures = make(50);
            const begin = performance.now();
            return await show(figures) - begin;
        })()";
    let mut times = Vec::new();
    for _ in 0..runs {
        browser.open_host("").await?;
        times.push(browser.run(FIFTY, &[]).await?);
    }
    Ok(times)
}

/// Animation frames and timers that a page asks for while nothing happens.
async fn rest(browser: &Browser, runs: usize) -> Result<Vec<f64>> {
    const COUNT: &str = "
        let asked = 0;
        for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval']) {
            const own = window[name].bind(window);
            window[name] = (...arguments) => (asked++, own(...arguments));
        }
        const wait = setTimeout;
        return new Promise(done => wait(() => done(asked - 1), 2000))";
    let mut counts = Vec::new();
    for _ in 0..runs.min(3) {
        browser.open("/de/investment/").await?;
        browser.figure("investment").alive().await?;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
        counts.push(browser.run(COUNT, &[]).await?);
    }
    Ok(counts)
}
