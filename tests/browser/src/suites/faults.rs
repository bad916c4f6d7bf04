//! Bad days: after each there is a living figure or a clear message in its place, never a blank one, and nothing leaks.

use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use article_figures::site;
use browser::article::{DESCRIPTOR, VIEWS, file, from_sources};
use browser::{Answer, Browser, Key, Shown, Site, Suite, Viewport, asset, element};

pub fn add(suite: &mut Suite) {
    day(suite, true, "wasm is forbidden by the page's policy", wasm_blocked);
    day(suite, true, "wasm is forbidden: a built page keeps its picture", wasm_blocked_on_a_page);
    day(suite, false, "data that are not there", data_missing);
    for (nth, name) in HALVES.into_iter().enumerate() {
        day(suite, nth == 2, name, async move |browser: &Browser| {
            let (path, begin) = half(nth)?;
            half_a_file(browser, &path, begin).await
        });
    }
    day(suite, true, "a slow network", slow);
    for (nth, page) in ["/en/economy/", "/host.html"].into_iter().enumerate() {
        for (other, canvas) in ["canvas.base", "canvas.overlay"].into_iter().enumerate() {
            // Before its menu is there, too, whose script comes last.
            for early in [true, false] {
                let name =
                    format!("a lost context: {canvas} of {page}{}", if early { ", before the menu" } else { "" });
                let is_quick = nth != other && early == (nth == 0);
                day(suite, is_quick, &name, async move |browser: &Browser| {
                    context_lost(browser, page, canvas, early).await
                });
            }
        }
    }
    day(suite, true, "memory has an end", no_memory);
    day(suite, true, "the tab is hidden while it loads", hidden_while_loading);
    day(suite, true, "the element is removed while it loads", removed_while_loading);
    day(suite, false, "10,000 quick resizes", resized);
    day(suite, true, "a package that changes between two loads", changed_between);
    day(suite, true, "a table that no longer fits its descriptor", half_changed);
    day(suite, true, "a site that is published between a page and its points", republished);
    day(suite, true, "one of several cannot be painted", unpaintable);
    day(suite, true, "a failed figure is tried again", kept_while_tried);
    day(suite, false, "more rows than a canvas may be high", too_high);
}

/// A case that ends with every figure removed and none of them held.
fn day<F>(suite: &mut Suite, is_quick: bool, name: &str, body: F)
where
    F: AsyncFnOnce(&Browser) -> Result<()> + Send + 'static,
{
    suite
        .either(is_quick, name, async move |browser: &Browser| {
            body(browser).await?;
            ensure!(browser.held().await? == 0, "figures that were removed are still held");
            Ok(())
        })
        .fresh();
}

const HALVES: [&str; 5] = ["half a table", "half a descriptor", "half a module", "half a script", "half a style sheet"];

/// A figure that lives, or says what is wrong with it; neither takes no place nor loads for ever.
async fn is_not_blank(browser: &Browser, shown: &Shown<'_>) -> Result<Vec<String>> {
    let alert = shown.part("[role=alert]");
    let canvas = shown.part("canvas.base");
    browser.wait_until("it lives or complains", &format!("{alert} || {canvas}?.style.width")).await?;
    let place = browser.area(&shown.element).await?;
    assert!(place.width > 200.0 && place.height > 60.0, "{place:?} is a blank place");
    browser.eval(&format!("{}.messages", shown.element)).await
}

async fn lives(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    assert_eq!(is_not_blank(browser, shown).await?, [""; 0]);
    shown.alive().await?;
    assert!(!shown.base().await?.is_empty());
    Ok(())
}

/// A page of somebody else whose policy allows its own scripts, but no wasm.
const POLICY: &str = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">";

async fn wasm_blocked(browser: &Browser) -> Result<()> {
    let script = "<link rel=icon href=data:,><script type=module src=/article-figure.js></script>";
    let body = element("economy", "lang=en");
    let page = format!("<!doctype html><html lang=en><meta charset=utf-8>{POLICY}<title>x</title>{script}<body>{body}");
    browser.site.answer("/strict.html", Answer::html(page));
    browser.open("/strict.html").await?;
    let messages = is_not_blank(browser, &browser.figure("economy")).await?;
    assert!(messages.len() == 1 && messages[0].to_lowercase().contains("wasm"), "{messages:?}");
    Ok(())
}

async fn wasm_blocked_on_a_page(browser: &Browser) -> Result<()> {
    let path = xtask::files::dist().join("en/economy/index.html");
    let page = std::fs::read_to_string(&path)?.replacen("<meta charset", &format!("{POLICY}<meta charset"), 1);
    assert!(page.contains(POLICY), "the page has another head");
    browser.site.answer("/en/economy/", Answer::html(page));
    browser.open("/en/economy/").await?;
    let picture = "document.querySelector('article-figure svg.wide')";
    let height = format!("{picture}.getBoundingClientRect().height > 100");
    browser.wait_until("the picture is there", &height).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(browser.eval::<bool>(&height).await?, "the picture is gone");
    Ok(())
}

async fn data_missing(browser: &Browser) -> Result<()> {
    for name in ["investment.csv", DESCRIPTOR] {
        let path = format!("/data/{name}");
        browser.site.answer(&path, Answer::Status(404));
        browser.open_host(&element("investment", "lang=en")).await?;
        let messages = is_not_blank(browser, &browser.figure("investment")).await?;
        assert_eq!(messages, [format!("{name}: the file is missing")]);
        browser.site.restore(&path);
    }
    Ok(())
}

/// The file of an entry of [`HALVES`], and how the message about it begins.
fn half(nth: usize) -> Result<(String, &'static str)> {
    Ok(match nth {
        0 => ("/data/economy.csv".to_owned(), "economy.csv: the file could not be loaded: "),
        1 => (format!("/data/{DESCRIPTOR}"), "datapackage.json: the file could not be loaded: "),
        2 => (asset("article_figures_all_bg.wasm")?, ""),
        3 => (asset("article_figures_all.js")?, ""),
        _ => (asset("figure.css")?, ""),
    })
}

async fn half_a_file(browser: &Browser, path: &str, begin: &str) -> Result<()> {
    browser.site.answer(path, Answer::Half);
    browser.open_host(&element("economy", "lang=en")).await?;
    let shown = browser.figure("economy");
    let messages = is_not_blank(browser, &shown).await?;
    assert!(messages.len() == 1 && messages[0].starts_with(begin), "{path}: {messages:?}");
    browser.site.restore(path);
    try_again(browser, &shown).await
}

async fn slow(browser: &Browser) -> Result<()> {
    const LATE: Duration = Duration::from_millis(1500);
    let scripts = [asset("article_figures.js")?, asset("article_figures_bg.wasm")?, asset("words/en.json")?];
    for path in scripts.iter().map(String::as_str).chain(["/article-figure.js"]) {
        browser.site.answer(path, Answer::Slow(LATE));
    }
    browser.visit(&browser.site.url("/en/economy/")).await?;
    let picture = "document.querySelector('article-figure svg.wide')?.getBoundingClientRect().height > 100";
    browser.wait_until("the picture is there before any script", picture).await?;
    let shown = browser.shown("document.querySelector('article-figure')");
    shown.alive().await
}

/// What Chromium does when its process for graphics ends: the canvas is empty and takes nothing, until it is told better.
const LOSE: &str = "
    const DRAWING = ['fillRect', 'clearRect', 'fillText', 'fill', 'stroke', 'drawImage', 'putImageData'];
    window.lose = (canvas) => {
        const context = canvas.getContext('2d');
        canvas.width = canvas.width;
        canvas.dataset.lost = '';
        for (const name of DRAWING) context[name] = () => {};
        context.isContextLost = () => true;
        canvas.dispatchEvent(new Event('contextlost', { cancelable: true }));
    };
    window.restore = (canvas) => {
        const context = canvas.getContext('2d');
        for (const name of [...DRAWING, 'isContextLost']) delete context[name];
        canvas.dispatchEvent(new Event('contextrestored'));
    };";

async fn context_lost(browser: &Browser, page: &str, canvas: &str, early: bool) -> Result<()> {
    let late = Duration::from_millis(if early { 1500 } else { 0 });
    browser.site.answer(&asset("host.js")?, Answer::Slow(late));
    browser.open_host(&element("economy", "lang=en")).await?;
    browser.open(page).await?;
    let shown = browser.shown("document.querySelector('article-figure')");
    if early {
        shown.alive().await?
    } else {
        shown.complete().await?
    }
    comes_back(browser, &shown, canvas).await
}

/// Loses a canvas, is pointed at and resized meanwhile, and gets the canvas back.
async fn comes_back(browser: &Browser, shown: &Shown<'_>, canvas: &str) -> Result<()> {
    inject(browser, LOSE).await?;
    inject(browser, &format!("lose({})", shown.part(canvas))).await?;
    browser.hover(browser.area(&shown.element).await?.centre()).await?;
    inject(browser, &format!("{}.style.cssText = 'display: block; width: 500px'", shown.element)).await?;
    browser.settle().await?;
    assert!(shown.picture(canvas).await?.is_empty(), "{canvas} is not lost");
    inject(browser, &format!("restore({})", shown.part(canvas))).await?;
    let anew = format!("!{} && {}?.style.width", shown.part("[data-lost]"), shown.part("canvas.base"));
    browser.wait_until("it is painted anew", &anew).await?;
    shown.complete().await?;
    assert!(!shown.base().await?.is_empty(), "{canvas}: the canvas stays empty");
    inject(browser, &format!("{}.focus()", shown.part(".item"))).await?;
    browser.press(&[Key::End]).await?;
    browser.settle().await?;
    assert!(!shown.overlay().await?.is_empty(), "{canvas}: what is chosen is not painted");
    Ok(())
}

/// Runs a script in the page itself, as a driver's own scripts may have another world; pages allow those of their site.
async fn inject(browser: &Browser, script: &str) -> Result<()> {
    let bytes = format!("{{ {script} }}").into();
    browser.site.answer("/injected.js", Answer::Bytes { content_type: "text/javascript", bytes });
    let inject = "return new Promise((done, failed) => {
        const script = Object.assign(document.createElement('script'), { src: `/injected.js?${Math.random()}` });
        script.onload = () => done(true);
        script.onerror = failed;
        document.head.append(script);
    })";
    browser.run::<bool>(inject, &[]).await.map(drop)
}

/// More rows than there is memory for: what the library cannot get makes it stop in the middle of its work.
async fn no_memory(browser: &Browser) -> Result<()> {
    let reader = asset("article_packages_bg.wasm")?;
    let module = std::fs::read(xtask::files::dist().join(reader.trim_start_matches('/')))?;
    let bytes = limited(&module, 64)?.into();
    browser.site.answer(&reader, Answer::Bytes { content_type: "application/wasm", bytes });
    let mut rows = String::from("day,visits\n");
    for row in 0..250_000 {
        let time = article_figures::package::moment(19_723.0 + f64::from(row) / 1440.0);
        writeln!(rows, "{time},{}", row % 977)?;
    }
    browser.site.answer("/big.csv", Answer::csv(rows));
    browser.open_host("<article-figure package=/big.csv view=big lang=de></article-figure>").await?;
    let big = browser.figure("big");
    let messages = is_not_blank(browser, &big).await?;
    assert!(messages.len() == 1 && messages[0].starts_with("big.csv: das Lesen brach ab ("), "{messages:?}");
    // Others on the page live, and so does this one when it is tried again and there is more.
    append(browser, &element("population", "lang=en")).await?;
    lives(browser, &browser.figure("population")).await?;
    // It must be another instance: the one that stopped cannot go on.
    let alert = big.part("[role=alert]");
    browser.eval::<bool>(&format!("({alert}.dataset.old = '', true)")).await?;
    browser.click_on(&big.part("[role=alert] button")).await?;
    browser.wait_until("it is told once more", &format!("{alert} && !('old' in {alert}.dataset)")).await?;
    browser.site.restore(&reader);
    try_again(browser, &big).await
}

async fn try_again(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    browser.click_on(&shown.part("[role=alert] button")).await?;
    browser.wait_until("nothing is complained of", &format!("!{}", shown.part("[role=alert]"))).await?;
    lives(browser, shown).await
}

/// A module whose memory may grow by so many pages of 64 KB, and no more (WebAssembly 2.0, 5.5.8).
fn limited(module: &[u8], pages: u64) -> Result<Vec<u8>> {
    const MEMORY: u8 = 5;
    let mut at = 8;
    while let Some(&section) = module.get(at) {
        let begin = at;
        at += 1;
        let end = usize::try_from(number(module, &mut at)?)? + at;
        if section == MEMORY {
            ensure!(module[at..at + 2] == [1, 0], "the memory has a limit of its own");
            at += 2;
            let least = number(module, &mut at)?;
            let content = [&[1, 1], &written(least)[..], &written(least + pages)].concat();
            let head = [&[MEMORY], &written(content.len() as u64)[..]].concat();
            return Ok([&module[..begin], &head, &content, &module[end..]].concat());
        }
        at = end;
    }
    bail!("no memory")
}

/// In LEB128, as all numbers of a module.
fn number(bytes: &[u8], at: &mut usize) -> Result<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let byte = *bytes.get(*at).context("half a number")?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    bail!("too long a number")
}

fn written(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// One that cannot be painted says so itself; those that came to life with it live.
async fn unpaintable(browser: &Browser) -> Result<()> {
    browser.open_host("").await?;
    let fail = "
        customElements.whenDefined('article-figure').then(element => {
            const sites = element[Symbol.for('article-figure')];
            const [[home, Figure]] = sites;
            sites.set(home, class extends Figure {
                constructor(element, root) {
                    super(element, root);
                    this.isBad = element.id === 'bad';
                }
                paint() {
                    if (!this.isBad) return super.paint();
                    this.isBad = false;
                    throw new Error('no paint');
                }
            });
        })";
    inject(browser, fail).await?;
    let three = [element("economy", "lang=en id=bad"), element("population", "lang=en"), element("strikes", "lang=en")];
    append(browser, &three.concat()).await?;
    assert_eq!(is_not_blank(browser, &browser.figure("economy")).await?, ["no paint"]);
    for view in ["population", "strikes"] {
        lives(browser, &browser.figure(view)).await?;
    }
    Ok(())
}

/// While it is tried again, what was said stays; and who has asked a figure for something is told that it failed.
async fn kept_while_tried(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Status(404));
    browser.open_host(&element("economy", "lang=en")).await?;
    let shown = browser.figure("economy");
    is_not_blank(browser, &shown).await?;
    let asked = format!("await {}.png().catch(({{ message }}) => message)", shown.element);
    assert_eq!(browser.eval::<String>(&asked).await?, "economy.csv: the file is missing");
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(600)));
    browser.click_on(&shown.part("[role=alert] button")).await?;
    for _ in 0..10 {
        let place = browser.area(&shown.element).await?;
        assert!(place.height > 60.0, "{place:?} is a blank place");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    browser.wait_until("nothing is complained of", &format!("!{}", shown.part("[role=alert]"))).await?;
    lives(browser, &shown).await
}

/// A site is published anew between the page and its points.
async fn republished(browser: &Browser) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (data, out) = (folder.path().join("data"), folder.path().join("site"));
    std::fs::create_dir_all(&data)?;
    let mut many = String::from("time,value\n");
    for minute in 0..20_000 {
        writeln!(many, "{},{}", article_figures::package::moment(19_723.0 + f64::from(minute) / 1440.0), minute % 977)?;
    }
    std::fs::write(data.join("many.csv"), many)?;
    xtask::new::run(&data)?;
    from_sources(&data, |sources| site::write(sources, &out))?;
    let site = Site::start_in(&out, "").await?;
    let page = std::fs::read_to_string(out.join("en/many/index.html"))?;
    let points = std::fs::read_dir(out.join("points"))?.next().context("no points")??;
    let old = points.file_name().to_string_lossy().into_owned();
    let new = "many.0badf00d.bin";
    site.answer(&format!("/points/{old}"), Answer::Status(404));
    let script = "<link rel=icon href=data:,><script type=module src=/article-figure.js></script>";
    let body = "<article-figure src=/en/many/ lang=en></article-figure>";
    site.answer(
        "/host.html",
        Answer::html(format!("<!doctype html><html lang=en><title>x</title>{script}<body>{body}")),
    );
    browser.open_url(&site.url("/host.html")).await?;
    let shown = browser.shown("document.querySelector('article-figure')");
    assert_eq!(is_not_blank(browser, &shown).await?, [format!("/points/{old}: HTTP status 404")]);
    site.answer("/en/many/", Answer::html(page.replace(&old, new)));
    let bytes = std::fs::read(points.path())?.into();
    site.answer(&format!("/points/{new}"), Answer::Bytes { content_type: "application/octet-stream", bytes });
    try_again(browser, &shown).await
}

/// As high as no canvas may be: it is painted with fewer px.
async fn too_high(browser: &Browser) -> Result<()> {
    browser.set_viewport(Viewport::new(1200, 800).ratio(2.0)).await?;
    let mut rows = String::from("name,amount\n");
    for row in 0..2000 {
        writeln!(rows, "Row {row},{}", 1 + row % 97)?;
    }
    let descriptor = r#"{ "resources": [{ "name": "long", "path": "long.csv", "schema": { "fields": [
        { "name": "name", "type": "string" }, { "name": "amount", "type": "number" }] } }],
        "views": [{ "name": "long", "title": "Long", "resources": ["long"], "specType": "simple",
        "spec": { "type": "bar", "group": "name", "series": ["amount"] }, "_figure": { "kinds": ["bars"] } }] }"#;
    browser.site.answer("/long/datapackage.json", Answer::json(descriptor));
    browser.site.answer("/long/long.csv", Answer::csv(rows));
    browser.open_host("<article-figure package=/long/datapackage.json view=long lang=en></article-figure>").await?;
    let shown = browser.figure("long");
    lives(browser, &shown).await?;
    let canvas = shown.part("canvas.base");
    let (width, height): (f64, f64) = browser.eval(&format!("[{canvas}.width, {canvas}.height]")).await?;
    assert!(height > 20_000.0 && height <= 32_767.0 && width * height <= 16_777_216.0, "{width} × {height}");
    // What is painted is what is pointed at.
    let area = browser.area(&shown.part("li:last-child > .item")).await?;
    let stage = browser.area(&canvas).await?;
    assert!(area.y + area.height <= stage.y + stage.height + 1.0 && area.y > stage.y + 0.95 * stage.height, "{area:?}");
    Ok(())
}

async fn append(browser: &Browser, html: &str) -> Result<()> {
    let add = "return (document.body.insertAdjacentHTML('beforeend', arguments[0]), true)";
    browser.run::<bool>(add, &[html.into()]).await.map(drop)
}

async fn hidden_while_loading(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(600)));
    browser.open_host(&element("economy", "lang=en")).await?;
    let watch = "document.addEventListener('visibilitychange', () => window.hid ||= document.hidden); return true";
    browser.run::<bool>(watch, &[]).await?;
    browser.look_away(Duration::from_millis(1200)).await?;
    ensure!(browser.eval::<bool>("Boolean(window.hid)").await?, "the tab was never hidden");
    lives(browser, &browser.figure("economy")).await
}

async fn removed_while_loading(browser: &Browser) -> Result<()> {
    browser.site.answer("/data/economy.csv", Answer::Slow(Duration::from_millis(300)));
    browser.open_host(&element("economy", "lang=en").repeat(5)).await?;
    let gone = "(document.querySelectorAll('article-figure').forEach(figure => figure.remove()), true)";
    browser.eval::<bool>(gone).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(browser.errors().await?, [""; 0]);
    append(browser, &element("economy", "lang=en")).await?;
    lives(browser, &browser.figure("economy")).await
}

/// As when a window is dragged without end: many changes a frame, then the last one counts.
const RESIZES: &str = "
    const figure = document.querySelector('article-figure');
    return (async () => {
        for (let change = arguments[0]; change < arguments[0] + 2500; change++) {
            figure.style.width = 300 + (change * 37) % 600 + 'px';
            figure.getBoundingClientRect();
            if (change % 50 === 0) await new Promise(requestAnimationFrame);
        }
        figure.style.width = '640px';
        return true;
    })()";

async fn resized(browser: &Browser) -> Result<()> {
    browser.open_host(&element("strikes", "lang=en style=display:block")).await?;
    let shown = browser.figure("strikes");
    shown.complete().await?;
    // The slowest browser takes longer than a script may.
    for part in 0..4 {
        assert!(browser.run::<bool>(RESIZES, &[(part * 2500).into()]).await?);
    }
    let stage = format!("Math.abs({}.getBoundingClientRect().width - 640) < 40", shown.part("canvas.base"));
    browser.wait_until("the last size is painted", &stage).await?;
    lives(browser, &shown).await
}

async fn changed_between(browser: &Browser) -> Result<()> {
    let text = String::from_utf8(file("investment.csv")?)?;
    for (value, told) in [("24.3", "24.3"), ("25.1", "25.1")] {
        let bytes = text.replacen(",24.3,", &format!(",{value},"), 1).replacen(
            ",30.2,",
            ",29.4,",
            usize::from(value != "24.3"),
        );
        browser.site.answer("/data/investment.csv", Answer::csv(bytes));
        browser.open_host(&element("investment", "lang=en")).await?;
        let shown = browser.figure("investment");
        lives(browser, &shown).await?;
        let table = shown.text("table").await?;
        assert!(table.contains(told), "{told} is not in {table}");
    }
    Ok(())
}

/// A new descriptor meets an old table, as in the minute in which a site is published.
async fn half_changed(browser: &Browser) -> Result<()> {
    let text = String::from_utf8(file("population.csv")?)?;
    browser.site.answer("/data/population.csv", Answer::csv(text.replacen("population", "people", 1)));
    let all: String = VIEWS.iter().map(|view| element(view, "lang=en")).collect();
    browser.open_host(&all).await?;
    for view in VIEWS {
        let shown = browser.figure(view);
        let messages = is_not_blank(browser, &shown).await?;
        let named = messages.iter().any(|message| message.starts_with("population.csv"));
        assert_eq!(named, view == "population", "{view}: {messages:?}");
    }
    Ok(())
}
