//! Nothing from elsewhere is trusted: pages that are led away or hold more than a figure, frames that have moved,
//! floods of messages, states that hide others.

use anyhow::{Result, ensure};
use browser::{Answer, Browser, Site, Suite};
use serde_json::{Value, json};

pub fn add(suite: &mut Suite) {
    suite.case("src: a page that leads to another site", led_away);
    suite.case("src: a page that leads to another page of the site", led_on);
    suite.case("src: a text that is no page", no_page);
    suite.case("src: a page that holds more than a figure", hostile_page);
    suite.case("embed.js: a frame that has moved", moved_frame);
    suite.case("embed.js: a sandbox has no origin, and nobody else", origins);
    suite.case("embed.js: events of the contract alone", foreign_events);
    suite.case("embed.js: 25,000 messages, one height a frame", flooded_host);
    suite.case("frame.js: 25,000 questions, few answers", flooded_frame);
    suite.case("package: a body without an end", endless);
    suite.case("package: few bytes that become many", bomb);
    suite.case("package: a server that says nothing", silent);
    suite.case("package: more files than a figure may have", many_files);
    suite.case("package: a large table is read in slices, and the page answers between them", sliced);
    suite.case("package: the reading ends with its element", ended).fresh();
    for path in ["/de/investment/", "/de/investment/embed.html"] {
        suite.case(format!("a parameter stays one: {path}"), async move |browser| encoded(browser, path).await);
    }
}

const FIGURE: &str = "document.querySelector('article-figure')";
const LINK: &str = "<p>See <a href=/x>the figure</a></p>";

async fn open(browser: &Browser, site: &Site, body: &str) -> Result<()> {
    let script = format!("<script type=module src={}></script>", site.url("/article-figure.js"));
    let page =
        format!("<!doctype html><html lang=de><meta charset=utf-8><link rel=icon href=data:,>{script}<body>{body}");
    browser.site.answer("/host.html", Answer::html(page));
    browser.open("/host.html").await
}

fn figure(address: &str) -> String {
    format!("<article-figure src={address}>{LINK}</article-figure>")
}

/// The messages of the element, whose content is there to be seen; nothing has run.
async fn refused(browser: &Browser) -> Result<String> {
    let messages = browser.shown(FIGURE).messages().await?;
    ensure!(browser.eval::<bool>(&format!("{FIGURE}.querySelector('a').offsetHeight > 10")).await?, "the link is gone");
    ensure!(browser.eval::<bool>("document.title !== 'hacked' && !window.hacked").await?, "a script has run");
    Ok(messages.join("\n"))
}

async fn led_away(browser: &Browser) -> Result<()> {
    let (site, stranger) = (Site::start().await?, Site::start().await?);
    site.answer("/de/led/", Answer::Moved(stranger.url("/de/investment/")));
    open(browser, &site, &figure(&site.url("/de/led/"))).await?;
    let said = refused(browser).await?;
    ensure!(said.contains("leads to") && said.contains(&stranger.url("/de/investment/")), "{said}");
    Ok(())
}

async fn led_on(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    site.answer("/de/led/", Answer::Moved("/de/investment/".to_owned()));
    open(browser, &site, &figure(&site.url("/de/led/"))).await?;
    browser.shown(FIGURE).alive().await
}

async fn no_page(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    for (content_type, text) in [
        ("text/plain", "<article-figure><script type='application/json'>{}</script></article-figure>"),
        ("application/json", "{}"),
        ("text/html2", "<article-figure></article-figure>"),
        ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ] {
        site.answer("/de/text/", Answer::Bytes { content_type, bytes: text.into() });
        open(browser, &site, &figure(&site.url("/de/text/"))).await?;
        let said = refused(browser).await?;
        ensure!(said.contains("expected a page (text/html)") && said.contains(content_type), "{said}");
    }
    Ok(())
}

/// Markup around and within the figure's, as an upload could have it.
async fn hostile_page(browser: &Browser) -> Result<()> {
    const HOSTILE: &str = "<p class=hostile>seen<img src=/x.png onerror=hacked=1><script>hacked=1</script><script src=/x.js></script>
        <iframe srcdoc='<script>parent.hacked=1</script>'></iframe><a href=' javascript:hacked=1' onclick=hacked=1 style=color:red>a</a>
        <a href=data:text/html,x>b</a><form action=/x><input name=q></form><svg><animate onbegin=hacked=1 /><use href=#x /><a href=javascript:hacked=1><text>c</text></a></svg>
        <math><mtext><style><img src=x onerror=hacked=1></style></mtext></math><object data=/x></object><base href=/x><meta http-equiv=refresh content=0>
        <style>*{display:none}</style><template><img src=x onerror=hacked=1></template><article-figure src=/x></article-figure><b slot=x>bold</b></p>";
    let site = Site::start().await?;
    let page = String::from_utf8(std::fs::read(xtask::files::dist().join("de/investment/index.html"))?)?;
    ensure!(page.contains("<figure"), "the page has another markup");
    site.answer("/de/hostile/", Answer::html(page.replacen("<figure", &format!("{HOSTILE}<figure"), 1)));
    open(browser, &site, &figure(&site.url("/de/hostile/"))).await?;
    let shown = browser.shown(FIGURE);
    shown.alive().await?;
    ensure!(shown.text(".hostile").await?.contains("seen"), "the known part is gone");
    let found = format!(
        "[...{FIGURE}.shadowRoot.querySelectorAll('*')].flatMap(node => [node.localName, ...Array.from(node.attributes, ({{ name, value }}) => name + '=' + value)])"
    );
    let found: Vec<String> = browser.eval(&found).await?;
    let bad = |text: &&String| {
        let name = text.split('=').next().unwrap_or_default();
        ["img", "script", "iframe", "form", "animate", "math", "style", "object", "base", "meta", "template"]
            .contains(&name)
            && (name != "style" || text.contains("red"))
            || name.starts_with("on")
            || text.contains("javascript:")
            || text.contains("data:")
    };
    let bad: Vec<_> = found.iter().filter(bad).collect();
    ensure!(bad.is_empty(), "{bad:?}");
    // Switches of a figure, and outlines of the same document.
    let others = "input:not([type=radio], [type=checkbox]), use:not([href^='#'])";
    let others = format!("{FIGURE}.shadowRoot.querySelectorAll(\"{others}\").length");
    ensure!(browser.eval::<u32>(&others).await? == 0, "a field or an address is left");
    ensure!(browser.eval::<bool>("document.title !== 'hacked' && !window.hacked").await?, "a script has run");
    for path in ["/x.png", "/x.js", "/x"] {
        ensure!(browser.site.requests(path) + site.requests(path) == 0, "{path} was asked for");
    }
    Ok(())
}

const FRAME: &str = "document.querySelector('iframe')";

/// A page with a frame of the site, and what it hears.
async fn framed(browser: &Browser, site: &Site, address: &str, more: &str) -> Result<()> {
    const NOTES: &str = "<script>heard = []; for (const type of ['ready', 'viewchange', 'select', 'error', 'click', 'submit'])
        addEventListener(type, ({ detail, target }) => target.localName === 'iframe' && heard.push([type, detail]), true);
        frames_ = 0, heights = 0;
        const count = () => { frames_++; requestAnimationFrame(count) };
        count();
        new MutationObserver(changes => heights += changes.length).observe(document, { attributes: true, subtree: true })</script>";
    let page = format!(
        "<!doctype html><meta charset=utf-8><link rel=icon href=data:,>{NOTES}<script src={}></script><iframe src='{address}' style=height:300px;border:0 {more}></iframe>",
        site.url("/embed.js")
    );
    browser.site.answer("/host.html", Answer::html(page));
    browser.open("/host.html").await
}

/// A page that sends messages to its parent.
fn sender(messages: &str) -> Answer {
    Answer::html(format!(
        "<!doctype html><meta charset=utf-8><script>
            const send = (type, more) => parent.postMessage({{ source: 'article-figure', type, ...more }}, '*');
            {messages}
        </script>"
    ))
}

async fn height(browser: &Browser) -> Result<i64> {
    browser.eval(&format!("{FRAME}.offsetHeight")).await
}

/// The frame's address names a page of ours; what is in it came from somebody else.
async fn moved_frame(browser: &Browser) -> Result<()> {
    let (site, stranger) = (Site::start().await?, Site::start().await?);
    stranger.answer("/moved.html", sender("send('height', { height: 777 }); send('select', { detail: { key: 'x' } })"));
    site.answer("/led.html", Answer::Moved(stranger.url("/moved.html")));
    framed(browser, &site, &site.url("/led.html"), "").await?;
    heard_after(browser, 300, 0).await
}

/// Waits until a frame had the time to be heard; its height and the number of its events then.
async fn heard_after(browser: &Browser, expected: i64, events: usize) -> Result<()> {
    let wait = "new Promise(done => setTimeout(() => done(true), 600))";
    browser.eval::<bool>(wait).await?;
    browser.settle().await?;
    let heard: Vec<Value> = browser.eval("heard").await?;
    assert_eq!((height(browser).await?, heard.len()), (expected, events), "{heard:?}");
    Ok(())
}

async fn origins(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    site.answer("/frame.html", sender("send('height', { height: 456 }); send('ready', { detail: {} })"));
    let address = site.url("/frame.html");
    for (more, expected, events) in
        [("", 456, 1), ("sandbox=allow-scripts", 456, 1), ("sandbox='allow-scripts allow-same-origin'", 456, 1)]
    {
        framed(browser, &site, &address, more).await?;
        heard_after(browser, expected, events).await?;
    }
    // Without an origin, and in no sandbox: a page that the frame was led to.
    let data = "<meta http-equiv=refresh content=\"0;url=data:text/html,<script>parent.postMessage({source:'article-figure',type:'height',height:456},'*')</script>\">";
    site.answer("/data.html", Answer::html(data));
    framed(browser, &site, &site.url("/data.html"), "").await?;
    heard_after(browser, 300, 0).await
}

async fn foreign_events(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    let messages = "for (const type of ['click', 'submit', 'constructor', '__proto__', 'load', 5, null, {}]) send(type, { detail: 1 });
        send('ready', { detail: 1 })";
    site.answer("/frame.html", sender(messages));
    framed(browser, &site, &site.url("/frame.html"), "").await?;
    browser.wait_until("the last one is heard", "heard.length").await?;
    heard_after(browser, 300, 1).await?;
    assert_eq!(browser.eval::<Value>("heard[0]").await?, json!(["ready", 1]));
    Ok(())
}

/// The work of a host: how often a frame gets another height or an event.
async fn flooded_host(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    let messages = "for (let at = 0; at < 12500; at++) { send('height', { height: 400 + at % 100 }); send('select', { detail: at }) }";
    site.answer("/frame.html", sender(messages));
    framed(browser, &site, &site.url("/frame.html"), "").await?;
    browser.wait_until("the last one is heard", "heard.at(-1)?.[1] === 12499").await?;
    let (frames, heights, events): (usize, usize, usize) = browser.eval("[frames_, heights, heard.length]").await?;
    ensure!(heights <= frames + 1 && events <= frames + 1, "{heights} heights and {events} events in {frames} frames");
    assert_eq!(height(browser).await?, 499);
    Ok(())
}

async fn flooded_frame(browser: &Browser) -> Result<()> {
    let site = Site::start().await?;
    let page = format!(
        "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script>answers = 0; ready = 0; addEventListener('message', ({{ data }}) => {{
            if (data?.type === 'ready') ready = 1; else answers++ }})</script><iframe src='{}' style=height:900px;border:0></iframe>",
        site.url("/de/investment/embed.html")
    );
    browser.site.answer("/host.html", Answer::html(page));
    browser.open("/host.html").await?;
    browser.wait_until("the figure lives", "ready").await?;
    browser.settle().await?;
    let flood = "
        window.answers = 0;
        const started = performance.now();
        const all = [{ target: 'article-figure', type: 'height' }, { type: 'setHeight', id: 1 }, { target: 'article-figure', type: 'report' },
            { target: 'article-figure', type: 'state', state: 'sort=name' }, { target: 'article-figure', type: 'theme', theme: 'dark' }];
        for (let at = 0; at < 25000; at++) frames[0].postMessage(all[at % all.length], '*');
        // After them all.
        for (let before = -1; (!window.answers || before !== window.answers) && performance.now() < started + 40000; ) {
            before = window.answers;
            await new Promise(done => setTimeout(done, 700));
        }
        return [window.answers, performance.now() - started]";
    let (answers, time): (f64, f64) = browser.run(flood, &[]).await?;
    // A question for the height has four answers, the others one each; once every 16 ms at most.
    let most = (time / 16.0 + 2.0) * 6.0;
    ensure!(answers > 0.0 && answers < most.min(5000.0), "{answers} answers in {time} ms");
    Ok(())
}

/// `&`, `=` and `%` of a value stay in it, in the state and in the address.
async fn encoded(browser: &Browser, path: &str) -> Result<()> {
    browser.open(&format!("{path}?evil=%26select%3Dus%25&sort=name%26select%3Dus")).await?;
    let shown = browser.shown(FIGURE);
    shown.alive().await?;
    let selected = format!("{FIGURE}.shadowRoot.querySelector('[aria-current]')");
    ensure!(!browser.eval::<bool>(&format!("Boolean({selected})")).await?, "something is selected");
    browser.eval::<bool>(&format!("({}.click(), true)", shown.part("[data-name=group][value=\"1\"]"))).await?;
    let evil = "new URLSearchParams(location.search).get('evil')";
    browser.wait_until("the address follows", "location.search.includes('group=1')").await?;
    assert_eq!(browser.eval::<String>(evil).await?, "&select=us%");
    assert_eq!(browser.eval::<Option<String>>("new URLSearchParams(location.search).get('select')").await?, None);
    Ok(())
}

/// The message of a figure of a package at a path.
async fn package(browser: &Browser, path: &str, before: &str) -> Result<String> {
    let body = format!("{before}<article-figure package={path} lang=en>{LINK}</article-figure>");
    browser.open_host(&body).await?;
    refused(browser).await
}

const TOO_LARGE: &str =
    "the file could not be loaded: the files of a figure have more than 50 MB: leave out rows or columns";

async fn endless(browser: &Browser) -> Result<()> {
    browser.site.answer("/endless.csv", Answer::Endless);
    assert_eq!(package(browser, "/endless.csv", "").await?, format!("endless.csv: {TOO_LARGE}"));
    Ok(())
}

async fn bomb(browser: &Browser) -> Result<()> {
    let bytes = compression::gzip(&vec![b'x'; 60_000_000])?;
    ensure!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
    let headers = vec![("content-type", "text/csv".to_owned()), ("content-encoding", "gzip".to_owned())];
    browser.site.answer("/bomb.csv", Answer::Response { status: 200, headers, bytes: bytes.into() });
    assert_eq!(package(browser, "/bomb.csv", "").await?, format!("bomb.csv: {TOO_LARGE}"));
    Ok(())
}

/// The clock of the page runs a hundred times as fast: nobody waits for a minute.
async fn silent(browser: &Browser) -> Result<()> {
    const FAST: &str = "<script>const own = setTimeout; setTimeout = (act, ms, ...rest) => own(act, ms < 60000 ? ms : ms / 100, ...rest)</script>";
    let late = "the file could not be loaded: the file did not load within 60 s";
    for (answer, name) in [(Answer::Never, "never.csv"), (Answer::Stalled, "data/economy.csv")] {
        browser.site.answer(&format!("/{name}"), answer);
        let said = package(browser, &format!("/{name}"), FAST).await?;
        assert_eq!(said, format!("{}: {late}", name.rsplit('/').next().unwrap_or_default()));
    }
    Ok(())
}

/// Counts the pauses of the reading, and notes after which of them another script of the page has run.
const PAUSES: &str = "<script>
    const { postMessage } = MessagePort.prototype;
    const { port1, port2 } = new MessageChannel();
    pauses = 0; answered = 0; longest = 0; onpause = () => {};
    MessagePort.prototype.postMessage = function (...values) {
        longest = Math.max(longest, pauses++ - answered); onpause(); return postMessage.apply(this, values); };
    port1.onmessage = () => { answered = pauses; postMessage.call(port2, 0); };
    postMessage.call(port2, 0);
    </script>";

/// Slices that may follow each other before the page answers.
const MOST_UNANSWERED: u32 = 3;

/// Rows of the large table. Each takes several steps, of which 20,000 are a slice.
const ROWS: u32 = 200_000;

/// A table of two columns, and an element for it.
fn large(browser: &Browser) -> &'static str {
    let rows: String = (0..ROWS).map(|row| format!("n{row},{row}\n")).collect();
    browser.site.answer("/large.csv", Answer::csv(format!("name,value\n{rows}")));
    "<article-figure package=/large.csv lang=en></article-figure>"
}

async fn sliced(browser: &Browser) -> Result<()> {
    let element = large(browser);
    browser.open_host(&format!("{PAUSES}{element}")).await?;
    browser.shown(FIGURE).alive().await?;
    let (pauses, longest): (u32, u32) = browser.eval("[pauses, longest]").await?;
    ensure!(pauses >= ROWS / 2_000, "{pauses} pauses");
    // Engines choose between messages of two channels: WebKit answered in 328 of 379 pauses.
    ensure!(longest <= MOST_UNANSWERED, "{longest} pauses without an answer");
    Ok(())
}

async fn ended(browser: &Browser) -> Result<()> {
    let element = large(browser);
    let remove =
        "<script>onpause = () => { if (pauses === 5) document.querySelector('article-figure').remove() }</script>";
    browser.open_host(&format!("{PAUSES}{remove}{element}")).await?;
    browser.wait_until("the reading is under way", "pauses >= 5").await?;
    // Another one is read after it.
    let other = "<article-figure package=/data/datapackage.json view=economy lang=en></article-figure>";
    browser.eval::<bool>(&format!("(document.body.insertAdjacentHTML('beforeend', '{other}'), true)")).await?;
    browser.shown(FIGURE).alive().await?;
    let pauses: u32 = browser.eval("pauses").await?;
    ensure!(pauses <= 7, "{pauses} pauses after it was removed");
    ensure!(browser.held().await? == 0, "the element is still held");
    Ok(())
}

async fn many_files(browser: &Browser) -> Result<()> {
    let resources: Vec<_> =
        (0..120).map(|nth| json!({ "name": format!("t{nth}"), "path": format!("t{nth}.csv") })).collect();
    browser
        .site
        .answer("/many/datapackage.json", Answer::json(json!({ "name": "many", "resources": resources }).to_string()));
    let said = package(browser, "/many/datapackage.json", "").await?;
    assert_eq!(said, "datapackage.json: expected a figure of at most 100 files, found more: leave out foreign keys");
    assert_eq!((0..120).map(|nth| browser.site.requests(&format!("/many/t{nth}.csv"))).sum::<usize>(), 0);
    Ok(())
}
