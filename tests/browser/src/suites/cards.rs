//! Every datum of every figure has a card that says what it is, what the article says, and what others say.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use article_figures::describe;
use article_figures::figure::{Datum, DatumId, Figure, Origin, Statement};
use article_figures::hit;
use article_figures::locale::Locale;
use article_figures::scene::{Point, Scene, Shape};
use article_figures::theme::Sizes;
use browser::article::{self, VIEWS};
use browser::{Area, Browser, Key, Shown, Suite, Viewport};
use serde::Deserialize;

pub fn add(suite: &mut Suite) {
    for (nth, view) in VIEWS.into_iter().enumerate() {
        for (other, language) in ["de", "en"].into_iter().enumerate() {
            let name = format!("{view}, every datum by address, in {language}");
            suite.either(nth % 4 == 3 * other, name, async move |browser| by_address(browser, view, language).await);
        }
        let name = format!("{view}, every mark by click or Enter");
        suite.either(view == "strikes", name, async move |browser| by_hand(browser, view).await);
    }
    suite.case("the card is closed by its button and by Escape", closed);
    for (name, viewport) in [("a phone", Viewport::new(390, 844).ratio(2.0)), ("a desktop", Viewport::new(1200, 800))] {
        for view in ["investment", "strikes"] {
            suite.case(format!("the card of {view} is seen beside its mark on {name}"), async move |browser| {
                browser.set_viewport(viewport).await?;
                browser.open(&format!("/de/{view}/")).await?;
                browser.figure(view).complete().await?;
                seen(browser, view, "window").await
            });
        }
        suite.case(format!("the card is seen in a frame on {name}"), async move |browser| {
            browser.set_viewport(viewport).await?;
            framed(browser).await
        });
    }
}

/// What a card says.
#[derive(Debug, Deserialize)]
struct Card {
    heading: String,
    status: String,
    quotation: Option<String>,
    language: Option<String>,
    text: String,
    links: Vec<String>,
    visible: bool,
}

/// States in which all data of a figure are shown, each in one at least.
fn states(figure: &Figure) -> Vec<String> {
    let mut states: Vec<String> = figure.kinds.iter().skip(1).map(|kind| format!("kind={}", kind.name())).collect();
    states.insert(0, String::new());
    states.extend((!figure.groups.is_empty()).then(|| "group=1".to_owned()));
    states.extend(figure.series.iter().map(|series| format!("compare={}", series.key)));
    states
}

fn with(state: &str, key: &str) -> String {
    if state.is_empty() { format!("select={key}") } else { format!("{state}&select={key}") }
}

const CARD: &str = "
    const card = root.querySelector('.card');
    const quotation = card.querySelector('q');
    return {
        heading: card.querySelector('h3')?.textContent ?? '',
        status: card.querySelector('.status')?.textContent ?? '',
        quotation: quotation?.textContent ?? null,
        language: quotation?.lang ?? null,
        text: card.textContent,
        links: [...card.querySelectorAll('a')].map(link => link.getAttribute('href')),
        visible: card.checkVisibility() && card.offsetHeight > 40,
    };";

async fn card(shown: &Shown<'_>, browser: &Browser) -> Result<Card> {
    browser.run(&format!("const root = {}.shadowRoot; {CARD}", shown.element), &[]).await
}

/// Sets the element's state, as a page does that reads its address.
async fn by_address(browser: &Browser, view: &str, language: &str) -> Result<()> {
    let (figure, locale) = (article::figure(view, language)?, article::locale(language)?);
    browser.open(&format!("/{language}/{view}/")).await?;
    let shown = browser.figure(view);
    shown.alive().await?;
    let set = |state: &str| format!("({}.setAttribute('state', '{state}'), true)", shown.element);
    for (id, datum) in figure.entries() {
        // Without a choice before, so that no card can be left from it.
        browser.eval::<bool>(&set("")).await?;
        browser.eval::<bool>(&set(&with("", &datum.key))).await?;
        let card = card(&shown, browser).await?;
        says(&card, id, datum, &figure, &locale).with_context(|| format!("{view}: {id:?} {}", datum.key))?;
    }
    // One of them by a real address.
    let (id, last) = figure.entries().last().context("no data")?;
    browser.open(&format!("/{language}/{view}/?{}", with("", &last.key))).await?;
    shown.alive().await?;
    says(&card(&shown, browser).await?, id, last, &figure, &locale)
}

fn says(card: &Card, id: DatumId, datum: &Datum, figure: &Figure, locale: &Locale) -> Result<()> {
    let said = describe::datum(datum, locale);
    ensure!(card.visible, "no card is open: {card:?}");
    ensure!(card.heading == describe::label(datum, locale), "{card:?} has not the label {:?}", datum.label);
    ensure!(card.text.contains(&datum.text), "{card:?} has not the value {:?}", datum.text);
    ensure!(card.status == said.status && !said.status.is_empty(), "{card:?} has not the status {:?}", said.status);
    match &datum.origin {
        Origin::Stated(statement) => {
            let known = describe::known(datum.status, locale);
            ensure!(card.status.contains(known), "{card:?} does not say {known:?}");
            ensure!(statement.quotation.is_some(), "nothing is quoted for {}", datum.key);
            states_it(card, id, statement, figure)?;
        }
        Origin::Remainder { computation, statement } => {
            ensure!(card.status.contains(computation), "{card:?} does not compute {computation:?}");
            statement.as_ref().map_or(Ok(()), |statement| states_it(card, id, statement, figure))?;
        }
        Origin::Change { computation } | Origin::Sum { computation } => {
            ensure!(card.status.contains(computation), "{card:?} does not compute {computation:?}");
        }
        Origin::Found { series, address, note, .. } => {
            ensure!(card.status.contains(&series.label), "{card:?} does not name {series:?}");
            let address = address.as_ref().context("what others say has no address")?;
            ensure!(card.links == [address.as_str()], "{card:?} does not link {address}");
            ensure!(card.text.contains(note.as_deref().unwrap_or_default()), "{card:?} has not {note:?}");
        }
    }
    let relative = datum.relative.as_ref().map(|relative| &*relative.computation);
    ensure!(card.text.contains(relative.unwrap_or_default()), "{card:?} does not compute {relative:?}");
    Ok(())
}

/// Quotation, source, what others state in place of a datum, summary and findings of a statement, with all addresses as
/// links.
fn states_it(card: &Card, id: DatumId, statement: &Statement, figure: &Figure) -> Result<()> {
    ensure!(card.quotation == statement.quotation, "{card:?} does not quote {:?}", statement.quotation);
    ensure!(card.language.as_ref() == Some(&figure.article_language), "{card:?} is not in the article's language");
    let others: Vec<_> = figure.data.iter().filter_map(|datum| found_of(datum, id)).collect();
    for (text, series, _) in &others {
        ensure!(card.text.contains(*text) && card.text.contains(*series), "{card:?} has not {text:?} ({series:?})");
    }
    let others = others.into_iter().filter_map(|(.., address)| address);
    let addresses =
        statement.source.iter().chain(others).chain(statement.findings.iter().filter_map(|one| one.address.as_ref()));
    let links = addresses.filter(|address| address.starts_with("http")).cloned();
    let see = statement.see.as_ref().map(|see| format!("?{see}"));
    let expected: Vec<_> = links.chain(see).collect();
    ensure!(card.links == expected, "{:?} instead of {expected:?}", card.links);
    let words = statement.findings.iter().map(|one| &one.text);
    for text in words.chain(&statement.source_note).chain(&statement.summary) {
        ensure!(card.text.contains(text), "{card:?} has not {text:?}");
    }
    Ok(())
}

/// Value, time and address of what others state in place of a datum.
fn found_of(datum: &Datum, id: DatumId) -> Option<(&str, &str, Option<&String>)> {
    match &datum.origin {
        Origin::Found { of: Some(of), series, address, .. } if *of == id => {
            Some((&datum.text, &series.label, address.as_ref()))
        }
        _ => None,
    }
}

/// Each datum with a mark in some state: a click where its mark can be met, Enter for the others.
async fn by_hand(browser: &Browser, view: &str) -> Result<()> {
    let (figure, locale) = (article::figure(view, "de")?, article::locale("de")?);
    // High enough that nothing has to be scrolled.
    browser.set_viewport(Viewport::new(1200, 2400)).await?;
    browser.open(&format!("/de/{view}/")).await?;
    let shown = browser.figure(view);
    shown.alive().await?;
    let mut met: BTreeMap<&str, BTreeSet<String>> =
        BTreeMap::from([("click", BTreeSet::new()), ("Enter", BTreeSet::new())]);
    for state in states(&figure) {
        browser.eval::<bool>(&format!("({}.setAttribute('state', '{state}'), true)", shown.element)).await?;
        shown.still().await?;
        let page = Page { browser, shown: &shown, scene: shown.scene(&figure, &state).await? };
        let mut hands = BTreeSet::new();
        for (nth, (id, datum)) in in_scene(&figure, &page.scene).into_iter().enumerate() {
            let hand = if nth % 2 == 0 && page.can_be_clicked(id).await? { "click" } else { "Enter" };
            if met.values().any(|keys| keys.contains(&datum.key)) && hands.contains(hand) {
                continue;
            }
            hands.insert(hand);
            if hand == "click" {
                page.click(id).await?
            } else {
                page.enter(id).await?
            }
            let label = format!(
                "{}?.textContent === {:?}",
                shown.part(".card:not([hidden]) h3"),
                describe::label(datum, &locale)
            );
            let what = format!("{hand} opens the card of {} in {state:?}", datum.key);
            browser.wait_until(&what, &label).await?;
            let card = card(&shown, browser).await?;
            says(&card, id, datum, &figure, &locale).context(what)?;
            met.entry(hand).or_default().insert(datum.key.clone());
            page.close().await?;
        }
        ensure!(hands.len() == 2, "{view} as {state:?} was asked by {hands:?} alone");
    }
    let never = figure.data.iter().filter(|datum| !met.values().any(|keys| keys.contains(&datum.key)));
    let never: Vec<_> = never.map(|datum| &datum.key).collect();
    ensure!(never.is_empty(), "{never:?} have no mark in any state");
    Ok(())
}

type Entry<'a> = (DatumId, &'a Datum);

/// The data that a scene shows.
fn in_scene<'a>(figure: &'a Figure, scene: &Scene) -> Vec<Entry<'a>> {
    figure.entries().filter(|(id, _)| scene.marks_of(*id).next().is_some()).collect()
}

/// A figure in a state.
struct Page<'a> {
    browser: &'a Browser,
    shown: &'a Shown<'a>,
    scene: Scene,
}

impl Page<'_> {
    /// The middle of its place, or of one of its marks or texts, that no other datum lies on.
    async fn point(&self, id: DatumId) -> Result<Option<Point>> {
        let reach = Sizes::at(self.shown.ratio().await?).reach;
        let marks = self.scene.marks_of(id).filter(|mark| !matches!(mark.shape, Shape::Path { .. }));
        // The middle of all of it first: a bubble stands beside that, and may reach over the rim of the rest.
        let place = self.scene.place_of(id).map(|place| place.middle());
        let mut points = place.into_iter().chain(marks.map(|mark| mark.shape.bounds().middle()));
        Ok(points.find(|point| hit::at(&self.scene, *point, reach) == Some(id)))
    }

    async fn can_be_clicked(&self, id: DatumId) -> Result<bool> {
        Ok(self.point(id).await?.is_some())
    }

    async fn click(&self, id: DatumId) -> Result<()> {
        let point = self.point(id).await?.context("nothing to click on")?;
        // From elsewhere: a bubble that lies in between belongs to the last mark, and is left before.
        self.browser.hover((1.0, 1.0)).await?;
        self.browser.click(self.shown.on_screen(point).await?).await
    }

    /// Enter on its mark; that keys lead there, `keyboard` and `pointing` test.
    async fn enter(&self, id: DatumId) -> Result<()> {
        let item = self.shown.part(&format!(".item[data-datum=\"{}\"]", id.0));
        self.browser.eval::<bool>(&format!("({item}.focus({{ preventScroll: true }}), true)")).await?;
        self.browser.press(&[Key::Enter]).await
    }

    async fn close(&self) -> Result<()> {
        self.browser.eval::<bool>(&format!("({}.click(), true)", self.shown.part(".card .close"))).await?;
        self.browser.wait_until("the card is closed", &format!("{}.hidden", self.shown.part(".card"))).await
    }
}

/// Scrolls to some marks of a figure, in this window or a frame of it, and notes where everything else is; a click on each
/// opens its card, wholly within what the reader sees and beside the mark, and moves nothing of the page.
const SEEN: &str = "
    const [frame, at] = [WINDOW, arguments[0]];
    const { frameElement } = frame;
    const root = frame.document.querySelector('article-figure[view]').shadowRoot;
    const edge = () => frameElement?.getBoundingClientRect() ?? { x: 0, y: 0 };
    const marks = [...root.querySelectorAll('.item')];
    window.mark = marks[Math.round(at * (marks.length - 1))];
    window.place = (element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + edge().x, y: y + edge().y, width, height };
    };
    // What overflows a frame lets it scroll by a few px.
    window.rest = () => [...(frameElement ? [frameElement] : root.querySelectorAll('.title, .stage, .note, .source, .table'))]
        .map(element => Math.round(element.getBoundingClientRect().y + scrollY))
        .concat(Math.round(document.querySelector('h1, #after').getBoundingClientRect().y + scrollY));
    window.card = root.querySelector('.card');
    const { y, height } = place(mark);
    scrollBy({ top: y + height / 2 - innerHeight * arguments[1], behavior: 'instant' });
    window.before = rest();
    return place(mark)";

async fn seen(browser: &Browser, view: &str, frame: &str) -> Result<()> {
    let body = SEEN.replace("WINDOW", frame);
    for (at, height) in [(0.0, 0.9), (0.5, 0.5), (0.5, 0.9), (1.0, 0.7)] {
        let mark: Area = browser.run(&body, &[at.into(), height.into()]).await?;
        browser.tap(mark.centre()).await?;
        browser.wait_until("the card is open", "!card.hidden").await?;
        browser.settle().await?;
        browser.settle().await?;
        let places = "[place(card), place(mark), innerHeight]";
        let (card, mark, window): (Area, Area, f64) = browser.eval(places).await?;
        let what = format!("{view} at {at}: the card {card:?} of the mark {mark:?} in {window} px");
        ensure!(card.y >= -1.0 && card.y + card.height <= window + 1.0, "{what} is not seen");
        ensure!(card.height > 80.0 && card.height <= 0.6 * window + 1.0, "{what} is too high");
        ensure!(mark.y >= -1.0 && mark.y + mark.height <= window + 1.0, "{what} leaves its mark unseen");
        let covers = card.y < mark.y + mark.height && mark.y < card.y + card.height;
        ensure!(!covers, "{what} covers its mark");
        let (before, after): (Vec<i64>, Vec<i64>) = browser.eval("[before, rest()]").await?;
        ensure!(before == after, "{what} moves {before:?} to {after:?}");
        browser.eval::<bool>("(card.querySelector('.close').click(), true)").await?;
        browser.wait_until("the card is closed", "card.hidden").await?;
    }
    Ok(())
}

/// A frame is as high as its figure, and its host scrolls.
async fn framed(browser: &Browser) -> Result<()> {
    let space = "<p style='height: 1000px'></p>";
    let frame = "<iframe src=/de/investment/embed.html style='display: block; width: 100%; border: 0'></iframe>";
    let page = format!("{space}{frame}<p id=after>After</p>{space}<script src=/embed.js></script>");
    browser.open_host(&page).await?;
    let figure = "frames[0].document.querySelector('article-figure')?.shadowRoot?.querySelector('.download')";
    let high = "document.querySelector('iframe').offsetHeight > 300";
    let scroll = "(document.querySelector('iframe').scrollIntoView(), true)";
    browser.eval::<bool>(scroll).await?;
    browser.wait_until("the framed figure lives", &format!("{figure} && {high}")).await?;
    browser.settle().await?;
    seen(browser, "investment in a frame", "frames[0]").await
}

async fn closed(browser: &Browser) -> Result<()> {
    browser.open("/de/economy/?select=trade").await?;
    let shown = browser.figure("economy");
    shown.alive().await?;
    let (hidden, address) =
        (format!("{}.hidden", shown.part(".card")), "location.pathname + location.search === '/de/economy/'");
    browser.click_on(&shown.part(".card .close")).await?;
    browser.wait_until("the button closes it", &format!("{hidden} && {address}")).await?;
    browser.open("/de/economy/?select=trade").await?;
    shown.alive().await?;
    browser.eval::<bool>(&format!("({}.focus(), true)", shown.part(".item[tabindex=\"0\"]"))).await?;
    browser.press(&[Key::Escape]).await?;
    browser.wait_until("Escape closes it", &format!("{hidden} && {address}")).await
}
