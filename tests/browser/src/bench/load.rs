//! A page that is opened for the first time, over a slow network on a slow processor.

use std::time::Duration;

use anyhow::Result;
use browser::Browser;
use serde::Deserialize;
use serde_json::json;

use super::table::Row;
use super::{SLOW, at_most, slow_down};

/// "Slow 4G": bits a second down and up, and ms of a round trip.
const DOWN: f64 = 1.6e6;
const UP: f64 = 0.75e6;
const ROUND_TRIP: f64 = 150.0;

/// A page is left alone for so long.
const QUIET: Duration = Duration::from_secs(3);

/// The pages, by the path of a view: the three first kinds, and the heaviest.
const PAGES: [(&str, &str); 3] =
    [("bars", "/de/investment/"), ("slope", "/de/population/"), ("map", "/de/strikes/map/")];

/// Runs before anything of the page. At each animation frame it notes whether the figure's picture has a place in the
/// layout: what has one then is painted in that frame. The frame whose time is the last before the first contentful
/// paint is the frame of that paint.
const NOTES: &str = "
    window.notes = { frames: [], shift: 0, tasks: [], alive: null };
    const look = (time) => {
        const drawn = [...document.querySelectorAll('.stage > svg')].some(svg => svg.getBoundingClientRect().height > 50);
        notes.frames.push([time, drawn]);
        if (!drawn && notes.alive === null) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    new PerformanceObserver(list => list.getEntries().forEach(entry => notes.shift += entry.value))
        .observe({ type: 'layout-shift', buffered: true });
    new PerformanceObserver(list => list.getEntries().forEach(entry => notes.tasks.push([entry.startTime, entry.duration])))
        .observe({ type: 'longtask', buffered: true });
    addEventListener('ready', () => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => notes.alive = performance.now();
        channel.port2.postMessage(0);
    }), true);";

#[derive(Deserialize)]
struct Notes {
    /// When each frame began, and whether the picture was in it.
    frames: Vec<(f64, bool)>,
    shift: f64,
    /// Begin and length of what kept the page busy for more than 50 ms.
    tasks: Vec<(f64, f64)>,
    alive: f64,
    /// First contentful paint.
    paint: f64,
    /// Bytes that came over the network until the figure was alive.
    bytes: f64,
}

impl Notes {
    /// Whether the first contentful paint has the figure.
    fn has_figure(&self) -> bool {
        let frame = self.frames.iter().rfind(|(time, _)| *time <= self.paint);
        frame.is_some_and(|(_, figure)| *figure)
    }
}

pub async fn measure(runs: usize) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, path) in PAGES {
        let mut notes = Vec::new();
        for _ in 0..runs {
            // A browser of its own: nothing is kept, no connection is open, nothing is compiled.
            let browser = Browser::start().await?;
            let noted = open(&browser, path).await;
            browser.end().await?;
            notes.push(noted?);
        }
        let all = |value: fn(&Notes) -> f64| notes.iter().map(value).collect::<Vec<_>>();
        let row = |what: &str| format!("{name}: {what}");
        let with_figure = notes.iter().filter(|notes| notes.has_figure()).count();
        let figure = format!("first contentful paint; the figure is in it {with_figure} of {runs} times");
        rows.push(at_most(&row(&figure), all(|notes| notes.paint), 640.0));
        rows.push(Row { what: row("living"), values: all(|notes| notes.alive), unit: "ms", target: None });
        rows.push(Row { what: row("layout shift"), values: all(|notes| notes.shift), unit: "", target: Some(0.0) });
        let longest = |notes: &Notes| {
            let after = notes.tasks.iter().filter(|(begin, _)| *begin > notes.paint).map(|(_, length)| *length);
            after.fold(0.0, f64::max)
        };
        rows.push(at_most(&row("longest task after the first paint"), all(longest), 50.0));
        rows.push(Row {
            what: row("over the network until it lives"),
            values: all(|notes| notes.bytes / 1000.0),
            unit: "KB",
            target: None,
        });
    }
    Ok(rows)
}

async fn open(browser: &Browser, path: &str) -> Result<Notes> {
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": NOTES })).await?;
    browser.devtools("Network.enable", json!({})).await?;
    let network = json!({
        "offline": false, "latency": ROUND_TRIP, "downloadThroughput": DOWN / 8.0, "uploadThroughput": UP / 8.0,
    });
    browser.devtools("Network.emulateNetworkConditions", network).await?;
    slow_down(browser, SLOW).await?;
    browser.visit(&browser.site.url(path)).await?;
    // Who asks meanwhile keeps the page busy; and what shifts late counts as well.
    tokio::time::sleep(QUIET).await;
    browser.wait_until("the figure lives", "window.notes?.alive").await?;
    let body = "
        const [paint] = performance.getEntriesByName('first-contentful-paint');
        const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        const before = files.filter(file => file.responseEnd <= notes.alive);
        const bytes = before.reduce((sum, file) => sum + file.transferSize, 0);
        return { ...notes, paint: paint.startTime, bytes };";
    browser.run(body, &[]).await
}
