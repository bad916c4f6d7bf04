//! A site whose owner has switched on that it can be read without a network.

use std::fs;

use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Sources};
use browser::article::{VIEWS, from_sources};
use browser::{Answer, Browser, Shared, Site, Suite};

pub fn add(suite: &mut Suite) {
    suite.case("every figure of the reader's language is there without a network", read).fresh().early();
    suite.case("with a network, the newest page counts", renewed).fresh();
    suite.case("a site is not kept unless its owner wants that", unasked).fresh();
}

static SITE: Shared = Shared::new("offline");

/// The site at a sub-path, as it is built for readers without a network.
async fn site() -> Result<Site> {
    let out = SITE.folder(|folder| {
        from_sources(&xtask::files::data(), |sources| site::write(Sources { offline: true, ..sources }, folder))?;
        Ok(())
    })?;
    Site::start_in(&out, "/blog/figures").await
}

async fn visit(browser: &Browser, site: &Site, view: &str) -> Result<()> {
    browser.open_url(&site.url(&format!("/de/{view}/"))).await?;
    browser.figure(view).alive().await
}

/// Until the last of the pages is in the cache.
async fn keep(browser: &Browser, site: &Site) -> Result<()> {
    const KEPT: &str = "
        return (async () => {
            const kept = () => Promise.all(arguments[0].map(page => caches.match(page)));
            while (!(await kept()).every(Boolean)) await new Promise(done => setTimeout(done, 50));
            return true;
        })()";
    visit(browser, site, "investment").await?;
    let pages: Vec<_> = VIEWS.iter().map(|view| site.url(&format!("/de/{view}/"))).collect();
    browser.run::<bool>(KEPT, &[pages.into()]).await.map(drop)
}

async fn read(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    site.leave();
    for view in VIEWS {
        visit(browser, &site, view).await.with_context(|| format!("{view} without a network"))?;
    }
    browser.open_url(&site.url("/de/strikes/?kind=map")).await?;
    browser.figure("strikes").alive().await?;
    browser.click_on("document.getElementById('tab-economy')").await?;
    browser.figure("economy").alive().await?;
    browser.open_url(&site.url("/de/economy/?kind=stack")).await?;
    browser.figure("economy").alive().await?;
    let title = browser.figure("economy").text(".title").await?;
    ensure!(!title.is_empty(), "a figure without a title");
    Ok(())
}

async fn renewed(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    let page = SITE.folder(|_| Ok(()))?.join("de/population/index.html");
    let text = fs::read_to_string(&page)?;
    site.answer("/de/population/", Answer::html(text.replacen("<title>", "<title>Neu: ", 1)));
    visit(browser, &site, "population").await?;
    let title: String = browser.eval("document.title").await?;
    ensure!(title.starts_with("Neu: "), "{title:?} is an old page");
    Ok(())
}

async fn unasked(browser: &Browser) -> Result<()> {
    browser.open("/de/investment/").await?;
    browser.figure("investment").alive().await?;
    browser.settle().await?;
    let workers: usize = browser.eval("navigator.serviceWorker.getRegistrations().then(all => all.length)").await?;
    ensure!(workers == 0, "{workers} workers");
    ensure!(browser.site.requests("/offline.js") == 0, "the worker was asked for");
    Ok(())
}
