//! What comes from a package, an address or a message is data: it is shown as text or ignored. Messages are in
//! `embeds.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Sources};
use browser::article::{VIEWS, from_sources};
use browser::{Browser, Shared, Site, Suite, element};

use super::common::hostile::hostile_package;

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

pub fn add(suite: &mut Suite) {
    suite.case("no other host, no cookies, nothing stored", private).fresh();
    for (nth, query) in QUERIES.into_iter().enumerate() {
        for (other, page) in ["/de/investment/", "/de/strikes/embed.html", "/"].into_iter().enumerate() {
            let address = format!("{page}?{query}");
            suite.either(nth % 3 == other, format!("no link of ours: {address}"), async move |browser| {
                browser.open(&address).await?;
                is_ours(browser, &address).await
            });
        }
    }
    suite.case("huge addresses", huge);
    for view in VIEWS {
        let (page, package) = (["investment", "strikes"].contains(&view), view == "counted");
        let case = suite.either(page, format!("a hostile package, interactive: {view}"), async move |browser| {
            as_page(browser, view).await
        });
        if view == "investment" {
            case.early();
        }
        suite.either(package, format!("a hostile package, read in the browser: {view}"), async move |browser| {
            as_package(browser, view).await
        });
    }
}

/// The hostile package and its site.
static HOSTILE_SITE: Shared = Shared::new("hostile");

fn hostile() -> Result<PathBuf> {
    HOSTILE_SITE.folder(hostile_site)
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

async fn huge(browser: &Browser) -> Result<()> {
    let long = "x,".repeat(30_000);
    for address in ["/de/investment/?select=", "/de/investment/embed.html?select=", "/de/counted/embed.html?only="] {
        browser.open(&format!("{address}{long}")).await?;
        is_ours(browser, address).await?;
    }
    Ok(())
}

fn hostile_site(folder: &Path) -> Result<()> {
    let (package, out) = (folder.join("package"), folder.join("site"));
    hostile_package(&package)?;
    let base = Some("https://example.org/");
    from_sources(&package, |sources| site::write(Sources { base, ..sources }, &out))?;
    Ok(())
}

async fn as_page(browser: &Browser, view: &str) -> Result<()> {
    let site = Site::start_in(&hostile()?.join("site"), "").await?;
    for page in [format!("/de/{view}/"), format!("/de/{view}/embed.html")] {
        browser.open_url(&site.url(&page)).await?;
        is_ours(browser, &page).await?;
        opened(browser, &browser.figure(view).element).await.context(page)?;
    }
    Ok(())
}

async fn as_package(browser: &Browser, view: &str) -> Result<()> {
    for path in xtask::files::below(&hostile()?.join("package"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        browser.site.answer(&format!("/data/{name}"), browser::Answer::csv(fs::read(&path)?));
    }
    browser.open_host(&element(view, "lang=en")).await?;
    is_ours(browser, view).await?;
    opened(browser, &browser.figure(view).element).await
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
