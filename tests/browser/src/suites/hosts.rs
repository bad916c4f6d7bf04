//! Pages of others that do ordinary things: `tests/hosts/` has the pages, in which `https://HOST` is a site of ours and
//! `https://OTHER` that of another publisher.

use std::fs;

use anyhow::{Context, Result, ensure};
use article_figures::figure::DatumId;
use article_figures::theme::Theme;
use browser::{Answer, Browser, Shown, Site, Suite, Viewport, article, tooltip};
use launcher::engine::Engine;
use serde_json::{Value, json};

pub fn add(suite: &mut Suite) {
    suite.case("every page is tried", all_tried);
    suite.case("root-font: any size of the root", root_font);
    for (name, style) in SCALED {
        suite.case(format!("transform: {name}"), async move |browser| scaled(browser, style).await);
    }
    suite.case("dark: a light page on a dark system", async |browser| light_page(browser, "dark").await);
    suite.case("dark-scheme: the same, said by the page", async |browser| light_page(browser, "dark-scheme").await);
    for ground in GROUNDS {
        suite.case(format!("dark: {}", ground.name), async move |browser| on_ground(browser, ground).await);
    }
    suite.case("dark: a page that changes its ground, by class and by fading", changing_ground);
    suite.case("two-sites: two publishers", two_sites);
    suite.case("two-sites: a script that comes late", late_script);
    suite.case("two-sites: a stranger has the name", stranger);
    for (name, policy) in TRUSTED {
        suite.case(format!("trusted-types: {name}"), async move |browser| trusted(browser, policy).await);
    }
    suite.case("trusted-types: no policy allowed, the link stays", no_policy);
    suite.case("csp-png: an image and the menu under the documented policy", png);
    suite.case("csp-nonce: the figure lives or the link stays", nonce);
    suite.case("hidden-tab-frame: shown later", async |browser| frame_shown_later(browser, "hidden-tab-frame").await);
    suite.case("details: a frame that is opened", async |browser| frame_shown_later(browser, "details").await);
    suite.case("hidden-tab-element: shown later", element_shown_later);
    suite.case("rtl: nothing is mirrored or cut", from_the_right);
    suite.case("back: a reader comes back", back);
    suite.case("scrollbar-loop: the height settles", settled);
    for ratio in [0.9, 1.1, 1.25] {
        suite.case(format!("fraction: zoomed by {ratio}"), fraction).on(ratio);
    }
    suite.case("remount: removed, added, copied", remount);
    for (name, script, query) in ODD {
        suite.case(format!("odd: {name}"), async move |browser| odd(browser, script, query).await);
    }
}

fn page(name: &str) -> Result<String> {
    let path = xtask::files::root().join("tests/hosts").join(name).with_extension("html");
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

async fn all_tried(_: &Browser) -> Result<()> {
    let mut suite = Suite::default();
    add(&mut suite);
    for path in xtask::files::below(&xtask::files::root().join("tests/hosts"))? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        ensure!(suite.names().any(|case| case.contains(&format!(": {name}: "))), "no case tries {name}");
    }
    Ok(())
}

/// The figures of two publishers, for the page that is open.
struct Sites {
    host: Site,
    other: Site,
}

/// Notes every `error` of a figure, and what a policy forbids.
const NOTES: &str = "<link rel=icon href=data:,><script nonce=abc>
    failures = [], violations = [], heights = [];
    addEventListener('error', event => event.detail?.messages && failures.push(event.detail.messages.join()), true);
    addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective));
    addEventListener('message', ({ data }) => data?.source === 'article-figure' && data.type === 'height' && heights.push(data.height));
</script>";

async fn open(browser: &Browser, html: &str) -> Result<Sites> {
    open_at(browser, html, "").await
}

async fn open_at(browser: &Browser, html: &str, query: &str) -> Result<Sites> {
    let (host, other) = (Site::start().await?, Site::start().await?);
    let html = html.replace("https://HOST", &host.url("")).replace("https://OTHER", &other.url(""));
    // Before the page's own policy, which the notes need not keep to.
    let html = html.replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"utf-8\">{NOTES}"), 1);
    ensure!(html.contains(NOTES), "the page has no place for notes");
    browser.site.answer("/host.html", Answer::html(html));
    browser.open(&format!("/host.html{query}")).await?;
    Ok(Sites { host, other })
}

const FIGURE: &str = "document.getElementById('f')";
const FRAME: &str = "document.querySelector('iframe')";

async fn alive(browser: &Browser) -> Result<Shown<'_>> {
    let shown = browser.shown(FIGURE);
    shown.alive().await?;
    Ok(shown)
}

async fn no_failures(browser: &Browser) -> Result<()> {
    let failures: Vec<String> = browser.eval("failures").await?;
    ensure!(failures.is_empty(), "{failures:#?}");
    Ok(())
}

/// Sizes of text in the figure, in CSS px, and the height of its marks.
async fn sizes(browser: &Browser, root: &str) -> Result<Vec<f64>> {
    let _sites = open(browser, &page("root-font")?.replace("62.5%", root)).await?;
    let shown = alive(browser).await?;
    let mut sizes = vec![shown.area().await?.height];
    for selector in [".title", ".source", ".switch label", ".table summary"] {
        let size: String = browser.eval(&format!("getComputedStyle({}).fontSize", shown.part(selector))).await?;
        sizes.push(size.trim_end_matches("px").parse()?);
    }
    let padding: String =
        browser.eval(&format!("getComputedStyle({}).paddingLeft", shown.part(".switch label"))).await?;
    sizes.push(padding.trim_end_matches("px").parse()?);
    // The rule after a selector with "rem" in it.
    let border = format!("getComputedStyle({}, '::before').borderTopWidth", shown.part(".legend .remainder"));
    sizes.push(browser.eval::<String>(&border).await?.trim_end_matches("px").parse()?);
    Ok(sizes)
}

async fn root_font(browser: &Browser) -> Result<()> {
    let plain = sizes(browser, "100%").await?;
    assert_eq!(plain[1..], [20.0, 14.0, 14.0, 14.0, 10.0, 1.0], "{plain:?}");
    for root in ["62.5%", "20px", "calc(1vw + 3px)"] {
        assert_eq!(sizes(browser, root).await?, plain, "{root}");
    }
    Ok(())
}

/// Styles of the element around a figure.
const SCALED: [(&str, &str); 5] = [
    ("scale", "transform:scale(.6);transform-origin:0 0"),
    ("scale, larger", "transform:scale(1.3);transform-origin:0 0"),
    ("zoom", "zoom:1.5"),
    ("zoom and scale", "zoom:1.25;transform:scale(.8);transform-origin:0 0"),
    ("rotate", "transform:rotate(8deg);margin:120px"),
];

/// Pointing at a bar shows this bar, and the canvas is as large as its stage.
async fn scaled(browser: &Browser, style: &str) -> Result<()> {
    browser.set_viewport(Viewport::new(1500, 1600)).await?;
    let html = page("transform")?
        .replace("transform:scale(.6);transform-origin:0 0", style)
        .replace("width:960px", "width:760px");
    let _sites = open(browser, &html).await?;
    let shown = alive(browser).await?;
    let apart = format!(
        "Math.abs({}.offsetWidth - {}.offsetWidth) + Math.abs({0}.offsetHeight - {1}.offsetHeight)",
        shown.part("canvas.base"),
        shown.part(".stage")
    );
    browser.wait_until("the canvas is as large as its stage", &format!("{apart} <= 2")).await?;
    let (figure, locale) = (article::figure("investment", "en")?, article::locale("en")?);
    let scene = shown.scene(&figure, "").await?;
    for nth in [0, 3, 5] {
        let item = format!("{}.shadowRoot.querySelectorAll('.item')[{nth}]", shown.element);
        let name: String = browser.eval(&format!("{item}.getAttribute('aria-label') ?? {item}.textContent")).await?;
        let (x, y) = browser.area(&item).await?.centre();
        // WebKit gives rectangles in the px of their element.
        let zoom = if browser.engine == Engine::Webkit { zoom_of(style) } else { 1.0 };
        browser.hover((x * zoom, y * zoom)).await?;
        browser.settle().await?;
        let told = shown.tooltip().await?;
        let id =
            figure.data.iter().position(|datum| name.starts_with(&datum.label)).map(DatumId).context("no such bar")?;
        ensure!(told == tooltip(&figure, &scene, id, &locale), "{told:?} is shown for {name:?}");
    }
    Ok(())
}

fn zoom_of(style: &str) -> f64 {
    let zoom = style.strip_prefix("zoom:").and_then(|rest| rest.split(';').next()?.parse().ok());
    zoom.unwrap_or(1.0)
}

/// Contrast of two colours (WCAG 2.2).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [red, green, blue] = colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// The theme in which a figure is shown, and whether it has a ground of its own.
async fn theme(browser: &Browser, shown: &Shown<'_>) -> Result<(Theme, bool)> {
    let colour: Vec<u8> =
        browser.eval(&format!("getComputedStyle({}).color.match(/\\d+/g).map(Number)", shown.part(".title"))).await?;
    let theme = [Theme::LIGHT, Theme::DARK].into_iter().find(|theme| theme.text == colour[..]);
    let theme = theme.with_context(|| format!("the text is {colour:?}"))?;
    let own: bool = browser.eval(&format!("{}.closest('[data-ground]') !== null", shown.part(".title"))).await?;
    let ground: String = browser
        .eval(&format!("getComputedStyle({}.closest('[data-theme]')).backgroundColor", shown.part(".title")))
        .await?;
    ensure!(own == (ground != "rgba(0, 0, 0, 0)"), "its ground is {ground}");
    Ok((theme, own))
}

/// Waits until the canvas has the theme's colours, too.
async fn is_shown_in(browser: &Browser, expected: Theme, own: bool) -> Result<()> {
    let shown = browser.shown(FIGURE);
    shown.alive().await?;
    let [red, green, blue] = expected.text;
    let colour = format!("getComputedStyle({}).color === 'rgb({red}, {green}, {blue})'", shown.part(".title"));
    browser.wait_until("the text has the theme's colour", &colour).await?;
    assert_eq!(theme(browser, &shown).await?, (expected, own));
    for _ in 0..3 {
        browser.settle().await?;
    }
    let picture = shown.base().await?;
    let [red, green, blue] = expected.series;
    let all = || (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| (x, y)));
    let count = all().filter(|(x, y)| picture.at(*x, *y) == Some([red, green, blue, 0xff])).count();
    ensure!(count > 500, "{count} px have the colour of the bars");
    Ok(())
}

const DARK: Viewport = Viewport::DESKTOP.dark();

/// The page is white whatever the system wants: the element and the frame are light.
async fn light_page(browser: &Browser, name: &str) -> Result<()> {
    browser.set_viewport(DARK).await?;
    let _sites = open(browser, &page(name)?).await?;
    is_shown_in(browser, Theme::LIGHT, false).await?;
    ensure!(contrast(Theme::LIGHT.soft_text, [0xff; 3]) > 4.5, "the text cannot be read");
    assert_eq!(frame_ground(browser).await?, Theme::LIGHT.ground);
    Ok(())
}

/// The colour of the page in the frame.
async fn frame_ground(browser: &Browser) -> Result<[u8; 3]> {
    browser.eval::<bool>(&format!("({FRAME}.scrollIntoView(), true)")).await?;
    browser.wait_until("the frame has told its height", "heights.length").await?;
    let frame = browser.driver().find(thirtyfour::By::Tag("iframe")).await?;
    frame.enter_frame().await?;
    let ground = browser.eval("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)").await;
    browser.driver().enter_default_frame().await?;
    ground
}

/// A host's style on a dark system, and how the figure is shown on it.
#[derive(Clone, Copy)]
struct Ground {
    name: &'static str,
    /// Rules for `html`, `body` and the element around the figure.
    style: &'static str,
    attributes: &'static str,
    theme: Theme,
    own: bool,
}

const fn ground(name: &'static str, style: &'static str, attributes: &'static str, theme: Theme, own: bool) -> Ground {
    Ground { name, style, attributes, theme, own }
}

const GROUNDS: [Ground; 10] = [
    ground("a dark body", "body{background:#111}", "", Theme::DARK, false),
    ground("a dark part of a white page", "main{background:oklch(0.2 0.02 250)}", "", Theme::DARK, false),
    ground("a white card in a dark page", "body{background:#111}main{background:#fffaf0}", "", Theme::LIGHT, false),
    ground("a veil over white", "body{background:#fff}main{background:rgb(0 0 0 / .93)}", "", Theme::DARK, false),
    ground("no ground, a page that is dark", "html{color-scheme:dark}body{background:none}", "", Theme::DARK, false),
    ground("no ground, both schemes", "html{color-scheme:light dark}body{background:none}", "", Theme::DARK, false),
    ground("a picture", "main{background:linear-gradient(#000,#fff)}", "", Theme::LIGHT, true),
    ground("a colour between", "main{background:#888}", "", Theme::LIGHT, true),
    ground("a theme of its own", "body{background:#fff}", "theme=dark", Theme::DARK, true),
    ground("a theme that is the page's", "body{background:#111}", "theme=dark", Theme::DARK, false),
];

async fn on_ground(browser: &Browser, ground: Ground) -> Result<()> {
    browser.set_viewport(DARK).await?;
    let html = page("dark")?.replace("</style>", &format!("{}</style>", ground.style));
    let html =
        html.replace("<article-figure id=\"f\"", &format!("<main><article-figure id=\"f\" {}", ground.attributes));
    let _sites = open(browser, &html.replace("</article-figure>", "</article-figure></main>")).await?;
    is_shown_in(browser, ground.theme, ground.own).await
}

/// The figure and the frame follow when they are there already.
async fn changing_ground(browser: &Browser) -> Result<()> {
    let style = ".night body{background:#101418} .slow body{transition:background-color .1s}";
    let _sites = open(browser, &page("dark")?.replace("</style>", &format!("{style}</style>"))).await?;
    is_shown_in(browser, Theme::LIGHT, false).await?;
    assert_eq!(frame_ground(browser).await?, Theme::LIGHT.ground);
    for (class, theme) in
        [("night", Theme::DARK), ("slow", Theme::LIGHT), ("slow night", Theme::DARK), ("", Theme::LIGHT)]
    {
        browser.eval::<bool>(&format!("(document.documentElement.className = '{class}', true)")).await?;
        is_shown_in(browser, theme, false).await?;
        for _ in 0..20 {
            if frame_ground(browser).await? == theme.ground {
                break;
            }
            browser.settle().await?;
        }
        assert_eq!(frame_ground(browser).await?, theme.ground, "{class:?}");
    }
    Ok(())
}

/// Each figure has its own library.
async fn two_sites(browser: &Browser) -> Result<()> {
    let sites = open(browser, &page("two-sites")?).await?;
    alive(browser).await?;
    browser.shown("document.getElementById('g')").alive().await?;
    no_failures(browser).await?;
    let wasm = browser::asset("article_figures_bg.wasm")?;
    assert_eq!((sites.host.requests(&wasm), sites.other.requests(&wasm)), (1, 1));
    Ok(())
}

/// A page adds the second script when it has loaded long ago.
async fn late_script(browser: &Browser) -> Result<()> {
    let script = "<script type=\"module\" src=\"https://OTHER/article-figure.js\"></script>";
    let html = page("two-sites")?;
    ensure!(html.contains(script), "the page has another script");
    let sites = open(browser, &html.replace(script, "")).await?;
    alive(browser).await?;
    browser.wait_until("the other one says why not", "failures.length").await?;
    let failure: String = browser.eval("failures[0]").await?;
    ensure!(failure.contains(&sites.other.url("/en/economy/")), "{failure}");
    let link: bool = browser.eval("document.querySelector('#g a').getBoundingClientRect().height > 10").await?;
    ensure!(link, "the link is gone");
    let add = "(document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: arguments[0] })), true)";
    browser.run::<bool>(&format!("return {add}"), &[json!(sites.other.url("/article-figure.js"))]).await?;
    browser.shown("document.getElementById('g')").alive().await
}

/// Another program has an element of this name, or version 0.1 came first.
async fn stranger(browser: &Browser) -> Result<()> {
    let define = "<script>customElements.define('article-figure', class extends HTMLElement {})</script><style>body";
    let _sites = open(browser, &page("two-sites")?.replacen("<style>body", define, 1)).await?;
    browser.wait_until("both say so", "failures.length === 2").await?;
    let failures: Vec<String> = browser.eval("failures").await?;
    ensure!(failures.iter().all(|text| text.contains("another script has defined")), "{failures:?}");
    let links: usize =
        browser.eval("[...document.querySelectorAll('a')].filter(link => link.offsetHeight).length").await?;
    assert_eq!(links, 2);
    Ok(())
}

const TRUSTED: [(&str, &str); 2] = [
    ("any policy", "require-trusted-types-for 'script'"),
    ("the documented policy alone", "require-trusted-types-for 'script'; trusted-types article-figures"),
];

/// Everything that a figure writes is allowed: marks, tooltip, card, table, menu and drawings.
async fn trusted(browser: &Browser, policy: &str) -> Result<()> {
    let _sites = open(browser, &page("trusted-types")?.replace("require-trusted-types-for 'script'", policy)).await?;
    let shown = alive(browser).await?;
    let item = shown.part(".item");
    browser.hover(browser.area(&item).await?.centre()).await?;
    browser.eval::<bool>(&format!("({item}.click(), true)")).await?;
    browser.wait_until("the card is open", &format!("!{}.hidden", shown.part(".card"))).await?;
    browser.eval::<bool>(&format!("({}.open = true, true)", shown.part("details.table"))).await?;
    menu_and_image(browser, &shown).await?;
    let violations: Vec<String> = browser.eval("violations").await?;
    ensure!(violations.is_empty(), "{violations:?}");
    no_failures(browser).await
}

async fn menu_and_image(browser: &Browser, shown: &Shown<'_>) -> Result<()> {
    shown.complete().await?;
    browser.eval::<bool>(&format!("({}.click(), true)", shown.part(".download"))).await?;
    browser.wait_until("the menu is open", &shown.part(".ways")).await?;
    let size: (String, u32) = browser.eval(&format!("{FIGURE}.png().then(blob => [blob.type, blob.size])")).await?;
    ensure!(size.0 == "image/png" && size.1 > 10_000, "{size:?}");
    Ok(())
}

async fn no_policy(browser: &Browser) -> Result<()> {
    // Firefox ESR has no Trusted Types: there is nothing to forbid.
    let policy = "require-trusted-types-for 'script'; trusted-types 'none'";
    let html = page("trusted-types")?.replace("require-trusted-types-for 'script'", policy);
    let _sites = open(browser, &html).await?;
    if !browser.eval::<bool>("'trustedTypes' in window").await? {
        return alive(browser).await.map(drop);
    }
    browser.wait_until("it says why", "failures.length").await?;
    link_is_seen(browser).await
}

async fn link_is_seen(browser: &Browser) -> Result<()> {
    let seen = format!("{FIGURE}.querySelector('a').getBoundingClientRect().height > 10");
    ensure!(browser.eval::<bool>(&seen).await?, "the link is gone");
    Ok(())
}

async fn png(browser: &Browser) -> Result<()> {
    // The notes are a script in the page, which its policy would forbid: they come after it has loaded.
    let html = page("csp-png")?;
    let sites = Sites { host: Site::start().await?, other: Site::start().await? };
    let html = html.replace("https://HOST", &sites.host.url(""));
    browser
        .site
        .answer("/host.html", Answer::html(html.replace("<meta charset", "<link rel=icon href=data:,><meta charset")));
    browser.open("/host.html").await?;
    let shown = alive(browser).await?;
    menu_and_image(browser, &shown).await?;
    ensure!(sites.other.sent() == 0, "a stranger was asked");
    Ok(())
}

async fn nonce(browser: &Browser) -> Result<()> {
    let _sites = open(browser, &page("csp-nonce")?).await?;
    browser
        .wait_until("it lives or says why", &format!("{FIGURE}.hasAttribute('data-live') || failures.length"))
        .await?;
    if browser.eval::<bool>("failures.length > 0").await? {
        return link_is_seen(browser).await;
    }
    alive(browser).await.map(drop)
}

async fn frame_shown_later(browser: &Browser, name: &str) -> Result<()> {
    let _sites = open(browser, &page(name)?).await?;
    browser.settle().await?;
    browser.click_on("document.getElementById('b')").await?;
    fits(browser).await
}

/// The frame is as high as the figure in it.
async fn fits(browser: &Browser) -> Result<()> {
    browser.wait_until("the frame tells its height", "heights.at(-1) > 300").await?;
    browser.wait_until("the frame is as high", &format!("{FRAME}.offsetHeight === heights.at(-1)")).await
}

async fn element_shown_later(browser: &Browser) -> Result<()> {
    let _sites = open(browser, &page("hidden-tab-element")?).await?;
    browser.wait_until("it is ready", &format!("{FIGURE}.hasAttribute('data-live')")).await?;
    browser.click_on("document.getElementById('b')").await?;
    let shown = alive(browser).await?;
    let apart = format!("Math.abs({}.offsetWidth - {}.offsetWidth)", shown.part("canvas.base"), shown.part(".stage"));
    browser.wait_until("the canvas is as wide as its stage", &format!("{apart} <= 1")).await?;
    ensure!(shown.area().await?.width > 600.0, "{:?}", shown.area().await?);
    no_failures(browser).await
}

/// Painted as in a page from left to right, and inside of its element.
async fn from_the_right(browser: &Browser) -> Result<()> {
    let mut pictures = Vec::new();
    for direction in ["rtl", "ltr"] {
        let _sites = open(browser, &page("rtl")?.replace("dir=\"rtl\"", &format!("dir=\"{direction}\""))).await?;
        let shown = alive(browser).await?;
        let (area, outside) = (shown.area().await?, browser.area(FIGURE).await?);
        ensure!(
            area.x >= outside.x - 1.0 && area.x + area.width <= outside.x + outside.width + 1.0,
            "{area:?} in {outside:?}"
        );
        let sideways = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth";
        ensure!(browser.eval::<bool>(sideways).await?, "the page scrolls sideways");
        fits(browser).await?;
        pictures.push(shown.base().await?);
    }
    assert_eq!((pictures[0].width, pictures[0].height), (pictures[1].width, pictures[1].height));
    let same = (0..pictures[0].width * pictures[0].height).all(|at| {
        let place = (at % pictures[0].width, at / pictures[0].width);
        pictures[0].at(place.0, place.1) == pictures[1].at(place.0, place.1)
    });
    ensure!(same || !browser.is_exact(), "the figure is painted in another way");
    Ok(())
}

async fn back(browser: &Browser) -> Result<()> {
    let _sites = open(browser, &page("back")?).await?;
    browser.site.answer("/other.html", Answer::html("<!doctype html><title>Other</title><p id=other>Elsewhere"));
    let shown = alive(browser).await?;
    browser.eval::<bool>("(addEventListener('pageshow', event => kept = event.persisted), true)").await?;
    browser.eval::<bool>(&format!("({}.click(), true)", shown.part(".item"))).await?;
    browser.wait_until("it is selected", &format!("{FIGURE}.getAttribute('state')")).await?;
    let state: String = browser.eval(&format!("{FIGURE}.getAttribute('state')")).await?;
    browser.eval::<bool>("(document.getElementById('out').click(), true)").await?;
    browser.wait_until("the other page is there", "document.getElementById('other')").await?;
    browser.driver().back().await?;
    browser.wait_until("the page is back", FIGURE).await?;
    let shown = alive(browser).await?;
    ensure!(!shown.base().await?.is_empty(), "nothing is painted");
    // A browser that keeps no pages loads it again, and the host's address has no state.
    if browser.eval::<bool>("typeof kept !== 'undefined' && kept").await? {
        assert_eq!(browser.eval::<String>(&format!("{FIGURE}.getAttribute('state')")).await?, state);
        ensure!(!shown.overlay().await?.is_empty(), "the selection is not painted");
    }
    Ok(())
}

async fn settled(browser: &Browser) -> Result<()> {
    // As high as the frame before and after it: the scroll bar may come and go.
    for height in [700, 880, 900] {
        browser.set_viewport(Viewport::new(640, height)).await?;
        let _sites = open(browser, &page("scrollbar-loop")?).await?;
        fits(browser).await?;
        let count: usize = browser.eval("heights.length").await?;
        let later = "new Promise(done => setTimeout(() => done(heights.length), 700))";
        let later: usize = browser.eval(later).await?;
        ensure!(later <= count + 2, "{count} heights, then {later}");
        let rest: usize = browser.eval("new Promise(done => setTimeout(() => done(heights.length), 300))").await?;
        assert_eq!(rest, later, "{height} px");
    }
    Ok(())
}

/// A part of a px in the width must not make the frame too low for its page.
async fn fraction(browser: &Browser) -> Result<()> {
    let _sites = open(browser, &page("fraction")?).await?;
    fits(browser).await?;
    let frame = browser.driver().find(thirtyfour::By::Tag("iframe")).await?;
    frame.enter_frame().await?;
    browser.wait_until("the figure lives", "document.querySelector('[data-live]')").await?;
    browser.settle().await?;
    browser.wait_until("nothing is to be scrolled", "document.scrollingElement.scrollHeight <= innerHeight").await?;
    browser.driver().enter_default_frame().await?;
    Ok(())
}

async fn remount(browser: &Browser) -> Result<()> {
    let _sites = open(browser, &page("remount")?).await?;
    let all = "document.querySelectorAll('article-figure')";
    browser.wait_until("it and its copy are there", &format!("{all}.length === 2")).await?;
    for nth in 0..2 {
        browser.shown(&format!("{all}[{nth}]")).alive().await?;
    }
    no_failures(browser).await?;
    let errors: Value = browser.eval("window.errs ?? []").await?;
    assert_eq!(errors, json!([]));
    Ok(())
}

/// A script before ours, and the address of the page.
const ODD: [(&str, &str, &str); 6] = [
    ("a language that is a property of every object", "", "?lang=constructor"),
    ("the same for prototypes", "", "?lang=__proto__"),
    ("an element that hides document.baseURI", "</script><form name=baseURI></form><img name=URL><script>", ""),
    ("a prototype with a view", "Object.prototype.view = 'x'; Object.prototype.state = 'kind=stack'", ""),
    ("a prototype with a source", "Object.prototype.plural = 1; Array.prototype.last = 2", ""),
    ("a page without a body's style", "document.documentElement.style.all = 'unset'", ""),
];

async fn odd(browser: &Browser, script: &str, query: &str) -> Result<()> {
    let html = page("back")?.replacen("<style>", &format!("<script>{script}</script><style>"), 1);
    let _sites = open_at(browser, &html, query).await?;
    let shown = alive(browser).await?;
    no_failures(browser).await?;
    shown.complete().await?;
    let (shown_view, state): (String, Option<String>) =
        browser.eval(&format!("[{FIGURE}.shown, {FIGURE}.getAttribute('state')]")).await?;
    assert_eq!((&*shown_view, state), ("investment", None));
    if browser.engine == Engine::Chromium {
        ensure!(browser.errors().await?.is_empty(), "{:?}", browser.errors().await?);
    }
    Ok(())
}
