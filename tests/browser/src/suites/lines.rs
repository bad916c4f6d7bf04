//! Figures of many points: the window by keys, by drawing and by address; long tables; many figures on a page; packages by
//! their address and from a disk.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use browser::article::from_sources;
use browser::{Answer, Area, Browser, Key, Shared, Shown, Site, Suite, Viewport, asset};

const ROWS: usize = 100_000;

pub fn add(suite: &mut Suite) {
    suite.case("a window by keys", by_keys).early();
    suite.case("a window by drawing", by_drawing);
    suite.case("a window that is given up", given_up);
    suite.case("a window by address", by_address);
    suite.case("a pointer over 100,000 points", pointed_at);
    suite.case("lines are levels above their points, and a tooltip has all of them", levels);
    suite.case("a table of 100,000 rows", table);
    suite.case("50 figures share one library and wait until they are near", fifty).fresh();
    suite.case("a package by its address", by_package);
    suite.case("names of files that mean something else in addresses", odd_addresses);
    suite.case("files of a disk", files_of_a_disk);
}

static SITE: Shared = Shared::new("lines");

fn built() -> Result<PathBuf> {
    Ok(SITE.folder(write_site)?.join("site"))
}

async fn site() -> Result<Site> {
    Site::start_in(&built()?, "").await
}

/// Two lines of a leap year with a gap, and one of many minutes.
fn write_site(folder: &Path) -> Result<()> {
    let (data, out) = (folder.join("data"), folder.join("site"));
    fs::create_dir_all(&data)?;
    let mut days = String::from("day,branch,visits\n");
    for day in 0..366 {
        let date = article_figures::package::moment(19_723.0 + f64::from(day));
        let gap = if (100..120).contains(&day) { String::new() } else { format!("{}", 500 + day % 7 * 20) };
        write!(days, "{date},Centre,{gap}\n{date},Harbour,{}\n", 300 + day / 2)?;
    }
    fs::write(data.join("days.csv"), days)?;
    let mut many = String::from("time,value\n");
    for minute in 0..ROWS {
        let time = article_figures::package::moment(19_723.0 + minute as f64 / 1440.0);
        writeln!(many, "{time},{}", (minute * 7919) % 1000)?;
    }
    fs::write(data.join("many.csv"), many)?;
    xtask::new::run(&data)?;
    from_sources(&data, |sources| article_figures::site::write(sources, &out))?;
    Ok(())
}

async fn opened<'a>(browser: &'a Browser, site: &Site, path: &str) -> Result<Shown<'a>> {
    browser.open_url(&site.url(path)).await?;
    let shown = browser.shown("document.querySelector('article-figure')");
    shown.complete().await?;
    Ok(shown)
}

/// The days between which the address says that the window is.
async fn window(browser: &Browser) -> Result<Option<(String, String)>> {
    let zoom: Option<String> = browser.eval("new URLSearchParams(location.search).get('zoom')").await?;
    Ok(zoom.and_then(|zoom| zoom.split_once(',').map(|(from, to)| (from.to_owned(), to.to_owned()))))
}

async fn wait_for_window(browser: &Browser, there: bool) -> Result<()> {
    let zoomed = format!("location.search.includes('zoom=') === {there}");
    browser.wait_until(&format!("a window is shown: {there}"), &zoomed).await?;
    browser.settle().await
}

async fn by_keys(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/days/").await?;
    let before = shown.base().await?;
    browser.eval::<bool>(&format!("({}.focus(), true)", shown.part(".item"))).await?;
    browser.press(&[Key::End]).await?;
    browser.type_keys(['+', '+']).await?;
    wait_for_window(browser, true).await?;
    let Some((from, to)) = window(browser).await? else { anyhow::bail!("no window") };
    // A quarter of the year, around the point that the keys had reached, one of its last.
    ensure!(from.as_str() > "2024-09-25" && from.as_str() < "2024-10-05" && to.starts_with("2024-12"), "{from}, {to}");
    let after = shown.base().await?;
    let differ = (0..before.height).any(|y| (0..before.width).any(|x| before.at(x, y) != after.at(x, y)));
    ensure!(differ, "the window is not painted");
    browser.type_keys(['-', '-']).await?;
    wait_for_window(browser, false).await
}

/// The canvas, in the middle of the window.
async fn in_sight(browser: &Browser, shown: &Shown<'_>) -> Result<Area> {
    let scroll = format!("({}.scrollIntoView({{ block: 'center' }}), true)", shown.part("canvas.base"));
    browser.eval::<bool>(&scroll).await?;
    shown.area().await
}

async fn by_drawing(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/days/").await?;
    let area = in_sight(browser, &shown).await?;
    let at = |part: f64| (area.x + part * area.width, area.y + area.height / 2.0);
    browser.drag(at(0.3), at(0.6)).await?;
    wait_for_window(browser, true).await?;
    let Some((from, to)) = window(browser).await? else { anyhow::bail!("no window") };
    ensure!(from.as_str() > "2024-02" && from < to && to.as_str() < "2024-12", "{from}, {to}");
    let chosen = format!("location.search.includes('select=') || !{}.hidden", shown.part(".card"));
    ensure!(!browser.eval::<bool>(&chosen).await?, "the end of the drag chose a point");
    // Twice at once shows all, but not where a reader marks a word of what is told.
    let twice =
        |part| format!("({}.dispatchEvent(new MouseEvent('dblclick', {{ bubbles: true }})), true)", shown.part(part));
    browser.eval::<bool>(&twice(".tooltip")).await?;
    browser.settle().await?;
    ensure!(window(browser).await?.is_some(), "a word of the tooltip ended the window");
    browser.eval::<bool>(&twice(".stage")).await?;
    wait_for_window(browser, false).await?;
    // A press chooses, as before.
    browser.click(at(0.5)).await?;
    browser.wait_until("a point is chosen", &chosen).await
}

/// Given up by Escape, or by release where the stage does not hear of it: nothing is shown, and nothing is drawn later.
async fn given_up(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/days/").await?;
    let area = in_sight(browser, &shown).await?;
    let (x, middle) = (area.x + 0.4 * area.width, area.y + area.height / 2.0);
    let drawn = format!("Boolean({})", shown.part(".brush"));
    browser.pull((x, middle), (x + 100.0, middle)).await?;
    ensure!(browser.eval::<bool>(&drawn).await?, "nothing is drawn");
    browser.press(&[Key::Escape]).await?;
    ensure!(!browser.eval::<bool>(&drawn).await?, "Escape leaves the window");
    browser.release((x + 100.0, middle)).await?;
    browser.pull((x, area.y + 2.0), (x + 1.0, area.y - 40.0)).await?;
    browser.release((x + 1.0, area.y - 40.0)).await?;
    browser.hover((x + 60.0, middle)).await?;
    browser.hover((x + 100.0, middle)).await?;
    ensure!(!browser.eval::<bool>(&drawn).await?, "a window is drawn without a button");
    browser.settle().await?;
    ensure!(window(browser).await?.is_none(), "a window is shown");
    Ok(())
}

async fn by_address(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/days/?zoom=2024-04-01,2024-05-15").await?;
    let keys: Vec<String> = browser
        .eval(&format!("[...{}.querySelectorAll('.item')].map(item => item.dataset.key)", shown.part(".items")))
        .await?;
    let inside = keys.iter().all(|key| key.contains("2024-04") || key.contains("2024-05"));
    ensure!(!keys.is_empty() && inside, "{keys:?}");
    // The gap of one line is no datum, the other line goes on.
    ensure!(!keys.iter().any(|key| key.contains("Centre-2024-04-15")), "{keys:?}");
    ensure!(keys.iter().any(|key| key.contains("Harbour-2024-04-15")), "{keys:?}");
    // What is shown is given to programs, and nothing else of the year.
    let rows = given(browser, &shown).await?;
    ensure!(rows.len() == keys.len() + 1, "{} rows of {} points", rows.len(), keys.len());
    ensure!(rows[1..].iter().all(|row| row.contains("Apr") || row.contains("May")), "{rows:?}");
    Ok(())
}

/// The table of what is shown, row by row, as programs of others are given it.
async fn given(browser: &Browser, shown: &Shown<'_>) -> Result<Vec<String>> {
    let csv: String = browser.eval(&format!("await {}.csv({{ shown: true }})", shown.element)).await?;
    Ok(csv.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect())
}

async fn pointed_at(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/many/").await?;
    let area = in_sight(browser, &shown).await?;
    browser.hover((area.x + area.width / 2.0, area.y + area.height / 3.0)).await?;
    let tooltip = shown.part(".tooltip");
    browser
        .wait_until("the tooltip tells a value", &format!("!{tooltip}.hidden && /\\d/.test({tooltip}.textContent)"))
        .await?;
    let items: usize = browser.eval(&format!("{}.querySelectorAll('.item').length", shown.part(".items"))).await?;
    ensure!(items > 100 && items <= 240, "{items} can be reached by keys");
    Ok(())
}

/// Each line is named by its course, before and after it is interactive; the points of one line at a time are offered.
async fn levels(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/days/").await?;
    let before = "[...document.querySelectorAll('article-figure .lines li')].map(line => line.textContent)";
    let before: Vec<String> = browser.eval(before).await?;
    let levels = format!("[...{}.querySelectorAll('.level')]", shown.part(".items"));
    let named: Vec<String> = browser.eval(&format!("{levels}.map(level => level.ariaLabel)")).await?;
    ensure!(named == before && named.len() == 2, "{named:?} instead of {before:?}");
    ensure!(named[0].starts_with("Centre: ") && named[0].contains("500") && named[0].contains("620"), "{named:?}");
    let open = format!("{levels}.map(level => [level.ariaExpanded, !level.nextElementSibling.hidden])");
    let opened: Vec<(String, bool)> = browser.eval(&open).await?;
    assert_eq!(opened, [("true".to_owned(), true), ("false".to_owned(), false)]);
    // A point is named by its time and value; its line is the name of its list.
    let items = format!(
        "{levels}.map(level => level.nextElementSibling).map(list => [list.ariaLabel, list.querySelector('.item').ariaLabel])"
    );
    let items: Vec<(String, String)> = browser.eval(&items).await?;
    for ((list, item), line) in items.iter().zip(["Centre", "Harbour"]) {
        ensure!(list == line && !item.contains(line) && item.contains("2024"), "{items:?}");
    }
    browser.eval::<bool>(&format!("({levels}[1].click(), true)")).await?;
    let opened: Vec<(String, bool)> = browser.eval(&open).await?;
    assert_eq!(opened, [("false".to_owned(), false), ("true".to_owned(), true)]);
    let reached = format!("{}.shadowRoot.activeElement?.dataset.key?.startsWith('Harbour')", shown.element);
    ensure!(browser.eval::<bool>(&reached).await?, "the press does not lead to the line's points");
    let area = in_sight(browser, &shown).await?;
    browser.hover((area.x + area.width * 0.3, area.y + area.height / 3.0)).await?;
    browser.settle().await?;
    let told = shown.tooltip().await?;
    let has = |line| told.iter().any(|part| part.starts_with(line));
    ensure!(told.len() == 3 && told[0].contains("2024") && has("Centre ") && has("Harbour "), "{told:?}");
    Ok(())
}

async fn table(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let shown = opened(browser, &site, "/en/many/").await?;
    let before = given(browser, &shown).await?;
    site.answer("/en/many/data.csv", Answer::Status(500));
    browser.eval::<bool>(&format!("({}.open = true, true)", shown.part("details.table"))).await?;
    let alert = shown.part(".table [role=alert]");
    browser.wait_until("the failure is told", &format!("{alert}?.textContent.includes('HTTP status 500')")).await?;
    let button = shown.part("thead th button");
    ensure!(browser.eval::<bool>(&format!("Boolean({button})")).await?, "the rows that are there cannot be sorted");
    site.restore("/en/many/data.csv");
    browser.click_on(&shown.part(".table [role=alert] button")).await?;
    let scroll = shown.part(".scroll");
    browser
        .wait_until("all rows are there", &format!("{scroll}.querySelector('table').ariaRowCount === '{}'", ROWS + 1))
        .await?;
    let rows = format!("{scroll}.querySelectorAll('tbody tr[aria-rowindex]')");
    for (part, index) in [("0", 2), ("scrollHeight", ROWS + 1), ("scrollHeight / 2", ROWS / 2)] {
        browser
            .eval::<bool>(
                &format!("({scroll}.scrollTop = {scroll}.{part} || 0, true)").replace(&format!("{scroll}.0 || 0"), "0"),
            )
            .await?;
        let near = format!(
            "[...{rows}].some(row => Math.abs(row.ariaRowIndex - {index}) < 200 && row.getBoundingClientRect().height)"
        );
        browser.wait_until(&format!("row {index} is there"), &near).await?;
        let count: usize = browser.eval(&format!("{rows}.length")).await?;
        ensure!(count < 200, "{count} rows stand in the document");
    }
    sorted(browser, &shown).await?;
    // What a program is given is what the page has of the figure, not what the file has.
    ensure!(given(browser, &shown).await? == before, "another table is given");
    browser.set_viewport(Viewport::DESKTOP.print()).await?;
    let printed: f64 = browser.eval(&format!("{scroll}.getBoundingClientRect().height")).await?;
    ensure!(printed > 100.0 && printed < 20_000.0, "{printed} px of paper");
    Ok(())
}

/// All rows are sorted, not those that stand there; and each row says what it is.
async fn sorted(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    let scroll = shown.part(".scroll");
    browser.eval::<bool>(&format!("({scroll}.scrollTop = 0, true)")).await?;
    let first = format!("{scroll}.querySelector('tr[aria-rowindex=\"2\"]')");
    for (way, order, value) in [("up", "ascending", "0"), ("down", "descending", "999")] {
        browser.eval::<bool>(&format!("({}.click(), true)", shown.part("thead th:last-child button"))).await?;
        let there = format!("{first}?.cells[1].textContent === '{value}'");
        browser.wait_until(&format!("the rows go {way}"), &there).await?;
        let head = format!("{}.ariaSort === '{order}'", shown.part("thead th:last-child"));
        ensure!(browser.eval::<bool>(&head).await?, "the head does not say {order}");
    }
    let named = format!("{first}.cells[0].scope === 'row' && {}.ariaRowIndex === '1'", shown.part("thead tr"));
    ensure!(browser.eval::<bool>(&named).await?, "the row has no header");
    Ok(())
}

async fn fifty(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let figures = "<article-figure src=/en/days/ style=display:block;min-height:600px></article-figure>".repeat(50);
    const COUNT: &str = "<script>
        window.instances = 0;
        for (const way of ['instantiate', 'instantiateStreaming']) {
            const instantiate = WebAssembly[way];
            WebAssembly[way] = (...values) => (instances++, instantiate.apply(WebAssembly, values));
        }
        </script>";
    let script = "<link rel=icon href=data:,><script type=module src=/article-figure.js></script>";
    let page =
        format!("<!doctype html><html lang=en><meta charset=utf-8><title>x</title>{COUNT}{script}<body>{figures}");
    site.answer("/fifty.html", Answer::html(page));
    browser.open_url(&site.url("/fifty.html")).await?;
    let all = "[...document.querySelectorAll('article-figure')]";
    let alive = |which: &str| format!("{all}.at({which}).shadowRoot?.querySelector('canvas.base')?.style.width");
    browser.wait_until("the first lives", &alive("0")).await?;
    browser.settle().await?;
    let live = format!("{all}.filter(figure => figure.shadowRoot?.querySelector('canvas.base')?.style.width).length");
    let count: usize = browser.eval(&live).await?;
    // Two windows of 800 px, and parts of two figures.
    ensure!((1..=5).contains(&count), "{count} of 50 did not wait until they were near");
    // Who is asked for something does not wait for its reader.
    let link: String = browser.eval(&format!("await {all}.at(-2).link()")).await?;
    ensure!(link.ends_with("/en/days/"), "{link}");
    ensure!(browser.eval::<bool>(&format!("Boolean({})", alive("-2"))).await?, "it gives what it has not");
    browser.eval::<bool>(&format!("({all}.at(-1).scrollIntoView(), true)")).await?;
    browser.wait_until("the last lives", &alive("-1")).await?;
    let library = fs::read_dir(built()?)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let wasm = library.filter(|name| name.starts_with("article_figures") && name.ends_with(".wasm"));
    let asked: usize = wasm.map(|name| site.requests(&format!("/{name}"))).sum();
    assert_eq!((asked, browser.eval::<usize>("instances").await?), (1, 1), "files of libraries, and instances of them");
    Ok(())
}

async fn by_package(browser: &Browser) -> Result<()> {
    let other = site().await?;
    for (attributes, title) in [("view=days", "Days"), ("", "Days")] {
        let package = other.url("/data/datapackage.json");
        browser.open_host(&format!("<article-figure package={package} {attributes} lang=en></article-figure>")).await?;
        let shown = browser.shown("document.querySelector('article-figure')");
        shown.alive().await?;
        ensure!(shown.text(".title").await? == title, "{attributes:?}");
        ensure!(!shown.base().await?.is_empty());
    }
    ensure!(other.requests("/data/days.csv") > 0 && browser.site.requests("/data/days.csv") == 0);
    let name = asset("article_figures_lines_bg.wasm")?;
    ensure!(browser.site.requests(&name) > 0, "lines are drawn by another library");
    Ok(())
}

/// Files keep their names, whatever signs they have; a query is none of the path; and what has moved is found where it is.
async fn odd_addresses(browser: &Browser) -> Result<()> {
    let table = "name,amount\nx,1\ny,2\nz,3\n";
    let package = |path: &str| {
        Answer::json(format!(
            r#"{{ "resources": [{{ "name": "a", "path": "{path}", "schema": {{ "fields": [
                {{ "name": "name", "type": "string" }}, {{ "name": "amount", "type": "number" }}] }} }}] }}"#
        ))
    };
    browser.site.answer("/private.csv", Answer::csv(table));
    for (path, encoded, address) in [
        ("a#1.csv", "/odd/a%231.csv", "/odd/datapackage.json"),
        ("50%.csv", "/odd/50%25.csv", "/odd/datapackage.json"),
        ("a?b.csv", "/odd/a%3Fb.csv", "/odd/datapackage.json?ref=feature/x"),
        ("plain.csv", "/odd/plain.csv", "/old/datapackage.json"),
    ] {
        browser.site.answer("/old/datapackage.json", Answer::Moved("/odd/datapackage.json".to_owned()));
        browser.site.answer("/odd/datapackage.json", package(path));
        browser.site.answer(encoded, Answer::csv(table));
        browser.open_host(&format!("<article-figure package={address} lang=en></article-figure>")).await?;
        browser.shown("document.querySelector('article-figure')").alive().await?;
    }
    browser.site.answer("/odd/datapackage.json", package("%2e%2e/private.csv"));
    browser.open_host("<article-figure package=/odd/datapackage.json lang=en></article-figure>").await?;
    let messages = browser.shown("document.querySelector('article-figure')").messages().await?;
    ensure!(messages == ["%2e%2e/private.csv: the file is missing"], "{messages:?}");
    assert_eq!(browser.site.requests("/private.csv"), 0);
    Ok(())
}

/// What an editor chooses is shown, what is wrong is told, and nothing is sent.
async fn files_of_a_disk(browser: &Browser) -> Result<()> {
    browser.open("/check/en/").await?;
    let choose = "
        const files = new DataTransfer();
        for (const [name, text] of arguments[0]) files.items.add(new File([text], name));
        const input = document.querySelector('#files');
        input.files = files.files;
        return input.dispatchEvent(new Event('change'))";
    let good = serde_json::json!([["sales.csv", "month,sales\n2024-01-01,10\n2024-02-01,12\n2024-03-01,9\n"]]);
    browser.run::<bool>(choose, &[good]).await?;
    let dropped = browser.shown("document.querySelector('main article-figure')");
    dropped.complete().await?;
    // Moved, it lives again.
    browser
        .eval::<bool>("(document.querySelector('main').append(document.querySelector('main section')), true)")
        .await?;
    browser.wait_until("it lives again", &format!("{}.inert === false", dropped.part("div"))).await?;
    dropped.complete().await?;
    ensure!(!dropped.base().await?.is_empty());
    ensure!(browser.eval::<bool>(NO_PROBLEMS).await?, "the table has problems");
    let drop = "
        const files = new DataTransfer();
        files.items.add(new File([arguments[0]], 'visits.csv'));
        return !document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))";
    let taken = browser.run::<bool>(drop, &["who,visits\nCentre,10\nHarbour,12\n".into()]).await?;
    ensure!(taken, "the browser opens what is dropped");
    browser
        .wait_until("what is dropped is shown", &format!("{}?.textContent === 'Visits'", dropped.part(".title")))
        .await?;
    browser.wait_until("its table is read", NO_PROBLEMS).await?;
    let bad = serde_json::json!([
        ["datapackage.json", "{\"languages\": [\"en\"], \"resources\": [{\"name\": \"a\", \"path\": \"a.csv\", \"schema\": {\"fields\": [
            {\"name\": \"who\", \"type\": \"string\"}, {\"name\": \"much\", \"type\": \"number\"}]}}]}"],
        ["a.csv", "who,much\nx,1\ny,\"1,5\"\nz,3\n"],
    ]);
    browser.run::<bool>(choose, &[bad]).await?;
    browser.wait_until("the mistake is listed", "document.querySelector('#report li')").await?;
    let said: Vec<String> =
        browser.eval("[...document.querySelectorAll('#report li')].map(item => item.textContent)").await?;
    let expected = "a.csv, row 3, column \"much\": expected a number, found \"1,5\": write a point, 1.5";
    ensure!(said == [expected], "{said:?}");
    let elsewhere: Vec<String> = browser
        .eval("performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith(location.origin))")
        .await?;
    ensure!(elsewhere.iter().all(|name| name.starts_with("data:") || name.starts_with("blob:")), "{elsewhere:?}");
    assert_eq!(browser.site.sent(), 0, "something was sent");
    Ok(())
}

const NO_PROBLEMS: &str =
    "(({ textContent, dataset }) => textContent === dataset.good)(document.querySelector('#report'))";
