//! What comes from a package, an address or a message is data: it is shown as text or ignored. Messages are in
//! `embeds.rs`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Sources};
use browser::article::{VIEWS, from_sources};
use browser::{Browser, Cases, Failures, Site, element};
use serde_json::Value;

/// What would change the page's title if it were anything but text.
const HOSTILE: &str = "\"'><img src=x onerror=\"document.title='hacked'\"></script></title></svg><script>document.title='hacked'</script>\
    <a href=\"javascript:document.title='hacked'\">x</a>";
const ADDRESS: &str = "javascript:document.title='hacked'";

/// Queries that no link of ours has.
const QUERIES: [&str; 14] = [
    "select=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D%27hacked%27%22%3E",
    "kind=__proto__",
    "kind=constructor&sort=toString",
    "kind=%E0%A4%A",
    "select=%00%00&sort=%ff",
    "only=%3Cscript%3Edocument.title%3D'hacked'%3C/script%3E",
    "view=__proto__",
    "view=../../x&select=us",
    "lang=__proto__",
    "lang=javascript:alert(1)",
    "theme=%22%3E%3Cimg%20src=x%20onerror=document.title='hacked'%3E",
    "group=1e308&compare=-1&lanes=;;;",
    "&&&===&?#",
    "childId=%3Cimg%3E&initialWidth=-1",
];

#[tokio::test]
async fn security() -> Result<(), Failures> {
    let folder = tempfile::tempdir().map_err(anyhow::Error::from)?;
    let mut cases = Cases::start().await?;
    cases.case("every page says what it may load", policies).await;
    cases.case("no other host, no cookies, nothing stored", private).await;
    cases.case("addresses that no link of ours has", addresses).await;
    cases.case("huge addresses", huge).await;
    let hostile = hostile_site(folder.path()).await?;
    cases.case("a hostile package, as files", async |browser| as_files(browser, &hostile, folder.path()).await).await;
    for view in VIEWS {
        let name = format!("a hostile package, alive: {view}");
        cases.case(&name, async |browser| as_page(browser, &hostile, view).await).await;
    }
    cases
        .case("a hostile package, read in the browser", async |browser| as_package(browser, folder.path()).await)
        .await;
    cases.end().await
}

async fn policies(_: &Browser) -> Result<()> {
    let pages = xtask::files::below(&xtask::files::dist())?;
    let pages: Vec<_> = pages.iter().filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect();
    ensure!(pages.len() > 50, "{} pages", pages.len());
    for path in pages {
        let page = fs::read_to_string(path)?;
        let policy = page.split("<meta http-equiv=\"Content-Security-Policy\" content=\"").nth(1);
        let policy = policy
            .and_then(|rest| rest.split('"').next())
            .with_context(|| format!("{} has no policy", path.display()))?;
        ensure!(policy.starts_with("default-src 'none';"), "{}: {policy}", path.display());
        for forbidden in ["'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "*", "data:;script", "blob:"] {
            ensure!(!policy.contains(forbidden), "{}: {policy}", path.display());
        }
    }
    Ok(())
}

const KEPT: &str = "
    return (async () => [
        document.cookie,
        String(Object.keys(localStorage)) + Object.keys(sessionStorage),
        String((await indexedDB.databases()).map(base => base.name)),
        String(await caches.keys()),
        String(performance.getEntriesByType('resource').map(entry => entry.name).filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))),
    ])()";

async fn private(browser: &Browser) -> Result<()> {
    for path in ["/", "/de/strikes/", "/kk/economy/embed.html", "/doctor/element.html", "/doctor/script.html"] {
        browser.open(path).await?;
        browser.settle().await?;
        browser.wait_until("it lives", "document.querySelector('[data-live], iframe')").await?;
        assert_eq!(browser.run::<Vec<String>>(KEPT, &[]).await?, [""; 5], "{path}");
    }
    Ok(())
}

/// Whether the page is still ours: a living figure, no image, nothing in the console.
async fn is_ours(browser: &Browser, address: &str) -> Result<()> {
    browser.wait_until(&format!("{address} lives"), "document.querySelector('article-figure[data-live]')").await?;
    browser.settle().await?;
    unharmed(browser).await.with_context(|| address.to_owned())
}

const FOUND: &str = "
    const roots = [document, ...Array.from(document.querySelectorAll('article-figure'), figure => figure.shadowRoot)];
    const bad = 'img, [onerror], a[href^=\"javascript:\" i], script:not([src]):not([type])';
    const found = roots.flatMap(root => [...root.querySelectorAll(bad)]);
    // The embed pages have a script of their own.
    const own = node => node.matches('script') && !node.textContent.includes('hacked');
    return found.filter(node => !own(node)).map(node => node.outerHTML.slice(0, 100))";

async fn unharmed(browser: &Browser) -> Result<()> {
    let found: Vec<String> = browser.run(FOUND, &[]).await?;
    ensure!(found.is_empty(), "{found:#?}");
    let title: String = browser.eval("document.title").await?;
    ensure!(title != "hacked", "a script has run");
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

async fn addresses(browser: &Browser) -> Result<()> {
    for query in QUERIES {
        for page in ["/de/investment/", "/de/strikes/embed.html", "/"] {
            let address = format!("{page}?{query}");
            browser.open(&address).await?;
            is_ours(browser, &address).await?;
        }
    }
    Ok(())
}

async fn huge(browser: &Browser) -> Result<()> {
    let long = "x,".repeat(30_000);
    for address in ["/de/investment/?select=", "/de/investment/embed.html?select=", "/de/counted/embed.html?only="] {
        browser.open(&format!("{address}{long}")).await?;
        is_ours(browser, address).await?;
    }
    Ok(())
}

/// The article's package with hostile texts and addresses wherever readers see one.
fn hostile_package(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for path in xtask::files::below(&xtask::files::data())? {
        let copy = folder.join(path.file_name().unwrap_or_default());
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => hostile_table(&path, &copy)?,
            Some("json") if path.ends_with("datapackage.json") => {
                let mut descriptor: Value = serde_json::from_slice(&fs::read(&path)?)?;
                hostile_texts(&mut descriptor);
                fs::write(copy, descriptor.to_string())?;
            }
            _ => drop(fs::copy(&path, copy)?),
        }
    }
    Ok(())
}

fn hostile_table(path: &Path, copy: &Path) -> Result<()> {
    const TEXTS: [&str; 8] =
        ["name", "quotation", "note", "finding", "summary", "reason", "source_note", "period_name"];
    let mut reader = csv::Reader::from_path(path)?;
    let mut writer = csv::Writer::from_path(copy)?;
    let heads = reader.headers()?.clone();
    writer.write_record(&heads)?;
    for record in reader.records() {
        let record = record?;
        let cells = heads.iter().zip(&record).map(|(head, cell)| match head {
            _ if cell.is_empty() => String::new(),
            "source" | "address" => ADDRESS.to_owned(),
            head if TEXTS.contains(&head.split('@').next().unwrap_or_default()) => format!("{cell} {HOSTILE}"),
            _ => cell.to_owned(),
        });
        writer.write_record(cells)?;
    }
    Ok(writer.flush()?)
}

/// All titles and descriptions, whatever they are of.
fn hostile_texts(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(hostile_texts),
        Value::Object(map) => {
            for (name, value) in map.iter_mut() {
                match value {
                    Value::String(text)
                        if ["title", "description", "subtitle", "note", "tab"]
                            .contains(&name.split('@').next().unwrap_or_default()) =>
                    {
                        text.push_str(HOSTILE)
                    }
                    Value::String(text) if name == "path" && text.starts_with("http") => *text = ADDRESS.to_owned(),
                    other => hostile_texts(other),
                }
            }
        }
        _ => {}
    }
}

async fn hostile_site(folder: &Path) -> Result<Site> {
    let (package, out) = (folder.join("package"), folder.join("site"));
    hostile_package(&package)?;
    let base = Some("https://example.org/");
    for problem in from_sources(&package, |sources| site::write(Sources { base, ..sources }, &out))?.problems {
        println!("{problem}");
    }
    Site::start_in(&out, "").await
}

const PARSED: &str = "
    const [text, type] = arguments;
    const page = new DOMParser().parseFromString(text.replace(/<style>[^]*?<\\/style>/, ''), type);
    const bad = 'img[onerror], [onerror], a[href^=\"javascript:\" i], link[href^=\"javascript:\" i], parsererror';
    return Array.from(page.querySelectorAll(bad), node => node.outerHTML.slice(0, 200));";

async fn as_files(browser: &Browser, hostile: &Site, folder: &Path) -> Result<()> {
    browser.open_url(&hostile.url("/de/investment/data.json")).await?;
    let mut looked_at = 0;
    for path in xtask::files::below(&folder.join("site"))? {
        let kind = match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => "text/html",
            Some("svg") => "image/svg+xml",
            Some("xml") => "application/xml",
            _ => continue,
        };
        let text = fs::read_to_string(&path)?;
        let found: Vec<String> = browser.run(PARSED, &[text.into(), kind.into()]).await?;
        ensure!(found.is_empty(), "{}: {found:#?}", path.display());
        looked_at += 1;
    }
    ensure!(looked_at > 100, "{looked_at} files");
    Ok(())
}

async fn as_page(browser: &Browser, hostile: &Site, view: &str) -> Result<()> {
    for page in [format!("/de/{view}/"), format!("/de/{view}/embed.html")] {
        browser.open_url(&hostile.url(&page)).await?;
        is_ours(browser, &page).await?;
        opened(browser, &browser.figure(view).element).await.context(page)?;
    }
    Ok(())
}

async fn as_package(browser: &Browser, folder: &Path) -> Result<()> {
    for path in xtask::files::below(&folder.join("package"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        browser.site.answer(&format!("/data/{name}"), browser::Answer::csv(fs::read(&path)?));
    }
    for view in VIEWS {
        browser.open_host(&element(view, "lang=en")).await?;
        is_ours(browser, view).await?;
        opened(browser, &browser.figure(view).element).await.context(view)?;
    }
    Ok(())
}

/// Opens what a reader can open: card, table, tooltip.
async fn opened(browser: &Browser, figure: &str) -> Result<()> {
    let open = format!(
        "const root = {figure}.shadowRoot;
        root.querySelector('details.table').open = true;
        const item = root.querySelector('.item');
        item.click();
        return root.querySelector('.card').textContent + root.querySelector('table').textContent"
    );
    let text: String = browser.run(&open, &[]).await?;
    ensure!(text.contains("<img src=x onerror="), "{text:?} does not say what the package says");
    let place = browser.area(&format!("{figure}.shadowRoot.querySelector('.item')")).await?;
    browser.hover(place.centre()).await?;
    browser.settle().await?;
    unharmed(browser).await
}
