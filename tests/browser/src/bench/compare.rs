//! Lines of ours beside those of other libraries: the same points, the same browser, one after the other.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use browser::{Answer, Browser, Site, Viewport};
use serde_json::json;
use xtask::build::Published;
use xtask::peers::PEERS;

use super::table::{spread, written};

const PAGE: &str = include_str!("compare.html");
const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Minutes from the first point on; the middle tenth is what is zoomed into.
const BEGIN: f64 = 1_577_836_800.0;
/// How often a mark is pointed at, for each run.
const HOVERS: usize = 4;

/// What is measured beside each other: how a page calls it, and what it loads.
struct Subject {
    name: &'static str,
    title: String,
    query: String,
    bytes: usize,
}

/// The table of all, in Markdown.
pub async fn measure(runs: usize) -> Result<String> {
    let folder = xtask::files::cache().join("bench");
    let (data, site) = (folder.join("data"), folder.join("site"));
    write_tables(&data)?;
    // Nobody's files come compressed.
    xtask::build::build(&site, Published { compressed: false, ..xtask::build::article(&data) })?;
    let mut browser = Browser::start().await?;
    browser.site = Site::start_in(&site, "").await?;
    let subjects = subjects(&browser, &site)?;
    let table = rows(&browser, &subjects, runs).await;
    browser.end().await?;
    table
}

/// A walk at random, a point a minute, two decimals: no line looks simpler than a real one.
fn write_tables(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for size in SIZES {
        let (mut seed, mut value) = (7_u64, 100.0);
        let mut text = String::from("time,value\n");
        for minute in 0..size {
            // Knuth, TAOCP 2, 3.3.4: a linear congruential generator modulo 2^64.
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            value += (seed >> 40) as f64 / f64::from(1 << 23) - 1.0;
            let time = article_figures::package::moment(BEGIN / 86_400.0 + minute as f64 / 1440.0);
            writeln!(text, "{time},{value:.2}")?;
        }
        fs::write(folder.join(format!("n{size}.csv")), text)?;
    }
    xtask::new::run(folder)?;
    Ok(())
}

fn subjects(browser: &Browser, site: &Path) -> Result<Vec<Subject>> {
    let file = |content_type, path: &Path| -> Result<Answer> {
        Ok(Answer::Bytes { content_type, bytes: fs::read(path)?.into() })
    };
    browser.site.answer("/compare.html", Answer::html(PAGE));
    for path in xtask::files::below(&site.join("points"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let size = name.split('.').next().and_then(|name| name.strip_prefix('n')).unwrap_or_default();
        let address = format!("/compare/{size}.bin");
        if name.ends_with(".bin") {
            browser.site.answer(&address, file("application/octet-stream", &path)?);
        }
    }
    // A thousand points stand in the page itself: those who have no page are given them in the same form.
    let table = fs::read_to_string(xtask::files::cache().join("bench/data/n1000.csv"))?;
    let values: Vec<f64> = table.lines().skip(1).filter_map(|line| line.split(',').nth(1)?.parse().ok()).collect();
    let times = (0..values.len()).map(|at| if at == 0 { BEGIN / 86_400.0 } else { 1.0 / 1440.0 });
    let numbers = std::iter::once(values.len() as f64).chain(times).chain(values.iter().copied());
    let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
    browser
        .site
        .answer("/compare/1000.bin", Answer::Bytes { content_type: "application/octet-stream", bytes: bytes.into() });
    let mut subjects = vec![Subject {
        name: "ours",
        title: "article-figures".to_owned(),
        query: String::new(),
        bytes: xtask::size::lines(site)?,
    }];
    for (peer, name) in PEERS.iter().zip(["uplot", "chartjs", "echarts"]) {
        let script = peer.script()?;
        browser.site.answer(&format!("/{name}.js"), file("text/javascript", &script)?);
        let mut query = format!("&script=/{name}.js");
        if let Some(style) = peer.style()? {
            browser.site.answer(&format!("/{name}.css"), file("text/css", &style)?);
            query += &format!("&style=/{name}.css");
        }
        let bytes = xtask::size::compressed(&script)?;
        subjects.push(Subject { name, title: format!("{} {}", peer.title, peer.version()), query, bytes });
    }
    Ok(subjects)
}

async fn rows(browser: &Browser, subjects: &[Subject], runs: usize) -> Result<String> {
    let mut table = String::from("| what |");
    subjects.iter().try_for_each(|subject| write!(table, " {} |", subject.title))?;
    table += &format!("\n| --- |{}\n| script and wasm, brotli |", " --- |".repeat(subjects.len()));
    subjects.iter().try_for_each(|subject| write!(table, " {} KB |", written(subject.bytes as f64 / 1000.0)))?;
    table.push('\n');
    for size in SIZES {
        // The larger ones take their time everywhere.
        let runs = if size > 100_000 { runs.div_ceil(3) } else { runs };
        let mut measured: Vec<[Vec<f64>; 3]> = subjects.iter().map(|_| Default::default()).collect();
        for run in 0..runs {
            for (subject, all) in subjects.iter().zip(&mut measured) {
                of_size(browser, subject, size, all).await?;
                if run == 0 {
                    answers(browser, subject, size).await?;
                }
            }
        }
        for (at, what) in ["from an empty page until drawn", "pointer until painted", "zoom into a tenth until painted"]
            .iter()
            .enumerate()
        {
            let cells = measured.iter().map(|all| format!(" {} |", told(&all[at])));
            table += &format!("| {} points: {what} |{}\n", grouped(size), cells.collect::<String>());
        }
    }
    let (mut changed, mut fifty) = (vec![Vec::new(); subjects.len()], vec![Vec::new(); subjects.len()]);
    for _ in 0..runs {
        for (at, subject) in subjects.iter().enumerate() {
            changed[at].push(change(browser, subject).await?);
            fifty[at].push(many(browser, subject).await?);
        }
    }
    for (what, all) in [
        ("another table of 10,000 points, fetched, until painted", changed),
        ("50 figures of 1,000 points until drawn", fifty),
    ] {
        let cells: String = all.iter().map(|values| format!(" {} |", told(values))).collect();
        table += &format!("| {what} |{cells}\n");
    }
    Ok(table)
}

async fn open(browser: &Browser, subject: &Subject, points: usize, count: usize) -> Result<f64> {
    browser.devtools("Network.clearBrowserCache", json!({})).await?;
    let Subject { name, query, .. } = subject;
    browser
        .visit(&browser.site.url(&format!("/compare.html?subject={name}&points={points}&count={count}{query}")))
        .await?;
    browser.wait_until(&format!("{name} has drawn {points} points"), "window.drawn").await?;
    browser.eval("window.drawn").await
}

/// One run of one subject.
async fn of_size(browser: &Browser, subject: &Subject, size: usize, all: &mut [Vec<f64>; 3]) -> Result<()> {
    browser.set_viewport(Viewport::new(1200, 900)).await?;
    all[0].push(open(browser, subject, size, 1).await.with_context(|| subject.title.clone())?);
    for place in 0..HOVERS {
        all[1].push(hover(browser, (200.0 + 80.0 * place as f64, 150.0)).await?);
    }
    all[2].push(browser.eval(&zoom(size)).await?);
    Ok(())
}

/// Into the tenth in the middle.
fn zoom(size: usize) -> String {
    let (middle, half) = (BEGIN + size as f64 * 30.0, size as f64 * 3.0);
    format!("zoomed({}, {})", middle - half, middle + half)
}

/// That a pointer and a zoom change what is seen, without which their times would mean nothing.
async fn answers(browser: &Browser, subject: &Subject, size: usize) -> Result<()> {
    open(browser, subject, size, 1).await?;
    browser.hover((1000.0, 800.0)).await?;
    let mut seen = browser.screen((0.0, 0.0), (800.0, 440.0)).await?;
    for what in ["a pointer", "a zoom"] {
        if what == "a pointer" {
            hover(browser, (300.0, 150.0)).await?;
        } else {
            browser.eval::<f64>(&zoom(size)).await?;
        }
        browser.settle().await?;
        let after = browser.screen((0.0, 0.0), (800.0, 440.0)).await?;
        ensure!(after != seen, "{} of {size} points shows nothing of {what}", subject.title);
        seen = after;
    }
    Ok(())
}

/// From the event to the end of the frame after it.
async fn hover(browser: &Browser, point: (f64, f64)) -> Result<f64> {
    const WATCH: &str = "
        window.painted = null;
        addEventListener('mousemove', (event) => requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.painted = performance.now() - event.timeStamp;
            channel.port2.postMessage(0);
        }), { capture: true, once: true });
        return true";
    browser.run::<bool>(WATCH, &[]).await?;
    browser.hover(point).await?;
    browser.wait_until("the pointer's frame is painted", "window.painted !== null").await?;
    browser.eval("window.painted").await
}

/// In a page that has never seen the other table.
async fn change(browser: &Browser, subject: &Subject) -> Result<f64> {
    browser.set_viewport(Viewport::new(1200, 900)).await?;
    open(browser, subject, 1_000, 1).await?;
    browser.eval("changed(10000)").await
}

/// All of them in sight.
async fn many(browser: &Browser, subject: &Subject) -> Result<f64> {
    browser.set_viewport(Viewport::new(1500, 2100)).await?;
    open(browser, subject, 1_000, 50).await
}

/// `12.3 ms (11 – 15)`
fn told(values: &[f64]) -> String {
    let (low, median, high) = spread(values);
    format!("{} ms ({} – {})", written(median), written(low), written(high))
}

fn grouped(size: usize) -> String {
    let digits = size.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
