//! The life of elements: mounting, removing, moving, changing, resizing, resting.

use std::time::Duration;

use anyhow::Result;
use article_figures::theme::Theme;
use browser::{Answer, Browser, Left, Metrics, Suite, Viewport, article, asset, element};

/// Bytes that JavaScript's heap may differ by after the same work: compiled code and inline caches, measured
/// at 0.15 MB. One leaked figure of 100 would hold several KB, all of them more than half a megabyte.
const HEAP_TOLERANCE: f64 = 400_000.0;

/// Bytes that the wasm's memory may differ by: 10.7 MB were measured after the first round of 200 figures, 64 KB more after
/// five others.
const WASM_TOLERANCE: u64 = 2 << 20;

pub fn add(suite: &mut Suite) {
    suite
        .case("40 figures, made, turned and removed twice, leave nothing behind", async |browser| {
            many(browser, 40, 2).await
        })
        .fresh();
    for part in ["first", "second", "third", "fourth"] {
        let name = format!("the {part} 500 of 2,000 figures, made, turned and removed, leave nothing behind");
        suite.full(name, async |browser| many(browser, 100, 5).await).fresh();
    }
    suite.case("removing while the data is loading leaves nothing behind", removed_while_loading).fresh();
    suite.case("removing while the wasm is loading leaves nothing behind", removed_before_wasm).fresh();
    suite.case("a page removes a figure that tells it something", removed_when_told).fresh();
    suite.case("a moved element lives on", moved);
    suite.case("attributes change the figure", attributes);
    suite.case("attributes that change while loading count", changed_while_loading).fresh();
    suite.case("the last of many changes wins", changed_often);
    suite.case("registering twice is harmless", registered_twice).fresh();
    suite.case("resizing paints once a frame at most", resized);
    suite.case("the pixel ratio changes while it lives", ratio);
    suite.case("hidden, it is painted when it is shown", hidden);
    suite.case("at rest nothing moves", rest);
}

/// Makes so many figures of packages, of built pages and of lines, waits until all are painted, turns each to another view or
/// kind, chooses a datum in it and removes it.
const ROUND: &str = "
    const VIEWS = ['investment', 'economy', 'population', 'strikes', 'january', 'chronology', 'counted'];
    const KINDS = { economy: 'kind=stack', strikes: 'kind=map', investment: 'group=1', population: 'relative=1' };
    const frames = async () => { for (const _ of [1, 2]) await new Promise(done => requestAnimationFrame(done)); };
    const told = (figure, name) => new Promise(done => figure.addEventListener(name, done, { once: true }));
    const figures = Array.from({ length: arguments[0] }, (_, index) => {
        const figure = document.createElement('article-figure');
        // All in sight: who is far away waits.
        figure.style.cssText = 'position: absolute; top: 0; width: 600px';
        const view = VIEWS[index % VIEWS.length];
        const [name, address] = [['package', '/data/datapackage.json'], ['src', `/en/${view}/`], ['package', '/lines.csv']][index % 3];
        figure.setAttribute(name, address);
        if (name === 'package' && !address.endsWith('.csv')) figure.setAttribute('view', view);
        return figure;
    });
    const painted = () => figures.filter(({ shadowRoot }) => shadowRoot.querySelector('canvas')?.style.width).length;
    const turned = figures.map((figure, index) => {
        const turn = async () => {
            await told(figure, 'ready');
            const view = VIEWS[(index + 3) % VIEWS.length];
            if (figure.hasAttribute('view')) figure.setAttribute('view', view);
            else if (figure.hasAttribute('src')) figure.setAttribute('src', `/de/${view}/`);
            else return figure.setAttribute('state', 'zoom=2024-01-05,2024-02-05');
            await told(figure, 'ready');
            figure.setAttribute('state', KINDS[view] ?? '');
        };
        return turn();
    });
    return (async () => {
        document.body.append(...figures);
        await Promise.all(turned);
        await frames();
        const count = painted();
        for (const figure of figures) {
            figure.shadowRoot.querySelector('.item').focus();
            for (const key of ['Home', 'Enter']) {
                figure.shadowRoot.querySelector('.stage').dispatchEvent(new KeyboardEvent('keydown', { key }));
            }
        }
        figures.forEach(figure => figure.remove());
        return count;
    })()";

/// A hundred days of two lines.
fn lines() -> String {
    let row = |day: u32| {
        format!("{},{},{}\n", article_figures::package::moment(f64::from(19_723 + day)), day % 7, 9 - day % 5)
    };
    ["day,one,other\n".to_owned()].into_iter().chain((0..100).map(row)).collect()
}

/// Bytes that the libraries have taken from the browser. A driver's own scripts may have another world, in which nothing is
/// loaded yet: a script of the page asks.
async fn wasm_memory(browser: &Browser) -> Result<u64> {
    const ASK: &str = "
        const script = Object.assign(document.createElement('script'), { type: 'module' });
        script.textContent = `
            const libraries = await Promise.all(${JSON.stringify(arguments[0])}.map(address => import(address)));
            const started = await Promise.all(libraries.map(library => library.default()));
            document.body.dataset.bytes = started.reduce((bytes, { memory }) => bytes + memory.buffer.byteLength, 0)`;
        delete document.body.dataset.bytes;
        document.body.append(script);
        script.remove();
        return true";
    let scripts = LIBRARIES.iter().map(|name| asset(&format!("{name}.js"))).collect::<Result<Vec<_>>>()?;
    browser.run::<bool>(ASK, &[scripts.into()]).await?;
    browser.wait_until("the libraries tell", "document.body.dataset.bytes").await?;
    browser.eval("Number(document.body.dataset.bytes)").await
}

const LIBRARIES: [&str; 2] = ["article_figures_lines", "article_packages"];

async fn many(browser: &Browser, figures: u32, rounds: u32) -> Result<()> {
    browser.site.answer("/lines.csv", Answer::csv(lines()));
    browser.open_host("").await?;
    // Figures of lines first, lest what draws less is loaded beside what draws all.
    append(browser, "<article-figure package=/lines.csv lang=en></article-figure>").await?;
    browser.shown("document.querySelector('article-figure')").alive().await?;
    browser.eval::<bool>(REMOVE).await?;
    let mut first = None;
    for _ in 0..rounds {
        assert_eq!(browser.run::<u32>(ROUND, &[figures.into()]).await?, figures);
        browser.settle().await?;
        let after = (browser.metrics().await?, wasm_memory(browser).await?);
        // The first round compiles the code and takes the memory that all others find free.
        let (metrics, memory) = *first.get_or_insert(after);
        if let (Some(before), Some(after)) = (metrics, after.0) {
            same(before, after);
        }
        println!("        {:?}, {} bytes of wasm", after.0, after.1);
        assert!(after.1 < memory + WASM_TOLERANCE, "the wasm grew from {memory} to {}", after.1);
    }
    assert_eq!(browser.site.requests("/article-figure.js"), 1);
    for name in LIBRARIES {
        for file in [format!("{name}.js"), format!("{name}_bg.wasm")] {
            assert_eq!(browser.site.requests(&asset(&file)?), 1, "{file}");
        }
    }
    Ok(())
}

#[track_caller]
fn same(before: Metrics, after: Metrics) {
    assert_eq!((after.nodes, after.listeners), (before.nodes, before.listeners));
    assert!(after.heap - before.heap < HEAP_TOLERANCE, "the heap grew from {} to {}", before.heap, after.heap);
}

const REMOVE: &str = "(document.querySelectorAll('article-figure').forEach(figure => figure.remove()), true)";
const ADD: &str = "(document.body.insertAdjacentHTML('beforeend', arguments[0]), true)";

async fn append(browser: &Browser, html: &str) -> Result<()> {
    browser.run::<bool>(&format!("return {ADD}"), &[html.into()]).await.map(drop)
}

async fn removed_while_loading(browser: &Browser) -> Result<()> {
    browser.open_host(&element("economy", "")).await?;
    browser.figure("economy").alive().await?;
    browser.eval::<bool>(REMOVE).await?;
    let mut before = None;
    for path in ["/data/datapackage.json", "/data/economy.csv"] {
        browser.site.answer(path, Answer::Slow(Duration::from_millis(300)));
        for _ in 0..2 {
            let requests = browser.site.requests(path);
            append(browser, &element("economy", "").repeat(20)).await?;
            while browser.site.requests(path) == requests {
                browser.settle().await?;
            }
            browser.eval::<bool>(REMOVE).await?;
            browser.settle().await?;
            if let Some(after) = browser.metrics().await? {
                same(*before.get_or_insert(after), after);
            }
        }
        browser.site.restore(path);
    }
    // Longer than the answers take, which nobody waits for any more.
    tokio::time::sleep(Duration::from_millis(350)).await;
    let errors = browser.errors().await?;
    assert!(errors.iter().all(|line| line.contains("favicon")), "{errors:#?}");
    Ok(())
}

async fn removed_before_wasm(browser: &Browser) -> Result<()> {
    browser.site.answer(&asset("article_packages_bg.wasm")?, Answer::Slow(Duration::from_millis(300)));
    browser.open_host(&element("economy", "id=gone")).await?;
    browser.eval::<bool>("(window.gone = document.getElementById('gone'), gone.remove(), true)").await?;
    append(browser, &element("population", "")).await?;
    browser.figure("population").alive().await?;
    let content: String = browser.eval("gone.shadowRoot.querySelector('div').innerHTML").await?;
    assert_eq!(content, "", "the removed element was filled");
    assert_eq!(browser.site.requests("/data/economy.csv"), 0);
    Ok(())
}

/// The library is in the middle of its work then.
async fn removed_when_told(browser: &Browser) -> Result<()> {
    for (event, act) in [
        ("select", "part('.item').click()"),
        ("viewchange", "part('[data-name=kind][value=stack]').click()"),
        ("select", "part('.item').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))"),
    ] {
        browser.open_host(&element("economy", "")).await?;
        browser.figure("economy").alive().await?;
        let told = format!(
            "const element = document.querySelector('article-figure');
            const part = (selector) => element.shadowRoot.querySelector(selector);
            part('.item').focus();
            let told = 0;
            element.addEventListener('{event}', () => {{ told++; element.remove(); }});
            {act};
            await new Promise((done) => setTimeout(done));
            document.body.append(element);
            return told;"
        );
        let told: u32 = browser.eval(&format!("(async () => {{ {told} }})()")).await?;
        assert_eq!(told, 1, "{event} by {act}");
        browser.figure("economy").alive().await?;
        let errors = browser.errors().await?;
        assert!(errors.iter().all(|line| line.contains("favicon")), "{event} by {act}: {errors:#?}");
    }
    Ok(())
}

async fn moved(browser: &Browser) -> Result<()> {
    let page = format!("{}<main></main>", element("economy", "state=kind=stack"));
    browser.open_host(&page).await?;
    let shown = browser.figure("economy");
    shown.alive().await?;
    browser
        .eval::<bool>("(document.querySelector('main').append(document.querySelector('article-figure')), true)")
        .await?;
    shown.alive().await?;
    let count = "document.querySelector('main article-figure').shadowRoot.querySelectorAll('canvas').length";
    assert_eq!(browser.eval::<u32>(count).await?, 2);
    is_painted(browser, "economy", "kind=stack", Theme::LIGHT).await
}

/// The element shows a view in a state and a theme: its title, its height and a colour say so.
async fn is_painted(browser: &Browser, view: &str, state: &str, theme: Theme) -> Result<()> {
    let shown = browser.shown("document.querySelector('article-figure')");
    shown.alive().await?;
    let figure = article::figure(view, "de")?;
    let title = format!("{}?.textContent === {:?}", shown.part(".title"), figure.title);
    browser.wait_until(&format!("{view} is shown"), &title).await?;
    browser.settle().await?;
    shown.is_painted(&figure, state, theme).await
}

async fn set(browser: &Browser, name: &str, value: &str) -> Result<()> {
    let set = format!("(document.querySelector('article-figure').setAttribute('{name}', '{value}'), true)");
    browser.eval::<bool>(&set).await.map(drop)
}

async fn attributes(browser: &Browser) -> Result<()> {
    browser.open_host(&element("investment", "")).await?;
    is_painted(browser, "investment", "", Theme::LIGHT).await?;
    set(browser, "view", "economy").await?;
    is_painted(browser, "economy", "", Theme::LIGHT).await?;
    set(browser, "state", "kind=stack").await?;
    is_painted(browser, "economy", "kind=stack", Theme::LIGHT).await?;
    set(browser, "theme", "dark").await?;
    is_painted(browser, "economy", "kind=stack", Theme::DARK).await?;
    set(browser, "theme", "light").await?;
    set(browser, "state", "kind=bars").await?;
    is_painted(browser, "economy", "", Theme::LIGHT).await?;
    // What no view can be shown as, and what there is no theme for, change nothing.
    set(browser, "state", "kind=slope").await?;
    set(browser, "theme", "purple").await?;
    is_painted(browser, "economy", "", Theme::LIGHT).await?;
    set(browser, "lang", "en").await?;
    let title = article::figure("economy", "en")?.title;
    let english = format!("{}?.textContent === {title:?}", browser.figure("economy").part(".title"));
    browser.wait_until("the figure is English", &english).await?;
    set(browser, "view", "nonsense").await?;
    let messages = browser.figure("nonsense").messages().await?;
    assert_eq!(
        messages,
        [
            "datapackage.json, property \"views\": expected one of investment, economy, population, strikes, january, chronology, counted, found \"nonsense\""
        ]
    );
    set(browser, "lang", "de").await?;
    set(browser, "view", "population").await?;
    is_painted(browser, "population", "", Theme::LIGHT).await
}

async fn changed_while_loading(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(300)));
    browser.open_host(&element("economy", "")).await?;
    while browser.site.requests("/data/economy.csv") == 0 {
        browser.settle().await?;
    }
    set(browser, "state", "kind=stack").await?;
    set(browser, "theme", "dark").await?;
    is_painted(browser, "economy", "kind=stack", Theme::DARK).await
}

async fn changed_often(browser: &Browser) -> Result<()> {
    browser.open_host(&element("investment", "")).await?;
    let change = "
        const figure = document.querySelector('article-figure');
        for (const view of ['economy', 'population', 'investment', 'economy']) figure.setAttribute('view', view);
        return true";
    browser.run::<bool>(change, &[]).await?;
    is_painted(browser, "economy", "", Theme::LIGHT).await?;
    assert_eq!(
        browser
            .eval::<u32>("document.querySelector('article-figure').shadowRoot.querySelectorAll('canvas').length")
            .await?,
        2
    );
    Ok(())
}

async fn registered_twice(browser: &Browser) -> Result<()> {
    browser.open_host(&element("investment", "")).await?;
    is_painted(browser, "investment", "", Theme::LIGHT).await?;
    browser.eval::<bool>("import('/article-figure.js?x').then(() => true)").await?;
    set(browser, "view", "population").await?;
    is_painted(browser, "population", "", Theme::LIGHT).await?;
    append(browser, &element("economy", "")).await?;
    browser.figure("economy").alive().await?;
    assert_eq!(browser.site.requests(&asset("article_figures_all_bg.wasm")?), 1);
    Ok(())
}

/// Counts how often a canvas is emptied for painting, by frame.
const COUNT_PAINTS: &str = "
    window.paints = new Map();
    const { set, get } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'height');
    Object.defineProperty(HTMLCanvasElement.prototype, 'height', {
        configurable: true,
        get,
        set(height) {
            const frame = document.timeline.currentTime;
            if (this.className === 'base') paints.set(frame, (paints.get(frame) ?? 0) + 1);
            set.call(this, height);
        },
    });
    return true";

const RESIZE: &str = "
    return (async () => {
        const figure = document.querySelector('article-figure');
        const widths = Array.from({ length: 100 }, (_, index) => 300 + index * 4);
        for (const width of widths) {
            figure.style.width = width + 'px';
            figure.offsetWidth;
            figure.setAttribute('theme', width % 8 ? 'dark' : 'light');
        }
        figure.removeAttribute('theme');
        for (const width of widths) {
            figure.style.width = width + 'px';
            await new Promise(done => setTimeout(done, width % 3));
        }
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return true;
    })()";

async fn resized(browser: &Browser) -> Result<()> {
    browser.open_host(&element("investment", "style=width:500px")).await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    browser.run::<bool>(COUNT_PAINTS, &[]).await?;
    browser.run::<bool>(RESIZE, &[]).await?;
    let (frames, most): (u32, u32) = browser.eval("[paints.size, Math.max(0, ...paints.values())]").await?;
    assert!(frames > 1 && frames < 150, "painted in {frames} frames");
    assert_eq!(most, 1, "painted {most} times in one frame");
    // The last size is what stays.
    assert_eq!(shown.base().await?.width, 300 + 99 * 4);
    is_painted(browser, "investment", "", Theme::LIGHT).await
}

async fn ratio(browser: &Browser) -> Result<()> {
    browser.open_host(&element("investment", "style=width:600px")).await?;
    let shown = browser.figure("investment");
    shown.alive().await?;
    for (ratio, width) in [(2.0, 1200), (1.25, 750), (3.0, 1800), (1.0, 600)] {
        browser.set_viewport(Viewport::new(1200, 800).ratio(ratio)).await?;
        if browser.eval::<f64>("devicePixelRatio").await? != ratio {
            return Err(Left("another ratio of device pixels".to_owned()).into());
        }
        let fits = format!("{}.width === {width}", shown.part("canvas.base"));
        browser.wait_until(&format!("it is painted at ratio {ratio}"), &fits).await?;
        is_painted(browser, "investment", "", Theme::LIGHT).await?;
    }
    Ok(())
}

async fn hidden(browser: &Browser) -> Result<()> {
    browser.open_host(&format!("<div hidden>{}</div>", element("investment", ""))).await?;
    let shown = browser.figure("investment");
    browser.wait_until("it is alive", &format!("{}.dataset.live !== undefined", shown.element)).await?;
    browser.settle().await?;
    assert!(browser.eval::<bool>(&format!("{} === null", shown.part("canvas.base"))).await?, "it is painted unseen");
    browser.eval::<bool>("(document.querySelector('div').hidden = false, true)").await?;
    is_painted(browser, "investment", "", Theme::LIGHT).await
}

async fn rest(browser: &Browser) -> Result<()> {
    browser.open("/").await?;
    browser.figure("investment").alive().await?;
    let count = "
        window.asked = 0;
        const ask = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (callback) => (asked++, ask(callback));
        return new Promise(done => setTimeout(() => done(asked), 500))";
    assert_eq!(browser.run::<u32>(count, &[]).await?, 0, "frames are asked for at rest");
    Ok(())
}
