//! The article: numbers in its sentences drive its figures and are marked while these show them; without script, on paper
//! and on any screen it is whole.

use anyhow::{Result, ensure};
use browser::article::{LANGUAGES, figure};
use browser::{Browser, Key, Shown, Suite, Viewport};
use serde_json::json;

use super::axe;

pub fn add(suite: &mut Suite) {
    for (name, way) in [("by mouse", Way::Mouse), ("by touch", Way::Touch), ("by keyboard", Way::Key)] {
        suite.case(format!("a number drives its figure, {name}"), async move |browser| driven(browser, way).await);
    }
    suite.case("a number drives a figure that is not interactive yet", driven_early);
    suite.case("a number drives a figure in a frame", driven_frame);
    suite.case("a number is marked while its figure shows it, whoever chose it", marked);
    suite.case("a figure out of sight comes into sight, and back leads to the sentence", revealed);
    suite.case("with Ctrl a number is a link", ctrl_click);
    for language in LANGUAGES {
        let name = format!("without script everything is there, {language}");
        suite.either(language == "de", name, async move |browser| without_script(browser, language).await);
        let name = format!("nothing leaves a narrow screen, {language}");
        suite.either(language == "kk", name, async move |browser| narrow(browser, language).await);
        for (screen, viewport) in [("desktop", WIDE), ("phone", PHONE), ("dark", WIDE.dark())] {
            let name = format!("axe finds nothing, {language}, {screen}");
            suite.either(language == "kk", name, async move |browser| accessible(browser, language, viewport).await);
        }
    }
    for (name, viewport) in [("desktop", WIDE), ("phone", PHONE)] {
        suite.case(format!("nothing jumps, {name}"), async move |browser| still(browser, viewport).await);
    }
    suite.case("a figure stays beside its text where the screen is wide", sticky);
    suite.case("every page leads to the article", linked);
}

const PATH: &str = "/de/article/";
const WIDE: Viewport = Viewport::new(1440, 900);
const PHONE: Viewport = Viewport::new(390, 844);

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Mouse,
    Touch,
    Key,
}

fn element(view: &str) -> String {
    format!("document.querySelector('article-figure[src*={view}]')")
}

fn link(view: &str, search: &str) -> String {
    format!("document.querySelector('article a[data-article-figure][href$=\"{view}/?{search}\"]')")
}

async fn open<'a>(browser: &'a Browser, viewport: Viewport, view: &str) -> Result<Shown<'a>> {
    browser.set_viewport(viewport).await?;
    browser.open(PATH).await?;
    let shown = browser.shown(&element(view));
    shown.alive().await?;
    Ok(shown)
}

/// The states of the figures' links that are marked.
async fn marks(browser: &Browser) -> Result<Vec<String>> {
    browser
        .eval("Array.from(document.querySelectorAll('article a[aria-current]'), link => link.getAttribute('href'))")
        .await
}

async fn asks(browser: &Browser, view: &str, state: &str) -> Result<()> {
    let asked = format!("{}.getAttribute('state') === '{state}'", element(view));
    browser.wait_until(&format!("{view} is asked for {state}"), &asked).await
}

async fn pressed(browser: &Browser, way: Way, link: &str) -> Result<()> {
    match way {
        Way::Mouse => browser.click_on(link).await,
        Way::Touch => {
            browser.eval::<bool>(&format!("({link}.scrollIntoView({{ block: 'center' }}), true)")).await?;
            browser.settle().await?;
            browser.tap(browser.area(link).await?.centre()).await
        }
        Way::Key => {
            browser.eval::<bool>(&format!("({link}.focus(), true)")).await?;
            browser.press(&[Key::Enter]).await
        }
    }
}

/// The figure selects what the sentence names, with the words of the figure, and the page stays.
async fn driven(browser: &Browser, way: Way) -> Result<()> {
    let shown = open(browser, WIDE, "investment").await?;
    let link = link("investment", "select=nl,us");
    pressed(browser, way, &link).await?;
    asks(browser, "investment", "select=nl,us").await?;
    browser.settle().await?;
    ensure!(shown.text(".selection").await?.contains("54,5"), "{}", shown.text(".selection").await?);
    assert_eq!(marks(browser).await?, ["../investment/?select=nl,us"]);
    ensure!(browser.eval::<bool>(&format!("location.pathname === '{PATH}'")).await?, "the page has changed");
    if way == Way::Key {
        ensure!(browser.eval::<bool>(&format!("document.activeElement === {link}")).await?, "the focus has moved");
    }
    Ok(())
}

async fn driven_early(browser: &Browser) -> Result<()> {
    browser.set_viewport(PHONE).await?;
    browser.open(PATH).await?;
    // As a reader does before the script of figures has come.
    browser.eval::<bool>(&format!("({}.click(), true)", link("strikes", "select=T01"))).await?;
    asks(browser, "strikes", "select=T01").await?;
    let shown = browser.shown(&element("strikes"));
    shown.alive().await?;
    ensure!(shown.text(".card").await?.contains("27"), "{}", shown.text(".card").await?);
    Ok(())
}

async fn driven_frame(browser: &Browser) -> Result<()> {
    browser.set_viewport(WIDE).await?;
    browser.open(PATH).await?;
    let link = link("january", "select=J03,J04,J06");
    browser.eval::<bool>(&format!("({link}.scrollIntoView({{ block: 'center' }}), true)")).await?;
    let inner = "document.querySelector('iframe').contentDocument.querySelector('article-figure')";
    browser.wait_until("the frame is interactive", &format!("{inner}.hasAttribute('data-live')")).await?;
    // Its words are in two lines, between which there is nothing to click.
    pressed(browser, Way::Key, &link).await?;
    let asked = format!("{inner}.getAttribute('state') === 'select=J03,J04,J06'");
    browser.wait_until("the frame is asked", &asked).await?;
    assert_eq!(marks(browser).await?, ["../january/?select=J03,J04,J06"]);
    // What a reader chooses in the frame, its page hears.
    browser.eval::<bool>(&format!("({inner}.shadowRoot.querySelector('.item').click(), true)")).await?;
    browser.wait_until("the mark has gone", "!document.querySelector('article a[aria-current][href*=\"J03,\"]')").await
}

async fn marked(browser: &Browser) -> Result<()> {
    let shown = open(browser, WIDE, "investment").await?;
    ensure!(marks(browser).await?.is_empty(), "{:?}", marks(browser).await?);
    let canvas = shown.part("canvas.base");
    browser.eval::<bool>(&format!("({canvas}.scrollIntoView({{ block: 'center' }}), true)")).await?;
    browser.click(shown.on_screen(middle(&shown, "nl").await?).await?).await?;
    asks(browser, "investment", "select=nl").await?;
    browser.settle().await?;
    assert_eq!(marks(browser).await?, ["../investment/?select=nl"]);
    // In another order, with more that was asked.
    for (state, expected) in [
        ("sort=name&select=us,nl", vec!["../investment/?select=nl,us"]),
        ("compare=2021", vec!["../investment/?compare=2021"]),
        ("select=jp", vec![]),
        ("", vec![]),
    ] {
        shown.ask(state).await?;
        assert_eq!(marks(browser).await?, expected, "{state}");
    }
    Ok(())
}

/// The middle of a mark of the figure, in px of its scene.
async fn middle(shown: &Shown<'_>, key: &str) -> Result<article_figures::scene::Point> {
    let figure = figure("investment", "de")?;
    let scene = shown.scene(&figure, "").await?;
    let datum = figure.entries().find(|(_, datum)| datum.key == key).map(|(id, _)| id);
    let mark = scene.marks.iter().find(|mark| mark.is_body() && mark.datum == datum);
    Ok(mark.map(|mark| mark.shape.bounds().middle()).expect("a mark"))
}

async fn revealed(browser: &Browser) -> Result<()> {
    open(browser, PHONE, "investment").await?;
    let link = link("investment", "compare=2021");
    browser.eval::<bool>(&format!("({link}.scrollIntoView({{ block: 'end' }}), true)")).await?;
    browser.settle().await?;
    // The middle of a link on two lines lies between them.
    let line = browser.area(&format!("{{ getBoundingClientRect: () => {link}.getClientRects()[0] }}")).await?;
    browser.click(line.centre()).await?;
    let top = format!("Math.abs({}.getBoundingClientRect().top - 16) < 2", element("investment"));
    browser.wait_until("the figure is in sight", &top).await?;
    browser.driver().back().await?;
    // The figure before it may be higher now.
    let seen = format!("((area) => area.top >= 0 && area.bottom <= innerHeight)({link}.getBoundingClientRect())");
    browser.wait_until("the sentence is in sight", &seen).await?;
    assert_eq!(marks(browser).await?, ["../investment/?compare=2021"]);
    Ok(())
}

async fn ctrl_click(browser: &Browser) -> Result<()> {
    open(browser, WIDE, "investment").await?;
    let body = format!(
        "const event = new MouseEvent('click', {{ ctrlKey: true, bubbles: true, cancelable: true }});
        addEventListener('click', event => {{ window.prevented = event.defaultPrevented; event.preventDefault(); }}, {{ once: true }});
        {}.dispatchEvent(event);
        return window.prevented",
        link("investment", "select=nl")
    );
    ensure!(!browser.run::<bool>(&body, &[]).await?, "the click does not stay the link's own");
    ensure!(browser.eval::<bool>(&format!("!{}.hasAttribute('state')", element("investment"))).await?, "it is asked");
    Ok(())
}

/// Every figure with its picture, every link with a page behind it.
async fn without_script(browser: &Browser, language: &str) -> Result<()> {
    browser.set_viewport(WIDE).await?;
    browser.set_scripts(false).await?;
    browser.open(&format!("/{language}/article/")).await?;
    ensure!(!browser.eval::<bool>("Boolean(document.querySelector('[data-live]'))").await?, "scripts ran");
    for view in ["investment", "economy", "population", "strikes"] {
        let figure = figure(view, language)?;
        let element = element(view);
        let height: f64 = browser
            .eval(&format!("[...{element}.querySelectorAll('.stage > svg')].reduce((all, svg) => all + svg.getBoundingClientRect().height, 0)"))
            .await?;
        ensure!(height > 150.0, "{view}: the picture is {height} px high");
        let text: String = browser.eval(&format!("{element}.textContent")).await?;
        for datum in figure.data.iter().filter(|datum| datum.is_stated()) {
            ensure!(text.contains(&datum.label), "{view}: {} is missing", datum.label);
        }
    }
    let frame: f64 = browser.eval("document.querySelector('iframe').getBoundingClientRect().height").await?;
    ensure!(frame > 400.0, "the frame is {frame} px high");
    let addresses =
        "[...new Set(Array.from(document.querySelectorAll('article a[data-article-figure]'), link => link.pathname))]";
    for path in browser.eval::<Vec<String>>(addresses).await? {
        let file = xtask::files::dist().join(path.trim_matches('/')).join("index.html");
        ensure!(file.is_file(), "{path} is no page");
    }
    Ok(())
}

async fn narrow(browser: &Browser, language: &str) -> Result<()> {
    for width in [320, 390, 768, 1024, 1200] {
        browser.set_viewport(Viewport::new(width, 900)).await?;
        browser.open(&format!("/{language}/article/")).await?;
        let needed: u32 = browser.eval("document.documentElement.scrollWidth").await?;
        ensure!(needed <= width, "{needed} of {width} px");
        let cut = "[...document.querySelectorAll('article > *, .beside > *')].filter(part => part.scrollWidth > part.clientWidth + 1).map(part => part.className)";
        let cut: Vec<String> = browser.eval(cut).await?;
        ensure!(cut.is_empty(), "{width} px: {cut:?}");
    }
    Ok(())
}

async fn accessible(browser: &Browser, language: &str, viewport: Viewport) -> Result<()> {
    browser.offers(viewport)?;
    browser.set_viewport(viewport).await?;
    axe::open(browser, &format!("/{language}/article/")).await?;
    axe::check(browser, "static", "document", &axe::all()).await?;
    for view in ["investment", "economy", "population", "strikes"] {
        browser.shown(&element(view)).alive().await?;
    }
    browser.eval::<bool>(&format!("({}.click(), true)", link("investment", "select=nl,us"))).await?;
    browser.settle().await?;
    axe::check(browser, "interactive", "document", &axe::all()).await
}

/// Reads the page to its end, screen by screen, and notes every shift.
async fn still(browser: &Browser, viewport: Viewport) -> Result<()> {
    browser.only_in_chromium("shifts of the layout")?;
    browser.set_viewport(viewport).await?;
    browser.open(PATH).await?;
    let body = "
        const shifts = [];
        const observer = new PerformanceObserver(list => list.getEntries().forEach(({ value, sources, hadRecentInput }) => {
            const names = sources.map(({ node, previousRect, currentRect }) =>
                `${node?.localName ?? '?'}.${node?.className ?? ''}: ${previousRect.y} ${previousRect.height} to ${currentRect.y} ${currentRect.height}`);
            shifts.push(`${value}: ${names}`);
        }));
        observer.observe({ type: 'layout-shift', buffered: true });
        const pause = time => new Promise(done => setTimeout(done, time));
        for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight * 0.8) {
            scrollTo({ top: y, behavior: 'instant' });
            await pause(arguments[0]);
        }
        await pause(300);
        return shifts;";
    let shifts: Vec<String> = browser.run(body, &[json!(400)]).await?;
    ensure!(shifts.is_empty(), "{shifts:#?}");
    let live: u32 = browser.eval("document.querySelectorAll('article-figure[data-live]').length").await?;
    ensure!(live == 4, "{live} figures are interactive");
    Ok(())
}

/// Beside its text while that is longer than the figure, in one column elsewhere.
async fn sticky(browser: &Browser) -> Result<()> {
    let columns = "(() => {
        const section = document.querySelector('.beside');
        const [text, figure] = ['div:not(.placed)', '.placed'].map(part => section.querySelector(`:scope > ${part}`));
        const [one, other] = [text, figure].map(part => part.getBoundingClientRect());
        return [one.right < other.left, getComputedStyle(figure).position === 'sticky'];
    })()";
    for (viewport, expected) in
        [(WIDE, [true, true]), (Viewport::new(1180, 500), [true, false]), (Viewport::new(1024, 768), [false, false])]
    {
        browser.set_viewport(viewport).await?;
        browser.open(PATH).await?;
        assert_eq!(browser.eval::<[bool; 2]>(columns).await?, expected, "{viewport:?}");
    }
    // A short paragraph of the section is made long, as in an article of more words.
    browser.set_viewport(WIDE).await?;
    browser.open(PATH).await?;
    browser.shown(&element("investment")).alive().await?;
    let body = "
        const figure = document.querySelector('.beside > .placed');
        const paragraph = figure.nextElementSibling.lastElementChild;
        for (let more = 0; more < 8; more++) paragraph.after(paragraph.cloneNode(true));
        const top = () => figure.getBoundingClientRect().top;
        scrollBy({ top: top() + 200, behavior: 'instant' });
        const first = top();
        scrollBy({ top: 200, behavior: 'instant' });
        return [first, top()];";
    assert_eq!(browser.run::<[f64; 2]>(body, &[]).await?, [16.0, 16.0]);
    Ok(())
}

async fn linked(browser: &Browser) -> Result<()> {
    for path in ["/", "/de/strikes/map/", "/kk/economy/"] {
        browser.open(path).await?;
        let link = "document.querySelector('.origin a[href$=\"/article/\"]')";
        let language: String = browser.eval("document.documentElement.lang").await?;
        assert_eq!(
            browser.eval::<String>(&format!("{link}.pathname")).await?,
            format!("/{language}/article/"),
            "{path}"
        );
        let views: u32 = browser.eval("document.querySelectorAll('[role=tab]').length").await?;
        assert_eq!(views, 7, "the article is no tab");
    }
    Ok(())
}
