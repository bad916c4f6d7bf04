//! A site whose owner has switched on that it can be read without a network.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use article_figures::site::{self, Sources};
use browser::article::{VIEWS, from_sources};
use browser::{Answer, Browser, Shared, Site, Suite};
use launcher::engine::Engine;
use serde_json::json;
use tokio::time::sleep;

pub fn add(suite: &mut Suite) {
    suite.case("every figure of the reader's language is there without a network", read).fresh().early();
    suite.case("with a network, the newest page counts", renewed).fresh();
    suite.case("a site is not kept unless its owner wants that", unasked).fresh();
    suite.case("no room left keeps no page from the reader", full).fresh();
    suite.full("without room for its files the site works as without a worker", cramped).fresh();
    for (index, (name, answer)) in unkept().into_iter().enumerate() {
        let body = async move |browser: &Browser| unreplaced(browser, answer).await;
        suite.either(index == 0, format!("a kept page is not replaced by {name}"), body).fresh();
    }
    suite.case("a kept page is not replaced by one that the server redirects to", redirected).fresh();
    suite.full("a kept page is not replaced by one of another origin", sent_off).fresh();
    suite.full("pages and files of others below the site are not kept", foreign).fresh();
    suite.case("a name with a hash is installed with its content alone", poisoned).fresh();
    suite.full("a name with a hash is kept later with its content alone", poisoned_later).fresh();
    suite.case("a kept page is shown if the server is silent", silent).fresh();
    suite.full("a kept page is shown if the new one stops in the middle", stalled).fresh();
    suite.full("a page that is not kept may take its time", patient).fresh();
    suite.full("parts of files come from the server", ranged).fresh();
    suite.full("files that never arrive leave connections for the reader", hanging).fresh();
    suite.full("caches of others are neither read nor deleted", others).fresh();
    suite.full("a new version keeps the pages of the one before", updated).fresh();
    suite.full("a new version that cannot be installed leaves the one before", uninstalled).fresh();
}

static SITE: Shared = Shared::new("offline");

fn built() -> Result<PathBuf> {
    SITE.folder(|folder| {
        from_sources(&xtask::files::data(), |sources| site::write(Sources { offline: true, ..sources }, folder))?;
        Ok(())
    })
}

/// The site at a sub-path, as it is built for readers without a network.
async fn site() -> Result<Site> {
    Site::start_in(&built()?, "/blog/figures").await
}

async fn visit(browser: &Browser, site: &Site, view: &str) -> Result<()> {
    browser.open_url(&site.url(&format!("/de/{view}/"))).await?;
    browser.figure(view).alive().await
}

/// Until all pages are in the cache.
async fn keep(browser: &Browser, site: &Site) -> Result<()> {
    visit(browser, site, "investment").await?;
    kept(browser, site).await
}

async fn kept(browser: &Browser, site: &Site) -> Result<()> {
    const KEPT: &str = "
        const kept = () => Promise.all(arguments[0].map(page => caches.match(page)));
        while (!(await kept()).every(Boolean)) await new Promise(done => setTimeout(done, 50));
        return true;";
    let pages: Vec<_> = VIEWS.iter().map(|view| site.url(&format!("/de/{view}/"))).collect();
    browser.run::<bool>(KEPT, &[pages.into()]).await.map(drop)
}

/// The text that is kept of a path, in any cache.
async fn text(browser: &Browser, site: &Site, path: &str) -> Result<Option<String>> {
    let text = "return (await caches.match(arguments[0]))?.text()";
    browser.run(text, &[site.url(path).into()]).await
}

/// Fetches a path as the page's scripts do, whatever the answer is.
async fn fetch(browser: &Browser, site: &Site, path: &str) -> Result<u16> {
    let fetch = "const response = await fetch(arguments[0]); await response.text(); return response.status";
    browser.run(fetch, &[site.url(path).into()]).await
}

/// A page that carries nothing of the site but its title.
fn marked() -> Result<String> {
    let text = fs::read_to_string(built()?.join("de/economy/index.html"))?;
    Ok(text.replacen("<title>", "<title>Neu: ", 1))
}

/// The published path of a file whose name carries a hash.
fn hashed(name: &str) -> Result<String> {
    let (stem, extension) = name.rsplit_once('.').context("no extension")?;
    let (folder, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
    let entries = fs::read_dir(built()?.join(folder))?.map(|entry| Ok(entry?.file_name().into_string().ok()));
    let names = entries.collect::<Result<Vec<_>>>()?.into_iter().flatten();
    let is_it = |found: &String| found.starts_with(&format!("{stem}.")) && found.ends_with(&format!(".{extension}"));
    let found = names.filter(is_it).max_by_key(String::len).context("no such file")?;
    Ok(if folder.is_empty() { format!("/{found}") } else { format!("/{folder}/{found}") })
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
    site.answer("/de/economy/", Answer::html(marked()?));
    visit(browser, &site, "economy").await?;
    let title: String = browser.eval("document.title").await?;
    ensure!(title.starts_with("Neu: "), "{title:?} is an old page");
    let url = json!(site.url("/de/economy/"));
    let renewed = format!("caches.match({url}).then(page => page.text()).then(text => text.includes('<title>Neu: '))");
    browser.wait_until("the new page is kept", &format!("await {renewed}")).await
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

/// Limits the site's storage. Only Chromium has a command for this.
async fn limit(browser: &Browser, site: &Site, bytes: u32) -> Result<()> {
    let quota = json!({ "origin": site.url(""), "quotaSize": bytes });
    browser.devtools("Storage.overrideQuotaForOrigin", quota).await.map(drop)
}

/// Publishes the worker with a storage that refuses everything after `spend()`.
fn refusing(site: &Site, when: &str) -> Result<()> {
    const REFUSE: &str = "
        const refuse = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
        const spend = () => { Cache.prototype.put = Cache.prototype.add = Cache.prototype.addAll = refuse; };";
    let worker = fs::read_to_string(built()?.join("offline.js"))?;
    site.answer("/offline.js", script(format!("{REFUSE}\n{when}\n{worker}")));
    Ok(())
}

fn script(text: String) -> Answer {
    Answer::Bytes { content_type: "text/javascript", bytes: text.into() }
}

async fn full(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let is_limited = browser.engine == Engine::Chromium;
    if !is_limited {
        refusing(&site, "new BroadcastChannel('spent').onmessage = spend;")?;
    }
    keep(browser, &site).await?;
    if is_limited {
        limit(browser, &site, 1).await?;
    } else {
        browser.run::<bool>("new BroadcastChannel('spent').postMessage(0); return true", &[]).await?;
    }
    browser.open_url(&site.url("/en/economy/")).await?;
    browser.figure("economy").alive().await?;
    ensure!(text(browser, &site, "/en/economy/").await?.is_none(), "there is room");
    visit(browser, &site, "economy").await?;
    site.leave();
    visit(browser, &site, "population").await
}

async fn cramped(browser: &Browser) -> Result<()> {
    let site = site().await?;
    if browser.engine == Engine::Chromium {
        browser.visit(&site.url("/empty")).await?;
        limit(browser, &site, 100_000).await?;
    } else {
        refusing(&site, "spend();")?;
    }
    visit(browser, &site, "investment").await?;
    refused(browser, &site).await?;
    browser.click_on("document.getElementById('tab-economy')").await?;
    browser.figure("economy").alive().await?;
    visit(browser, &site, "population").await
}

/// Installs the worker as the page does: that fails, and leaves nothing.
async fn refused(browser: &Browser, site: &Site) -> Result<()> {
    const INSTALL: &str = "
        const registration = await navigator.serviceWorker.register(arguments[0]);
        while (registration.installing) await new Promise(done => setTimeout(done, 50));
        return Boolean(registration.waiting || registration.active);";
    let is_installed: bool = browser.run(INSTALL, &[site.url("/offline.js").into()]).await?;
    ensure!(!is_installed, "the worker is installed");
    let caches: usize = browser.eval("caches.keys().then(all => all.length)").await?;
    ensure!(caches == 0, "{caches} caches are left");
    Ok(())
}

/// A case's name and what its server answers.
type Named = (&'static str, fn() -> Result<Answer>);

/// Answers that are shown and not kept.
fn unkept() -> [Named; 5] {
    [
        ("one that is not to be stored", || Ok(Answer::page(200, &[("cache-control", "no-store")], marked()?))),
        ("one that varies by everything", || Ok(Answer::page(200, &[("vary", "*")], marked()?))),
        ("a part", || {
            let text = marked()?;
            let range = format!("bytes 0-{}/{}", text.len() - 1, text.len());
            Ok(Answer::page(206, &[("content-range", &range)], text))
        }),
        ("one of a proxy", || Ok(Answer::page(203, &[], marked()?))),
        ("one that asks to log in", || Ok(Answer::html("<!doctype html><title>Neu: log in</title>"))),
    ]
}

async fn unreplaced(browser: &Browser, answer: fn() -> Result<Answer>) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    let before = text(browser, &site, "/de/economy/").await?;
    site.answer("/de/economy/", answer()?);
    browser.open_url(&site.url("/de/economy/")).await?;
    let title: String = browser.eval("document.title").await?;
    ensure!(title.starts_with("Neu: "), "{title:?} is an old page");
    browser.settle().await?;
    site.leave();
    visit(browser, &site, "economy").await?;
    let title: String = browser.eval("document.title").await?;
    ensure!(!title.starts_with("Neu: "), "{title:?} was kept");
    ensure!(text(browser, &site, "/de/economy/").await? == before, "another page is kept");
    Ok(())
}

async fn redirected(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    site.answer("/de/economy/", Answer::Moved("/blog/figures/de/population/".to_owned()));
    ensure!(fetch(browser, &site, "/de/economy/").await? == 200, "the other page does not answer");
    visit_moved(browser, &site).await?;
    site.leave();
    visit(browser, &site, "economy").await
}

/// A page with another address is shown at that address.
async fn visit_moved(browser: &Browser, site: &Site) -> Result<()> {
    browser.open_url(&site.url("/de/economy/")).await?;
    browser.figure("population").alive().await?;
    ensure!(browser.eval::<bool>("location.pathname.endsWith('/de/population/')").await?, "the address has not moved");
    Ok(())
}

async fn sent_off(browser: &Browser) -> Result<()> {
    let site = site().await?;
    visit(browser, &site, "investment").await?;
    browser.run::<bool>("await navigator.serviceWorker.ready; return true", &[]).await?;
    let there = browser.site.url("/en/economy/");
    site.answer("/en/economy/", Answer::page(302, &[("location", &there)], ""));
    // The page's policy refuses such an answer, but the worker gets it first.
    let fetch = "await fetch(arguments[0]).then(page => page.text()).catch(() => undefined); return true";
    browser.run::<bool>(fetch, &[site.url("/en/economy/").into()]).await?;
    browser.settle().await?;
    ensure!(text(browser, &site, "/en/economy/").await?.is_none(), "a page of another origin is kept");
    Ok(())
}

async fn foreign(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    let other = "<!doctype html><html data-offline=\"offline.js\"><title>Neu</title>";
    let answers = [
        ("/inner/", Answer::html(other)),
        ("/login/", Answer::html("<!doctype html><title>Neu</title>")),
        ("/photo.png", Answer::Bytes { content_type: "image/png", bytes: vec![0; 9].into() }),
        ("/api/list", Answer::json("[]")),
        ("/data/table.csv", Answer::html("<!doctype html><title>Neu</title>")),
    ];
    for (path, answer) in answers {
        site.answer(path, answer);
        ensure!(fetch(browser, &site, path).await? == 200, "{path} does not answer");
        browser.settle().await?;
        ensure!(text(browser, &site, path).await?.is_none(), "{path} is kept");
    }
    Ok(())
}

async fn poisoned(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let name = hashed("words/en.json")?;
    site.answer(&name, Answer::html("<!doctype html><title>Not found</title>"));
    visit(browser, &site, "investment").await?;
    refused(browser, &site).await?;
    site.restore(&name);
    keep(browser, &site).await?;
    let file = fs::read_to_string(built()?.join(name.trim_start_matches('/')))?;
    ensure!(text(browser, &site, &name).await?.as_ref() == Some(&file), "{name} has another content");
    Ok(())
}

async fn poisoned_later(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    let name = hashed("words/en.json")?;
    const REMOVE: &str = "
        for (const name of await caches.keys()) await (await caches.open(name)).delete(arguments[0]);
        return true;";
    for answer in [Answer::html("<!doctype html><title>Not found</title>"), Answer::json("{}")] {
        browser.run::<bool>(REMOVE, &[site.url(&name).into()]).await?;
        site.answer(&name, answer);
        let fetch = "const response = await fetch(arguments[0], { cache: 'reload' }); return response.status";
        let status: u16 = browser.run(fetch, &[site.url(&name).into()]).await?;
        ensure!(status == 200, "the answer is kept from the reader");
        browser.settle().await?;
        ensure!(text(browser, &site, &name).await?.is_none(), "a wrong content is kept");
    }
    site.restore(&name);
    browser.open_url(&site.url("/en/economy/")).await?;
    browser.figure("economy").alive().await
}

async fn silent(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    site.answer("/de/economy/", Answer::Never);
    visit(browser, &site, "economy").await
}

async fn stalled(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    for answer in [Answer::Stalled, Answer::Half, Answer::Broken] {
        site.answer("/de/economy/", answer);
        visit(browser, &site, "economy").await?;
        ensure!(browser.eval::<bool>("document.querySelector('main ~ footer') !== null").await?, "half a page");
    }
    Ok(())
}

async fn patient(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    site.answer("/en/economy/", Answer::Slow(Duration::from_secs(8)));
    browser.open_url(&site.url("/en/economy/")).await?;
    browser.figure("economy").alive().await
}

async fn ranged(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    visit(browser, &site, "economy").await?;
    let fetch = "
        const response = await fetch(arguments[0], { headers: { range: 'bytes=0-9' }, cache: 'no-store' });
        return `${response.status} ${(await response.text()).length}`";
    for path in [hashed("words/de.json")?, "/data/investment.csv".to_owned()] {
        let answer: String = browser.run(fetch, &[site.url(&path).into()]).await?;
        ensure!(answer == "206 10", "{path}: {answer}");
    }
    Ok(())
}

async fn hanging(browser: &Browser) -> Result<()> {
    let site = site().await?;
    let names =
        ["de", "en", "kk", "ru"].map(|language| [format!("menu/{language}.js"), format!("errors/{language}.json")]);
    let paths = names.iter().flatten().map(|name| hashed(name)).collect::<Result<Vec<_>>>()?;
    for path in &paths {
        site.answer(path, Answer::Never);
    }
    visit(browser, &site, "investment").await?;
    while paths.iter().all(|path| site.requests(path) == 0) {
        browser.settle().await?;
    }
    // As many more as there may be.
    sleep(Duration::from_secs(1)).await;
    for view in ["economy", "population", "strikes"] {
        browser.click_on(&format!("document.getElementById('tab-{view}')")).await?;
        browser.figure(view).alive().await?;
    }
    visit(browser, &site, "january").await
}

async fn others(browser: &Browser) -> Result<()> {
    let site = site().await?;
    browser.visit(&site.url("/empty")).await?;
    const OPEN: &str = "
        const [scope, page] = arguments;
        const names = ['another', `article-figures ${new URL('/', scope)} 1`, `article-figures ${scope}inner/ 1`];
        for (const name of [...names, `article-figures ${scope} 1`]) {
            await (await caches.open(name)).put(page, new Response('poison', { headers: { 'content-type': 'text/html' } }));
        }
        return names;";
    let arguments = [site.url("/").into(), site.url("/de/economy/").into()];
    let names: Vec<String> = browser.run(OPEN, &arguments).await?;
    visit(browser, &site, "investment").await?;
    let own = json!(format!("article-figures {} ", site.url("/")));
    let is_whole = "caches.open(name).then(cache => cache.keys()).then(keys => keys.length >= 30)";
    let mine = format!("(await caches.keys()).filter(name => name.startsWith({own}))");
    browser.wait_until("the old version is gone", &format!("{mine}.every(name => !name.endsWith(' 1'))")).await?;
    let fills = format!("{mine}.length === 1 && await Promise.all({mine}.map(name => {is_whole})).then(all => all[0])");
    browser.wait_until("everything is kept", &fills).await?;
    let left: Vec<String> = browser.eval("caches.keys()").await?;
    ensure!(names.iter().all(|name| left.contains(name)), "{left:?}");
    visit(browser, &site, "investment").await?;
    site.leave();
    visit(browser, &site, "economy").await
}

/// Publishes another version of the worker, and waits until the browser has tried it.
async fn publish(browser: &Browser, site: &Site) -> Result<()> {
    let worker = fs::read_to_string(built()?.join("offline.js"))?;
    let next = worker.replacen("const CACHE = PREFIX + \"", "const CACHE = PREFIX + \"next-", 1);
    ensure!(next != worker, "no version in the worker");
    site.answer("/offline.js", script(next));
    // This page has no script that would ask for pages to be kept.
    site.answer("/de/investment/", Answer::html("<!doctype html><title>Neu</title>"));
    browser.open_url(&site.url("/de/investment/")).await?;
    const UPDATED: &str = "
        const { installing } = await (await navigator.serviceWorker.ready).update();
        while (installing && !['activated', 'redundant'].includes(installing.state)) {
            await new Promise(done => setTimeout(done, 50));
        }
        return true;";
    browser.run::<bool>(UPDATED, &[]).await.map(drop)
}

async fn updated(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    publish(browser, &site).await?;
    let names: Vec<String> = browser.eval("caches.keys()").await?;
    ensure!(names.len() == 1 && names[0].contains(" next-"), "{names:?}");
    site.leave();
    for view in ["economy", "counted"] {
        visit(browser, &site, view).await.with_context(|| format!("{view} without a network"))?;
    }
    Ok(())
}

async fn uninstalled(browser: &Browser) -> Result<()> {
    let site = site().await?;
    keep(browser, &site).await?;
    let before: Vec<String> = browser.eval("caches.keys()").await?;
    site.answer(&hashed("words/en.json")?, Answer::Status(404));
    publish(browser, &site).await?;
    let after: Vec<String> = browser.eval("caches.keys()").await?;
    ensure!(before == after, "{before:?}, then {after:?}");
    site.leave();
    visit(browser, &site, "economy").await
}
