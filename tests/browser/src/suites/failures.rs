//! Failures: the page of a figure and the console get the words of `cargo xtask check`, an element without content says that
//! it has no figure, and what is inside an element stays. In English, because the check speaks English; `languages.rs` has
//! the errors of the other languages.

use anyhow::{Context, Result};
use browser::article::{DESCRIPTOR, VIEWS, file, problems};
use browser::{Answer, Browser, Shown, Suite, asset, element};
use launcher::engine::Engine;

pub fn add(suite: &mut Suite) {
    for (name, view, fault) in FAULTS {
        let is_quick = QUICK.contains(&name);
        suite.either(is_quick, name, async move |browser| said(browser, view, fault()?).await).fresh();
    }
    for (name, fault) in BROKEN_DESCRIPTORS {
        let is_quick = QUICK.contains(&name);
        suite.either(is_quick, name, async move |browser| said_by_all(browser, fault()?).await).fresh();
    }
    for (name, answer, message) in networks() {
        let is_quick = QUICK.contains(&name);
        suite.either(is_quick, name, async move |browser| not_loaded(browser, answer, message).await).fresh();
    }
    for (name, path, answer) in libraries() {
        let is_quick = QUICK.contains(&name);
        let copy = answer.clone();
        suite.either(is_quick, name, async move |browser| no_library(browser, path, answer).await).fresh();
        // A page of bars loads the module for bars, and no reader.
        if !path.contains("packages") {
            let asset = path.replace("_all", "");
            suite
                .either(is_quick, format!("{name}, on a built page"), async move |browser| {
                    picture_stays(browser, &asset, copy).await
                })
                .fresh();
        }
    }
    for (nth, name) in NO_MISTAKES.into_iter().enumerate() {
        suite.full(name, async move |browser| {
            let (file, bytes) = no_mistake(nth)?;
            is_read(browser, file, bytes).await
        });
    }
    suite.case("no script at all: the words stay", no_script).fresh();
    suite.case("no data folder for an element of its own", no_package);
    suite.case("still wrong when tried again", still_wrong);
    suite.case("what is inside an element stays", content_stays);
}

/// One of each way to fail; `tests/host/package.rs` has the messages of all mistakes in files.
const QUICK: [&str; 6] = [
    "missing file",
    "markup in a cell",
    "broken JSON",
    "wasm of other bytes",
    "script on a broken connection",
    "the words missing",
];

/// Bytes that a file of the package holds instead of its own; none: the file is missing.
type Fault = (&'static str, Option<Vec<u8>>);

fn changed(name: &'static str, from: &str, to: &str) -> Result<Fault> {
    let text = String::from_utf8(file(name)?)?;
    anyhow::ensure!(text.contains(from), "{name} has no {from:?}");
    Ok((name, Some(text.replacen(from, to, 1).into_bytes())))
}

/// A file of the package with a fault, read when its case runs.
type Make = fn() -> Result<Fault>;

const INVESTMENT: &str = "investment.csv";

/// A cell of the second row that holds something else.
fn cell(to: &str) -> Result<Fault> {
    changed(INVESTMENT, ",24.3,", to)
}

/// Faults of one figure alone.
const FAULTS: [(&str, &str, Make); 19] = [
    ("missing file", "investment", || Ok((INVESTMENT, None))),
    ("missing column", "population", || changed("population.csv", "year,population", "year,people")),
    ("missing column in the rows too", "investment", || changed(INVESTMENT, ",24.3", "")),
    ("extra column", "economy", || changed("economy.csv", "share,", "share,extra,")),
    ("decimal comma", "investment", || cell(",\"30,2\",")),
    ("words for a number", "investment", || cell(",n/a,")),
    ("empty cell", "investment", || cell(",,")),
    ("not a number", "investment", || cell(",NaN,")),
    ("infinite number", "investment", || cell(",inf,")),
    ("negative share", "investment", || cell(",-4,")),
    ("sum above 100", "investment", || cell(",54.3,")),
    ("duplicate key", "investment", || changed(INVESTMENT, "us,USA", "nl,USA")),
    ("unknown field in a view", "investment", || {
        changed(DESCRIPTOR, "\"series\": [\"share\"]", "\"series\": [\"part\"]")
    }),
    ("unknown kind", "population", || changed(DESCRIPTOR, "\"slope\"", "\"pie\"")),
    ("invalid UTF-8", "economy", || Ok(("economy.csv", Some(b"key,name\nmining,Rohstoff\xe4\n".to_vec())))),
    ("10 MB of one line", "population", || Ok(("population.csv", Some(vec![b'x'; 10 << 20])))),
    ("empty file", "economy", || Ok(("economy.csv", Some(Vec::new())))),
    ("markup in a cell", "investment", || cell(",<img src=x onerror=\"document.title='hacked'\">,")),
    ("several mistakes", "economy", || changed("economy.csv", "11,E02,", "-11,,")),
];

/// Faults that leave nothing to be shown.
const BROKEN_DESCRIPTORS: [(&str, Make); 4] = [
    ("missing descriptor", || Ok((DESCRIPTOR, None))),
    ("broken JSON", || changed(DESCRIPTOR, "\"version\": \"0.1.0\",", "\"version\": \"0.1.0\"")),
    ("JSON of something else", || Ok((DESCRIPTOR, Some(b"[]".to_vec())))),
    ("10 MB of brackets", || Ok((DESCRIPTOR, Some(vec![b'['; 10 << 20])))),
];

fn answer(bytes: Option<Vec<u8>>) -> Answer {
    bytes.map_or(Answer::Status(404), Answer::csv)
}

/// What the check says of a figure; that its statements are not shown then either is no mistake of its own.
fn mistakes(name: &str, bytes: Option<&[u8]>) -> Result<Vec<String>> {
    let mut mistakes = problems(name, bytes)?;
    mistakes.retain(|line| !(line.starts_with("statements.csv, row ") && line.contains(" in a figure, or \"none\"")));
    Ok(mistakes)
}

async fn said(browser: &Browser, view: &str, (name, bytes): Fault) -> Result<()> {
    let expected = mistakes(name, bytes.as_deref())?;
    let path = format!("/data/{name}");
    browser.site.answer(&path, answer(bytes));
    let other = if view == "economy" { "population" } else { "economy" };
    open(browser, &[view, other]).await?;
    fails_with(browser, &browser.figure(view), &expected).await?;
    lives(&browser.figure(other)).await?;
    browser.site.restore(&path);
    try_again(browser, &browser.figure(view)).await
}

async fn said_by_all(browser: &Browser, (name, bytes): Fault) -> Result<()> {
    let expected = mistakes(name, bytes.as_deref())?;
    browser.site.answer("/data/datapackage.json", answer(bytes));
    open(browser, &VIEWS).await?;
    for view in VIEWS {
        fails_with(browser, &browser.figure(view), &expected).await?;
    }
    browser.site.restore("/data/datapackage.json");
    try_again(browser, &browser.figure(VIEWS[VIEWS.len() - 1])).await
}

/// A page of somebody else with figures of the package, in English, which read it in the browser.
async fn open(browser: &Browser, views: &[&str]) -> Result<()> {
    browser.open_host(&views.iter().map(|view| element(view, "lang=en")).collect::<String>()).await
}

/// The page is told these words and no others; readers are offered to try again.
async fn fails_with(browser: &Browser, shown: &Shown<'_>, expected: &[String]) -> Result<()> {
    assert!(!expected.is_empty(), "the check finds nothing");
    assert_eq!(shown.messages().await?, expected);
    stands_in_place(browser, shown).await
}

async fn stands_in_place(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    let alert = shown.part("[role=alert]");
    let lead: String = browser.eval(&format!("{alert}.querySelector('p').textContent")).await?;
    assert_eq!(lead, "This chart cannot be shown right now.");
    assert_eq!(shown.text("[role=alert] button").await?, "Try again");
    assert_eq!(shown.text("[role=alert]").await?, "This chart cannot be shown right now.Try again");
    assert_ne!(browser.eval::<String>("document.title").await?, "hacked");
    let area = browser.area(&alert).await?;
    assert!(area.width > 200.0 && area.height > 50.0, "{area:?} cannot be seen");
    // The scroll bar of a message that makes the page longer takes room from the other figure, which is drawn again then.
    let fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    browser.wait_until("the message fits the page", fits).await?;
    Ok(())
}

async fn lives(shown: &Shown<'_>) -> Result<()> {
    shown.alive().await?;
    assert!(!shown.base().await?.is_empty());
    Ok(())
}

async fn try_again(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    browser.click_on(&shown.part("[role=alert] button")).await?;
    lives(shown).await.context("after trying again")?;
    assert!(!browser.eval::<bool>(&format!("Boolean({})", shown.part("[role=alert]"))).await?);
    Ok(())
}

/// What the network does, and how the message about it begins.
fn networks() -> Vec<(&'static str, Answer, &'static str)> {
    vec![
        ("server error", Answer::Status(500), "the file could not be loaded: HTTP status 500"),
        ("gone", Answer::Status(410), "the file is missing"),
        ("forbidden", Answer::Status(403), "the file could not be loaded: HTTP status 403"),
        ("broken connection", Answer::Broken, "the file could not be loaded: "),
    ]
}

async fn not_loaded(browser: &Browser, answer: Answer, message: &str) -> Result<()> {
    for name in ["investment.csv", DESCRIPTOR] {
        let path = format!("/data/{name}");
        browser.site.answer(&path, answer.clone());
        open(browser, &["investment"]).await?;
        let shown = browser.figure("investment");
        let messages = shown.messages().await?;
        let begin = format!("{name}: {message}");
        assert!(messages.len() == 1 && messages[0].starts_with(&begin), "{messages:?} instead of {begin}");
        assert!(!messages[0].ends_with(": "), "{messages:?} gives no reason");
        stands_in_place(browser, &shown).await?;
        browser.site.restore(&path);
        try_again(browser, &shown).await?;
    }
    Ok(())
}

fn libraries() -> Vec<(&'static str, &'static str, Answer)> {
    const WASM: &str = "article_figures_all_bg.wasm";
    const SCRIPT: &str = "article_figures_all.js";
    let bytes = |content_type, bytes: &'static [u8]| Answer::Bytes { content_type, bytes: bytes.into() };
    vec![
        ("wasm missing", WASM, Answer::Status(404)),
        ("wasm with a server error", WASM, Answer::Status(500)),
        ("wasm on a broken connection", WASM, Answer::Broken),
        ("wasm of other bytes", WASM, bytes("application/wasm", b"this is no wasm")),
        ("wasm that is an empty module", WASM, bytes("application/wasm", b"\0asm\x01\0\0\0")),
        ("wasm that is a page", WASM, Answer::html("<h1>Log in</h1>")),
        ("script missing", SCRIPT, Answer::Status(404)),
        ("script on a broken connection", SCRIPT, Answer::Broken),
        ("script that is a page", SCRIPT, Answer::html("<h1>Log in</h1>")),
        ("script with a mistake", SCRIPT, bytes("text/javascript", b"export default {")),
        ("the reader of packages missing", "article_packages_bg.wasm", Answer::Status(404)),
        ("the reader's script missing", "article_packages.js", Answer::Status(404)),
        ("the style sheet missing", "figure.css", Answer::Status(404)),
        ("the words missing", "words/en.json", Answer::Status(404)),
    ]
}

async fn no_library(browser: &Browser, name: &str, answer: Answer) -> Result<()> {
    let path = &asset(name)?;
    browser.site.answer(path, answer);
    open(browser, &["economy"]).await?;
    let shown = browser.figure("economy");
    let messages = shown.messages().await?;
    assert!(messages.len() == 1 && messages[0].contains(path), "{messages:?} does not name {path}");
    stands_in_place(browser, &shown).await?;
    browser.site.restore(path);
    try_again(browser, &shown).await?;
    // A figure that is asked for tries again by itself.
    let another = element("population", "");
    browser
        .run::<bool>("return (document.body.insertAdjacentHTML('beforeend', arguments[0]), true)", &[another.into()])
        .await?;
    lives(&browser.figure("population")).await
}

/// What keeps a built figure from living is nothing that a reader must know: its picture stays.
async fn picture_stays(browser: &Browser, name: &str, answer: Answer) -> Result<()> {
    browser.site.answer(&asset(name)?, answer);
    browser.open_host("").await?;
    browser.open("/en/economy/").await?;
    let element = "document.querySelector('article-figure')";
    browser.wait_until("it gives up", &format!("{element}.querySelector('.controls').hidden")).await?;
    let shown: bool =
        browser.eval(&format!("{element}.querySelector('svg.wide').getBoundingClientRect().height > 100")).await?;
    assert!(shown, "the picture is gone");
    assert!(!browser.eval::<bool>(&format!("Boolean({element}.shadowRoot.querySelector('[role=alert]'))")).await?);
    Ok(())
}

const NO_MISTAKES: [&str; 5] = [
    "byte order mark in a table",
    "CRLF in a table",
    "quoted commas",
    "no line break at the end",
    "byte order mark in the descriptor",
];

/// The file and its bytes for an entry of [`NO_MISTAKES`].
fn no_mistake(nth: usize) -> Result<(&'static str, Vec<u8>)> {
    let csv = String::from_utf8(file("investment.csv")?)?;
    let json = String::from_utf8(file(DESCRIPTOR)?)?;
    Ok(match nth {
        0 => (INVESTMENT, format!("\u{feff}{csv}").into_bytes()),
        1 => (INVESTMENT, csv.replace('\n', "\r\n").into_bytes()),
        2 => (INVESTMENT, csv.replacen("Niederlande,", "\"Niederlande, die\",", 1).into_bytes()),
        3 => (INVESTMENT, csv.trim_end().as_bytes().to_vec()),
        _ => (DESCRIPTOR, format!("\u{feff}{json}").into_bytes()),
    })
}

async fn is_read(browser: &Browser, name: &str, bytes: Vec<u8>) -> Result<()> {
    assert_eq!(problems(name, Some(&bytes))?, [""; 0]);
    let comma = bytes.windows(7).any(|part| part == b"de, die");
    browser.site.answer(&format!("/data/{name}"), Answer::csv(bytes));
    browser.open_host(&element("investment", "")).await?;
    let shown = browser.figure("investment");
    lives(&shown).await?;
    let first = shown.text(".table tbody tr").await?;
    let label = if comma { "Niederlande, die" } else { "Niederlande" };
    assert!(first.starts_with(&format!("{label}30,2")), "{first}");
    Ok(())
}

async fn no_script(browser: &Browser) -> Result<()> {
    browser.site.answer(&asset("article-figure.js")?, Answer::Status(404));
    browser.open("/de/economy/").await?;
    browser.wait_until("the tabs work", "document.querySelector('[role=tablist]')").await?;
    let text: String = browser.eval("document.getElementById('economy').innerText").await?;
    for expected in ["Handel und Rohstoffgewinnung", "Quelle laut Artikel", "Tabelle mit Zitaten"] {
        assert!(text.contains(expected), "{text}");
    }
    Ok(())
}

async fn no_package(browser: &Browser) -> Result<()> {
    browser.open_host(&element("economy", "lang=\"en\"").replace("/data/", "/nowhere/")).await?;
    let messages = browser.figure("economy").messages().await?;
    assert_eq!(messages, ["datapackage.json: the file is missing"]);
    Ok(())
}

async fn still_wrong(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Status(404));
    open(browser, &["economy"]).await?;
    let shown = browser.figure("economy");
    shown.messages().await?;
    browser.site.answer("/data/economy.csv", Answer::csv("key"));
    browser.click_on(&shown.part("[role=alert] button")).await?;
    let expected = mistakes("economy.csv", Some(b"key"))?;
    let first = format!("{}.messages[0] === {:?}", shown.element, expected[0]);
    browser.wait_until("the new mistake is named", &first).await?;
    assert_eq!(shown.messages().await?, expected);
    Ok(())
}

/// The words and links of a host, whatever fails; no text of an exception in its article.
async fn content_stays(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::csv("key"));
    browser.site.answer(&asset("figure.css")?, Answer::Status(404));
    let content = "<p>See <a href=/de/economy/>the economy</a></p>";
    let all = [
        element("economy", ""),
        "<article-figure src=/nowhere/></article-figure>".to_owned(),
        "<article-figure src=/de/economy/></article-figure>".to_owned(),
        "<article-figure></article-figure>".to_owned(),
    ];
    let heard = "<script>heard = []; addEventListener('error', event => event.detail && heard.push(event.target), true)</script>";
    let figures: String = all.iter().map(|figure| figure.replace("></", &format!(">{content}</"))).collect();
    browser.open_host(&format!("{heard}{figures}")).await?;
    browser.wait_until("all have failed", &format!("heard.length === {}", all.len())).await?;
    let texts: Vec<String> = browser
        .eval("Array.from(document.querySelectorAll('article-figure'), figure => figure.innerText.trim())")
        .await?;
    assert_eq!(texts, ["See the economy"; 4]);
    let seen =
        "Array.from(document.querySelectorAll('article-figure a'), link => link.getBoundingClientRect().height > 10)";
    assert_eq!(browser.eval::<Vec<bool>>(seen).await?, [true; 4]);
    let said: Vec<usize> = browser
        .eval("Array.from(document.querySelectorAll('article-figure'), figure => figure.messages.length)")
        .await?;
    assert!(said.iter().all(|count| *count > 0), "{said:?}");
    // Firefox tells its driver nothing of what a page's module prints.
    let errors = browser.errors().await?;
    let is_told = errors.iter().any(|line| line.contains("article-figure: "));
    assert!(is_told || browser.engine == Engine::Firefox, "{errors:?}");
    Ok(())
}
