//! A large table that is read in the browser, on a slow processor.

use anyhow::Result;
use browser::{Answer, Browser};

use super::table::Row;
use super::{SLOW, at_most, slow_down};

const ROWS: u32 = 200_000;

/// Notes the tasks of more than 50 ms, and counts the slices: after each, the reading sends itself a message.
const NOTES: &str = "<script>
    tasks = []; slices = 0;
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (...values) { slices++; return postMessage.apply(this, values); };
    </script>";

pub async fn measure(runs: usize) -> Result<Vec<Row>> {
    let rows: String = (0..ROWS).map(|row| format!("n{row},{row}\n")).collect();
    let mut notes: Vec<(f64, f64)> = Vec::new();
    for _ in 0..runs {
        let browser = Browser::start().await?;
        let noted = read(&browser, &rows).await;
        browser.end().await?;
        notes.push(noted?);
    }
    let what = |what: &str| format!("a package of {ROWS} rows: {what}");
    let slices = notes.iter().map(|(_, slices)| *slices).collect();
    let longest = notes.into_iter().map(|(longest, _)| longest).collect();
    Ok(vec![
        at_most(&what("longest task"), longest, 50.0),
        Row { what: what("slices"), values: slices, unit: "", target: None },
    ])
}

/// The longest task in ms, 0 where all are shorter than 50 ms, and the number of slices.
async fn read(browser: &Browser, rows: &str) -> Result<(f64, f64)> {
    browser.site.answer("/large.csv", Answer::csv(format!("name,value\n{rows}")));
    slow_down(browser, SLOW).await?;
    browser.open_host(&format!("{NOTES}<article-figure package=/large.csv lang=en></article-figure>")).await?;
    browser.shown("document.querySelector('article-figure')").alive().await?;
    browser.eval("[Math.max(0, ...tasks), slices]").await
}
