//! Figures in the pages of others: recorded embed codes, what frames and hosts tell each other, links between them.
//!
//! `tests/embeds/` holds the codes of each version as hosts have them; none is ever changed or taken away.

use std::fs;

use anyhow::{Context, Result, ensure};
use browser::{Answer, Browser, Site, Suite};
use serde_json::{Value, json};
use thirtyfour::WebElement;

/// What a recorded code shows: the view that is ready, the state that it is in, and whether its frame fits.
#[derive(Clone, Copy)]
struct Recorded {
    file: &'static str,
    view: &'static str,
    state: &'static str,
    fits: bool,
}

const fn recorded(file: &'static str, view: &'static str, state: &'static str, fits: bool) -> Recorded {
    Recorded { file, view, state, fits }
}

const RECORDED: [Recorded; 9] = [
    recorded("0.1/element", "investment", "sort=name&select=us,nl", false),
    recorded("0.1/mode", "strikes", "kind=map", false),
    recorded("0.1/package", "economy", "kind=stack", false),
    recorded("0.1/frame", "population", "", false),
    recorded("0.1/frame-script", "strikes", "kind=map", true),
    recorded("0.1/oembed", "economy", "", false),
    recorded("0.1/sandbox", "january", "", true),
    recorded("0.1/link", "investment", "", false),
    recorded("0.1/frame-link", "investment", "", true),
];

pub fn add(suite: &mut Suite) {
    suite.case("every recorded code is tried", all_recorded);
    for code in RECORDED {
        suite.case(format!("recorded: {}", code.file), async move |browser| replayed(browser, &code).await);
    }
    suite.case("an element shows its state in its attribute", reflected);
    suite.case("a link leads the element", link_to_element);
    suite.case("a link leads the frame", link_to_frame);
    suite.case("a link of a card leads to the other figure's page", link_out);
    suite.case("the host hears what is chosen in a frame", chosen);
    suite.case("a second version on the page does not matter", twice);
    suite.case("a frame speaks every dialect", dialects);
    suite.case("a frame keeps its state in its address", kept);
    suite.case("a height is told before the figure lives", early).fresh();
    suite.case("a height is told when it changes, and then no more", resting);
    suite.case("a frame cannot make itself as high as it likes", clamped);
    suite.case("strangers do not change a frame's height", strangers);
    suite.case("a frame bears any message", malformed);
    suite.case("WordPress is asked to open links", wordpress_link);
}

async fn all_recorded(_: &Browser) -> Result<()> {
    let count = xtask::files::below(&folder())?.len();
    ensure!(count == RECORDED.len(), "{count} codes are recorded, {} are tried", RECORDED.len());
    Ok(())
}

fn folder() -> std::path::PathBuf {
    xtask::files::root().join("tests/embeds")
}

fn code(file: &str) -> Result<String> {
    let path = folder().join(file).with_extension("html");
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// What a host notes of its figures: `[view, state]` of each that is ready, and every message.
const NOTES: &str = "<script>
    window.lived = []; window.messages = []; window.chosen = [];
    addEventListener('ready', ({ detail }) => detail && lived.push([detail.view, detail.state]));
    addEventListener('select', ({ detail }) => detail && chosen.push(detail.key));
    addEventListener('message', ({ data }) => {
        messages.push(data);
        if (data?.source === 'article-figure' && data.type === 'ready') lived.push([data.detail.view, data.detail.state]);
    });
</script>";

/// Opens a page of another origin that has this body, in which `https://HOST` is the figures' site.
async fn open(browser: &Browser, body: &str) -> Result<Site> {
    let figures = Site::start().await?;
    let body = body.replace("https://HOST", &figures.url(""));
    let page = format!(
        "<!doctype html><html lang=de><meta charset=utf-8><title>Host</title><link rel=icon href=data:,>{NOTES}<body>{body}"
    );
    browser.site.answer("/host.html", Answer::html(page));
    browser.visit(&browser.site.url("/host.html")).await?;
    Ok(figures)
}

async fn lives(browser: &Browser) -> Result<()> {
    browser.wait_until("a figure lives", "window.lived?.length").await?;
    browser.settle().await
}

async fn replayed(browser: &Browser, recorded: &Recorded) -> Result<()> {
    let _figures = open(browser, &code(recorded.file)?).await?;
    lives(browser).await?;
    let (view, state): (String, String) = browser.eval("lived[0]").await?;
    assert_eq!((view.as_str(), state.as_str()), (recorded.view, recorded.state));
    if recorded.fits {
        browser.wait_until("the frame fits", &format!("{FRAME}.offsetHeight === {HEIGHT}")).await?;
    }
    let errors = browser.errors().await?;
    ensure!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

const FRAME: &str = "document.querySelector('iframe')";
/// The last height that a frame has asked for.
const HEIGHT: &str = "messages.findLast(data => data.type === 'height')?.height";

async fn reflected(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/mode")?).await?;
    lives(browser).await?;
    let figure = "document.querySelector('article-figure')";
    let switch = format!("{figure}.shadowRoot.querySelector('[data-name=kind][value=\"\"]')");
    browser.click_on(&switch).await?;
    browser.wait_until("the attribute says so", &format!("{figure}.getAttribute('state') === ''")).await
}

async fn link_to_element(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/link")?).await?;
    lives(browser).await?;
    browser.click_on("document.querySelector('[data-article-figure]')").await?;
    let figure = browser.shown("document.querySelector('article-figure')");
    let state: String = browser.eval(&format!("{}.getAttribute('state')", figure.element)).await?;
    assert_eq!(state, "select=us,nl,fr,be");
    browser.settle().await?;
    let sum = figure.text(".selection").await?;
    ensure!(sum.contains("62,5"), "{sum:?}");
    Ok(())
}

async fn link_to_frame(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/frame-link")?).await?;
    lives(browser).await?;
    browser.click_on("document.querySelector('[data-article-figure]')").await?;
    inside(browser).await?;
    let state = "document.querySelector('article-figure').getAttribute('state')";
    browser.wait_until("the frame follows", &format!("{state} === 'select=us,nl,fr,be'")).await
}

/// A card of the foreign page's figure names another figure; its page opens, and not the host's own with a query.
async fn link_out(browser: &Browser) -> Result<()> {
    let page = "<script type=module src=https://HOST/article-figure.js></script>
        <article-figure src=https://HOST/de/counted/></article-figure>";
    let figures = open(browser, page).await?;
    lives(browser).await?;
    let link = "<a href=\"?view=investment&amp;select=us,nl\" data-article-figure>";
    browser.run::<Value>("document.querySelector('article-figure').shadowRoot.querySelector('.card').innerHTML = arguments[0]; return null", &[json!(link)]).await?;
    // What leads links is loaded once the figure lives.
    let led = format!(
        "(() => {{
            const link = document.querySelector('article-figure').shadowRoot.querySelector('.card').firstElementChild;
            link.dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true, composed: true }}));
            return link.href === '{}' && link.target === '_blank';
        }})()",
        figures.url("/de/investment/?select=us,nl")
    );
    browser.wait_until("the link is led", &led).await
}

/// The frame's own document, from here on.
async fn inside(browser: &Browser) -> Result<WebElement> {
    let frame = browser.driver().find(thirtyfour::By::Tag("iframe")).await?;
    frame.clone().enter_frame().await?;
    Ok(frame)
}

async fn chosen(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/frame-link")?).await?;
    lives(browser).await?;
    inside(browser).await?;
    browser
        .eval::<bool>("(document.querySelector('article-figure').shadowRoot.querySelector('.item').click(), true)")
        .await?;
    browser.driver().enter_default_frame().await?;
    browser.wait_until("the host hears of it", "chosen.includes('nl')").await
}

async fn twice(browser: &Browser) -> Result<()> {
    let second = "<script type=module src=https://HOST/article-figure.js?newer></script>";
    let _figures = open(browser, &(code("0.1/element")? + second)).await?;
    lives(browser).await?;
    assert_eq!(browser.errors().await?, [""; 0]);
    Ok(())
}

async fn dialects(browser: &Browser) -> Result<()> {
    let frame = "<iframe src='https://HOST/de/investment/embed.html?childId=pym-1&initialWidth=600#?secret=a1B2c3D4e5'
        style='width:600px;height:400px;border:0'></iframe>";
    let figures = open(browser, frame).await?;
    lives(browser).await?;
    let asks = [
        json!("[iFrameSizer]sizer1:8:600:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll"),
        json!({ "type": "setHeight", "id": 7 }),
        json!({ "message": "ready", "secret": "a1B2c3D4e5" }),
    ];
    browser
        .run::<Value>(
            "messages.length = 0; for (const ask of arguments[0]) frames[0].postMessage(ask, '*'); return null",
            &[json!(asks)],
        )
        .await?;
    browser.wait_until("all are answered", "messages.some(data => data.message === 'height')").await?;
    let messages: Vec<Value> = browser.eval("messages").await?;
    let height = messages.iter().find(|data| data["type"] == "height").context("no height")?["height"].clone();
    let address = figures.url("/de/investment/embed.html?childId=pym-1&initialWidth=600#?secret=a1B2c3D4e5");
    let embedly = json!({ "src": address, "context": "iframe.resize", "height": height });
    for expected in [
        json!({ "source": "article-figure", "type": "height", "view": "investment", "height": height }),
        json!({ "datawrapper-height": { "investment": height } }),
        json!({ "sentinel": "amp", "type": "embed-size", "height": height }),
        json!(format!("pymxPYMxpym-1xPYMxheightxPYMx{height}")),
        json!(format!("[iFrameSizer]sizer1:{height}:600:init")),
        json!(format!("[iFrameSizer]sizer1:{height}:600:resize")),
        json!({ "type": "setHeight", "id": 7, "height": height }),
        json!({ "message": "height", "value": height, "secret": "a1B2c3D4e5" }),
    ] {
        ensure!(messages.contains(&expected), "{expected} is not among {messages:#?}");
    }
    let texts = messages.iter().filter_map(Value::as_str).filter_map(|text| serde_json::from_str::<Value>(text).ok());
    ensure!(texts.into_iter().any(|text| text == embedly), "{embedly} is not among {messages:#?}");
    Ok(())
}

async fn kept(browser: &Browser) -> Result<()> {
    let path = "/de/investment/embed.html?utm=x&sort=value#?secret=a1B2c3D4e5";
    browser.open(path).await?;
    let figure = browser.figure("investment");
    figure.alive().await?;
    figure.options().await?;
    browser.click_on(&figure.part("[data-name=group][value=\"1\"]")).await?;
    let address: String = browser.eval("location.search + location.hash").await?;
    assert_eq!(address, "?utm=x&sort=value&group=1#?secret=a1B2c3D4e5");
    browser.open("/de/investment/embed.html?sort=value&group=1&theme=dark").await?;
    figure.alive().await?;
    let shown: (String, String) = browser
        .eval(
            "[document.documentElement.dataset.theme, document.querySelector('article-figure').getAttribute('state')]",
        )
        .await?;
    assert_eq!(shown, ("dark".to_owned(), "sort=value&group=1".to_owned()));
    Ok(())
}

/// Without any other script.
async fn early(browser: &Browser) -> Result<()> {
    let figures = Site::start().await?;
    figures.answer(&browser::asset("article-figure.js")?, Answer::Never);
    let frame = format!("{NOTES}<iframe src='{}'></iframe>", figures.url("/de/investment/embed.html"));
    browser.site.answer("/host.html", Answer::html(frame));
    browser.visit(&browser.site.url("/host.html")).await?;
    browser.wait_until("the height is told", &format!("window.messages && {HEIGHT} > 300")).await?;
    assert_eq!(browser.eval::<usize>("lived.length").await?, 0);
    Ok(())
}

async fn resting(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/frame-script")?).await?;
    lives(browser).await?;
    let fits = format!("{FRAME}.offsetHeight === {HEIGHT}");
    browser.wait_until("the frame fits", &fits).await?;
    let before: f64 = browser.eval(HEIGHT).await?;
    let tell = "frames[0].postMessage({ target: 'article-figure', type: 'state', state: 'lanes=area' }, '*')";
    browser.eval::<Value>(&format!("({tell}, null)")).await?;
    browser.wait_until("another height", &format!("{HEIGHT} !== {before}")).await?;
    browser.wait_until("the frame fits again", &fits).await?;
    let count = "messages.filter(data => data.type === 'height').length";
    browser.settle().await?;
    let told: usize = browser.eval(count).await?;
    let later = format!("new Promise(done => setTimeout(() => done({count}), 500))");
    assert_eq!(browser.eval::<usize>(&later).await?, told);
    Ok(())
}

async fn clamped(browser: &Browser) -> Result<()> {
    let figures = Site::start().await?;
    for (number, (asked, got)) in
        [("1e9", 5000), ("1", 100), ("-5", 300), ("'abc'", 300), ("NaN", 300), ("{}", 300), ("'700;'", 300)]
            .iter()
            .enumerate()
    {
        let path = format!("/{number}.html");
        let message = format!("{{ source: 'article-figure', type: 'height', height: {asked} }}");
        figures.answer(
            &path,
            Answer::html(format!(
                "<script>parent.postMessage({message}, '*'); parent.postMessage('told', '*')</script>"
            )),
        );
        let frame = format!(
            "{NOTES}<script src={}></script><iframe src={} style=height:300px;border:0></iframe>",
            figures.url("/embed.js"),
            figures.url(&path)
        );
        browser.site.answer("/host.html", Answer::html(frame));
        browser.open("/host.html").await?;
        browser.wait_until("it is told", "messages.includes('told')").await?;
        // Messages count with the next painting.
        let painted = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
        let height: i64 = browser.eval(&format!("({painted}, {FRAME}.offsetHeight)")).await?;
        assert_eq!(height, *got, "{asked}");
    }
    Ok(())
}

async fn strangers(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &(code("0.1/frame-script")? + "<iframe srcdoc='<p>A stranger</p>'></iframe>")).await?;
    lives(browser).await?;
    browser.wait_until("the frame fits", &format!("{FRAME}.offsetHeight === {HEIGHT}")).await?;
    let heights = "[...document.querySelectorAll('iframe')].map(frame => frame.offsetHeight)";
    let before: Vec<i64> = browser.eval(heights).await?;
    let message = "{ source: 'article-figure', type: 'height', view: 'strikes', height: 321 }";
    let post = format!("postMessage({message}, '*')");
    browser
        .run::<Value>(&format!("{post}; frames[1].eval(\"parent.{}\"); return null", post.replace('"', "'")), &[])
        .await?;
    browser.wait_until("both have come", "messages.filter(data => data.height === 321).length === 2").await?;
    assert_eq!(browser.eval::<Vec<i64>>(heights).await?, before);
    Ok(())
}

/// What no host of good sense sends.
const MALFORMED: &str = "
    const long = 'x'.repeat(1e6);
    const states = ['<img src=x onerror=\"document.title=1\">', 'kind=' + long, 'select=__proto__,constructor,' + long, '%E0%A4%A', '=', '&&&', 'only=\\ud800', {}, null, 5];
    for (const data of [
        null, 0, '', 'x', long, [], {}, { type: 'setHeight' }, { type: 'setHeight', id: { a: long } },
        '[iFrameSizer]', '[iFrameSizer]:', '[iFrameSizer]' + long, { message: 'ready', secret: 5 }, { message: 'ready' },
        { target: 'article-figure' }, { target: 'article-figure', type: '__proto__' },
        ...states.map(state => ({ target: 'article-figure', type: 'state', state })),
    ]) frames[0].postMessage(data, '*');
    frames[0].postMessage({ target: 'article-figure', type: 'state', state: 'select=us' }, '*');
    return null";

async fn malformed(browser: &Browser) -> Result<()> {
    let _figures = open(browser, &code("0.1/frame-link")?).await?;
    lives(browser).await?;
    browser.run::<Value>(MALFORMED, &[]).await?;
    inside(browser).await?;
    let figure = "document.querySelector('article-figure')";
    browser.wait_until("the last one counts", &format!("{figure}.getAttribute('state') === 'select=us'")).await?;
    browser.wait_until("the card is open", &format!("!{figure}.shadowRoot.querySelector('.card').hidden")).await?;
    let images: usize = browser.eval(&format!("{figure}.shadowRoot.querySelectorAll('img').length")).await?;
    browser.driver().enter_default_frame().await?;
    assert_eq!((images, browser.errors().await?), (0, Vec::new()));
    Ok(())
}

async fn wordpress_link(browser: &Browser) -> Result<()> {
    let frame =
        "<iframe src='https://HOST/de/investment/embed.html#?secret=a1B2c3D4e5' sandbox=allow-scripts></iframe>";
    let figures = open(browser, frame).await?;
    lives(browser).await?;
    inside(browser).await?;
    browser.eval::<bool>("(document.querySelector('#origin a').click(), true)").await?;
    browser.driver().enter_default_frame().await?;
    browser.wait_until("WordPress is asked", "messages.some(data => data.message === 'link')").await?;
    let link: Value = browser.eval("messages.find(data => data.message === 'link')").await?;
    assert_eq!(link, json!({ "message": "link", "value": figures.url("/de/investment/"), "secret": "a1B2c3D4e5" }));
    Ok(())
}
