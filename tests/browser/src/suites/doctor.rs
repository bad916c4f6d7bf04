//! The embed doctor finds every way of embedding well, and so does the browser's console.

use anyhow::{Result, ensure};
use browser::{Browser, Suite, Viewport};

/// What a row of the doctor's table says.
#[derive(Debug, serde::Deserialize)]
struct Row {
    way: String,
    height: String,
    alive: String,
    faults: String,
}

const ROWS: &str = "Array.from(document.querySelectorAll('tr[data-what]'), row => ({
    way: row.querySelector('a').getAttribute('href'),
    ...Object.fromEntries(['height', 'alive', 'faults'].map(name => [name, row.querySelector('.' + name).textContent])),
}))";

/// Each way, and whether its figure has all the height that it asks for. WordPress allows 1000 px.
const WAYS: [(&str, [bool; 2]); 12] = [
    ("element.html", [true, true]),
    ("iframe.html", [false, false]),
    ("script.html", [true, true]),
    ("sandbox.html", [true, true]),
    ("wordpress.html", [true, false]),
    ("hostile.html", [true, true]),
    ("twenty.html", [true, true]),
    ("dark.html", [true, true]),
    ("scaled.html", [true, true]),
    ("root.html", [true, true]),
    ("publishers.html", [true, true]),
    ("trusted.html", [true, true]),
];

pub fn add(suite: &mut Suite) {
    suite.full("wide", async |browser| well(browser, 1200, 0).await);
    suite.case("phone", async |browser| well(browser, 320, 1).await);
    suite.full("a fault is found", fault);
}

async fn examined(browser: &Browser) -> Result<Vec<Row>> {
    browser.open("/doctor/").await?;
    while !browser.eval::<bool>("Boolean(document.getElementById('verdict').textContent)").await? {
        browser.settle().await?;
    }
    browser.eval(ROWS).await
}

async fn well(browser: &Browser, width: u32, number: usize) -> Result<()> {
    browser.set_viewport(Viewport::new(width, 900)).await?;
    let rows = examined(browser).await?;
    assert_eq!(rows.len(), WAYS.len());
    for (row, (way, fits)) in rows.iter().zip(WAYS) {
        assert_eq!(row.way, way);
        assert_eq!(row.faults, "none", "{row:?}");
        ensure!(row.alive.parse::<u32>().is_ok(), "{row:?}");
        ensure!(row.height.contains("asks for") != fits[number], "{row:?}");
    }
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

async fn fault(browser: &Browser) -> Result<()> {
    browser.site.answer("/embed.js", browser::Answer::Status(404));
    let rows = examined(browser).await?;
    let bad: Vec<_> =
        rows.iter().filter(|row| row.faults.contains("embed.js: not loaded")).map(|row| row.way.as_str()).collect();
    assert_eq!(bad, ["script.html", "sandbox.html", "twenty.html", "dark.html"]);
    Ok(())
}
