//! What a reader can ask a figure: by mouse, by touch and by address, with the same answer.

use anyhow::{Context, Result, ensure};
use article_figures::describe;
use article_figures::figure::DatumId;
use article_figures::scene::{Rect, Scene, Shape};
use browser::{Browser, Picture, Shown, Suite, Viewport, article, tooltip};
use serde::Deserialize;

pub fn add(suite: &mut Suite) {
    for (nth, question) in QUESTIONS.iter().enumerate() {
        // Mouse and touch in turn; the address each time.
        let by: &'static [By] = if nth % 2 == 0 { &[By::Mouse] } else { &[By::Touch] };
        let is_quick = !ALIKE.contains(&question.name);
        suite.either(is_quick, question.name, async move |browser| question.ask(browser, by).await);
        if !question.steps.is_empty() {
            let name = format!("{}, by mouse and touch", question.name);
            suite.full(name, async move |browser| question.ask(browser, &[By::Mouse, By::Touch]).await);
        }
    }
    suite.case("timeline and map mark one selection", one_selection);
    suite.case("a filter hides the others on the map", filtered_map);
    for (view, state) in RESET {
        let name = format!("reset takes everything back: {view} {state}");
        suite.either(state.contains("map"), name, async move |browser| reset(browser, view, state).await);
    }
    suite.case("the last choice taken back closes the card", taken_back);
    suite.case("a tab begins anew, back brings the state again", back);
}

/// High enough that nothing has to be scrolled.
const SCREEN: Viewport = Viewport::new(1200, 1800);

/// What a reader does.
#[derive(Clone, Copy)]
enum Step {
    /// A switch is set to a value.
    Set(&'static str, &'static str),
    /// The mark of a datum is chosen.
    Choose(&'static str),
}
use Step::{Choose, Set};

/// How a reader does it.
#[derive(Clone, Copy, Debug)]
enum By {
    Mouse,
    Touch,
}

struct Question {
    name: &'static str,
    view: &'static str,
    steps: &'static [Step],
    /// What stands in the address then, after the view.
    state: &'static str,
    /// Labels and values in reading order.
    answers: &'static [(&'static str, &'static str)],
    /// Whether these are all.
    complete: bool,
    /// Texts on the canvas.
    written: &'static [&'static str],
    /// Texts below the stage.
    said: &'static [(&'static str, &'static str)],
}

const NOTHING: Question =
    Question { name: "", view: "", steps: &[], state: "", answers: &[], complete: false, written: &[], said: &[] };

const SUM: &str =
    "Ausgewählt: Niederlande, USA, Frankreich, Belgien – 62,5 % (eigene Berechnung: 30,2 + 24,3 + 4,3 + 3,7)";

const QUESTIONS: &[Question] = &[
    Question {
        name: "investment by value",
        view: "investment",
        steps: &[Set("sort", "value")],
        state: "sort=value",
        answers: &[
            ("Niederlande", "30,2 %"),
            ("USA", "24,3 %"),
            ("Schweiz", "10,9 %"),
            ("China", "6,1 %"),
            ("Frankreich", "4,3 %"),
            ("Russland", "3,9 %"),
            ("Belgien", "3,7 %"),
            ("Großbritannien", "2,4 %"),
            ("Südkorea", "1,7 %"),
            ("Japan", "1,7 %"),
            ("Übrige Länder", "10,8 %"),
        ],
        complete: true,
        ..NOTHING
    },
    Question {
        name: "investment by name",
        view: "investment",
        steps: &[Set("sort", "value"), Set("sort", "name")],
        state: "sort=name",
        answers: &[
            ("Belgien", "3,7 %"),
            ("China", "6,1 %"),
            ("Frankreich", "4,3 %"),
            ("Großbritannien", "2,4 %"),
            ("Japan", "1,7 %"),
            ("Niederlande", "30,2 %"),
            ("Russland", "3,9 %"),
            ("Schweiz", "10,9 %"),
            ("Südkorea", "1,7 %"),
            ("USA", "24,3 %"),
            ("Übrige Länder", "10,8 %"),
        ],
        complete: true,
        ..NOTHING
    },
    Question {
        name: "investment by origin, with the sums",
        view: "investment",
        steps: &[Set("group", "1")],
        state: "group=1",
        answers: &[
            ("EU-Länder der Liste", "38,2 %"),
            ("USA", "24,3 %"),
            ("Andere genannte Länder", "16,7 %"),
            ("China", "6,1 %"),
            ("Russland", "3,9 %"),
            ("Übrige Länder", "10,8 %"),
        ],
        written: &["38,2 %", "16,7 %", "10,8 %"],
        ..NOTHING
    },
    Question {
        name: "several countries and their sum",
        view: "investment",
        steps: &[Set("many", "1"), Choose("us"), Choose("nl"), Choose("fr"), Choose("be")],
        state: "many=1&select=us,nl,fr,be",
        said: &[(".selection", SUM)],
        ..NOTHING
    },
    Question {
        name: "several countries by a link alone",
        view: "investment",
        state: "select=us,nl,fr,be",
        said: &[(".selection", SUM)],
        ..NOTHING
    },
    Question {
        name: "economy as a strip",
        view: "economy",
        steps: &[Set("kind", "stack")],
        state: "kind=stack",
        answers: &[("Rohstoffgewinnung", "15 %"), ("Andere Branchen", "43 %")],
        ..NOTHING
    },
    Question {
        name: "economy beside the official shares of 2019",
        view: "economy",
        steps: &[Set("compare", "2019")],
        state: "compare=2019",
        answers: &[("Handel", "17 %"), ("Handel, 2019", "17 %"), ("Bauwesen", "6 %"), ("Bauwesen, 2019", "5,5 %")],
        written: &["5,5 %", "14,4 %"],
        ..NOTHING
    },
    Question {
        name: "population beside censuses",
        view: "population",
        steps: &[Set("compare", "1")],
        state: "compare=1",
        answers: &[("Volkszählung 1999", "etwa 5,15 Mio."), ("Volkszählung 2009", "etwa 4,2 Mio.")],
        written: &["etwa 5,15 Mio.", "3,7 Mio."],
        ..NOTHING
    },
    Question {
        name: "population relative to the first value",
        view: "population",
        steps: &[Set("relative", "1"), Choose("2021")],
        state: "relative=1&select=2021",
        written: &["100 %", "50,7 %"],
        said: &[(".card", "3,7 ÷ 7,3 = 50,7 %")],
        ..NOTHING
    },
    Question {
        name: "strikes a month",
        view: "strikes",
        said: &[(
            ".counts",
            "Einträge je Monat: September\u{a0}(2), Oktober\u{a0}(4), November\u{a0}(2), Dezember\u{a0}(1)",
        )],
        ..NOTHING
    },
    Question {
        name: "strikes by region",
        view: "strikes",
        steps: &[Set("lanes", "area")],
        state: "lanes=area",
        written: &["Norden", "Osten", "Süden", "Westen"],
        ..NOTHING
    },
    Question {
        name: "strikes of one sector, in time",
        view: "strikes",
        steps: &[Set("only", "transport")],
        state: "only=transport",
        answers: &[
            ("Streik und Kundgebung der Kraftfahrer in Schymkent", "30. September 2021"),
            ("Mehrtägiger Streik der Transportarbeiter in Schangaösen", "ab 12. Oktober 2021"),
            ("Kurierstreik in Nur-Sultan", "22. Oktober 2021"),
            ("Kurierstreik in Almaty", "22. Oktober 2021"),
        ],
        complete: true,
        said: &[(".counts", "Einträge je Monat: September\u{a0}(1), Oktober\u{a0}(2)")],
        ..NOTHING
    },
    Question {
        name: "everything at once",
        view: "strikes",
        steps: &[Set("lanes", "area"), Set("only", "transport"), Choose("T03")],
        state: "lanes=area&only=transport&select=T03",
        said: &[(".card", "Mehrtägiger Streik der Transportarbeiter in Schangaösen")],
        ..NOTHING
    },
    Question {
        name: "a strike chosen in time is the one on the map",
        view: "strikes",
        steps: &[Choose("T03"), Set("kind", "map")],
        state: "select=T03&kind=map",
        written: &["Schangaösen"],
        said: &[(".card", "Mehrtägiger Streik der Transportarbeiter in Schangaösen")],
        ..NOTHING
    },
];

/// Everything that a reader sees of a figure in a state.
#[derive(Debug, Deserialize, PartialEq)]
struct Seen {
    address: String,
    controls: String,
    below: String,
    base: u32,
    overlay: u32,
}

impl Question {
    async fn ask(&self, browser: &Browser, ways: &[By]) -> Result<()> {
        browser.set_viewport(SCREEN).await?;
        let asked = Asked::open(browser, self.view, self.state).await?;
        let linked = asked.seen().await?;
        asked.answers(self).await?;
        for by in ways.iter().copied() {
            if self.steps.is_empty() {
                continue;
            }
            let asked = Asked::open(browser, self.view, "").await?;
            for step in self.steps {
                asked.take(*step, by).await?;
            }
            asked.has_state(self.state).await?;
            let seen = asked.seen().await?;
            assert!(seen == linked, "asked by {by:?}:\n{seen:#?}\nasked by address:\n{linked:#?}");
        }
        Ok(())
    }
}

/// What follows a page's path in its address.
fn query(state: &str) -> String {
    if state.is_empty() { String::new() } else { format!("?{state}") }
}

/// A figure on the page.
struct Asked<'a> {
    browser: &'a Browser,
    shown: Shown<'a>,
    view: &'a str,
}

impl<'a> Asked<'a> {
    async fn open(browser: &'a Browser, view: &'a str, state: &str) -> Result<Self> {
        browser.open(&format!("/de/{view}/{}", query(state))).await?;
        let shown = browser.figure(view);
        shown.alive().await?;
        Ok(Self { browser, shown, view })
    }

    async fn take(&self, step: Step, by: By) -> Result<()> {
        match step {
            Set(name, value) => self.set(name, value, by).await,
            Choose(key) => {
                let point = self.shown.on_screen(middle(&self.scene().await?, self.datum(key)?)?).await?;
                self.point(point, by).await?;
                let chosen = format!("(new URLSearchParams(location.search).get('select') ?? '').includes('{key}')");
                self.browser.wait_until(&format!("{key} is chosen"), &chosen).await?;
                self.browser.settle().await
            }
        }
    }

    /// A choice or a toggle is pressed; in a list, whose choices are the browser's own window, one is set.
    async fn set(&self, name: &str, value: &str, by: By) -> Result<()> {
        let list = self.shown.part(&format!("select[data-name={name}]"));
        if self.browser.eval::<bool>(&format!("Boolean({list})")).await? {
            let change = "(list.value = value, list.dispatchEvent(new Event('change', { bubbles: true })))";
            let change = format!("((list, value) => {change})({list}, '{value}')");
            self.browser.eval::<bool>(&change).await?;
        } else {
            self.shown.options().await?;
            let toggle = format!("[type=checkbox][data-name={name}]");
            let control = self.shown.part(&format!("[data-name={name}][value=\"{value}\"], {toggle}"));
            self.point(self.browser.area(&control).await?.centre(), by).await?;
            let is_on = format!("{control}.checked === ({control}.type === 'radio' || {value:?} === '1')");
            self.browser.wait_until(&format!("{name} is chosen"), &is_on).await?;
        }
        self.browser.settle().await
    }

    async fn point(&self, point: (f64, f64), by: By) -> Result<()> {
        match by {
            By::Mouse => self.browser.click(point).await,
            By::Touch => self.browser.tap(point).await,
        }
    }

    async fn has_state(&self, state: &str) -> Result<()> {
        let address = format!("location.pathname + location.search === '/de/{}/{}'", self.view, query(state));
        self.browser.wait_until(&format!("the address says {state}"), &address).await
    }

    /// What is seen while nothing is pointed at.
    async fn seen(&self) -> Result<Seen> {
        let title = self.browser.area("document.querySelector('h1')").await?.centre();
        self.browser.tap(title).await?;
        self.browser.hover(title).await?;
        self.browser.wait_until("nothing is pointed at", &format!("{}.hidden", self.shown.part(".tooltip"))).await?;
        self.browser.settle().await?;
        let body = "
            const hash = (selector) => {
                const canvas = root.querySelector(selector);
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                return new Uint32Array(data.buffer).reduce((hash, pixel) => (Math.imul(hash, 31) + pixel) >>> 0, 7);
            };
            const pressed = root.querySelectorAll('.switch :checked');
            const below = ['.counts', '.selection', '.card'].map(name => root.querySelector(name));
            return {
                address: location.search,
                controls: [...pressed].map(control => (control.closest('label') ?? control).textContent).join(', '),
                below: below.map(part => part.hidden ? '' : part.textContent).join('\\n'),
                base: hash('.base'),
                overlay: hash('.overlay'),
            };";
        self.browser.run(&format!("const root = {}.shadowRoot; {body}", self.shown.element), &[]).await
    }

    async fn scene(&self) -> Result<Scene> {
        let state: String = self.browser.eval(&format!("{}.getAttribute('state') ?? ''", self.shown.element)).await?;
        self.shown.scene(&article::figure(self.view, "de")?, &state).await
    }

    fn datum(&self, key: &str) -> Result<DatumId> {
        let figure = article::figure(self.view, "de")?;
        let found = figure.entries().find(|(_, datum)| datum.key == key).map(|(id, _)| id);
        found.with_context(|| format!("no {key}"))
    }

    async fn answers(&self, question: &Question) -> Result<()> {
        let told = self.told().await?;
        let mut rest = told.iter();
        for (label, value) in question.answers {
            let (label, value) = (nice(label), nice(value));
            let found = rest.any(|(other, text)| *other == label && text.starts_with(&value));
            ensure!(found, "{label}: {value} is not told, or not in this order: {told:#?}");
        }
        let all = !question.complete || told.len() == question.answers.len();
        ensure!(all, "more is told than expected: {told:#?}");
        let (scene, picture) = (self.scene().await?, self.shown.base().await?);
        for text in question.written {
            assert!(is_written(&scene, &picture, &nice(text)), "{text} is not written");
        }
        for (place, text) in question.said {
            let said = self.shown.text(&format!("{place}:not([hidden])")).await?;
            assert!(said.contains(&nice(text)), "{place} says {said:?} instead of {text:?}");
        }
        Ok(())
    }

    /// Labels and values that the marks are called by, in reading order.
    async fn told(&self) -> Result<Vec<(String, String)>> {
        let items = format!("[...{}.shadowRoot.querySelectorAll('.item')]", self.shown.element);
        let names = format!("{items}.map(item => [Number(item.dataset.datum), item.ariaLabel])");
        let (names, locale): (Vec<(usize, String)>, _) = (self.browser.eval(&names).await?, article::locale("de")?);
        let (figure, mut told) = (article::figure(self.view, "de")?, Vec::new());
        for (datum, name) in names {
            let said = describe::datum(&figure.data[datum], &locale);
            ensure!(name == describe::item(&figure, &figure.data[datum], &locale), "{name:?} does not say {said:?}");
            told.push((said.label, said.value));
        }
        Ok(told)
    }

    /// The figure's upper canvas has colour where one datum has its marks, and nowhere else.
    async fn marks_only(&self, key: &str) -> Result<()> {
        let (scene, overlay, datum) = (self.scene().await?, self.shown.overlay().await?, self.datum(key)?);
        // The texts of the others stay, softly.
        let own = scene.marks.iter().filter(|mark| mark.datum == Some(datum) || matches!(mark.shape, Shape::Text(_)));
        let own: Vec<Rect> = own.map(|mark| mark.shape.bounds().grown(6.0)).collect();
        let place = scene.place_of(datum).context("no mark")?;
        assert!(has_colour(&overlay, place), "{key} is not marked");
        let strays = (0..overlay.height).flat_map(|y| (0..overlay.width).map(move |x| (x, y)));
        let coloured = strays.filter(|(x, y)| overlay.at(*x, *y) != Some([0; 4]));
        let stray = coloured.filter(|(x, y)| !own.iter().any(|rect| holds(rect, *x as f64, *y as f64))).count();
        assert_eq!(stray, 0, "something else than {key} is marked");
        Ok(())
    }

    /// The tooltip while the mouse is at a point of the viewport.
    async fn told_at(&self, point: (f64, f64)) -> Result<Vec<String>> {
        // A pointer that rests says nothing new.
        self.browser.hover((0.0, 0.0)).await?;
        self.browser.hover(point).await?;
        self.browser.settle().await?;
        self.shown.tooltip().await
    }
}

/// Units stand behind a no-break space.
fn nice(text: &str) -> String {
    text.replace(" %", "\u{a0}%").replace(" Mio.", "\u{a0}Mio.")
}

fn middle(scene: &Scene, datum: DatumId) -> Result<article_figures::scene::Point> {
    Ok(scene.place_of(datum).context("a datum without a mark")?.middle())
}

fn holds(rect: &Rect, x: f64, y: f64) -> bool {
    (rect.left..=rect.right).contains(&x) && (rect.top..=rect.bottom).contains(&y)
}

fn has_colour(picture: &Picture, rect: Rect) -> bool {
    let points =
        (rect.top as i64..rect.bottom as i64).flat_map(|y| (rect.left as i64..rect.right as i64).map(move |x| (x, y)));
    points.into_iter().any(|(x, y)| picture.at(x, y).is_some_and(|pixel| pixel != [0; 4]))
}

fn is_written(scene: &Scene, picture: &Picture, text: &str) -> bool {
    let texts = scene.marks.iter().filter(|mark| matches!(&mark.shape, Shape::Text(shape) if shape.text == text));
    texts.into_iter().any(|mark| has_colour(picture, mark.shape.bounds()))
}

async fn one_selection(browser: &Browser) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let asked = Asked::open(browser, "strikes", "").await?;
    asked.take(Choose("T03"), By::Mouse).await?;
    asked.seen().await?;
    asked.marks_only("T03").await?;
    asked.take(Set("kind", "map"), By::Mouse).await?;
    asked.has_state("select=T03&kind=map").await?;
    asked.seen().await?;
    asked.marks_only("T03").await?;
    asked.take(Choose("T06"), By::Touch).await?;
    asked.take(Set("kind", ""), By::Touch).await?;
    asked.has_state("select=T06").await?;
    asked.seen().await?;
    asked.marks_only("T06").await
}

async fn filtered_map(browser: &Browser) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let asked = Asked::open(browser, "strikes", "kind=map").await?;
    let all = asked.scene().await?;
    for (by, back) in [(By::Mouse, By::Touch), (By::Touch, By::Mouse)] {
        for (key, only, seen) in [("T07", "transport", false), ("T07", "", true), ("T02", "transport", true)] {
            asked.set("only", only, by).await?;
            asked.has_state(&if only.is_empty() { "kind=map".into() } else { format!("kind=map&only={only}") }).await?;
            let told = asked.told_at(asked.shown.on_screen(middle(&all, asked.datum(key)?)?).await?).await?;
            let expected =
                tooltip(&article::figure("strikes", "de")?, &all, asked.datum(key)?, &article::locale("de")?);
            assert_eq!(told, if seen { expected } else { Vec::new() }, "{key} with {only}");
        }
        asked.set("only", "", back).await?;
    }
    Ok(())
}

/// Questions whose switches work as those of others do.
const ALIKE: [&str; 5] = [
    "investment by name",
    "several countries by a link alone",
    "population beside censuses",
    "strikes a month",
    "strikes by region",
];

const RESET: [(&str, &str); 4] = [
    ("strikes", "lanes=area&only=transport&select=T03"),
    ("strikes", "kind=map&only=transport&select=T03"),
    ("investment", "sort=name&group=1&many=1&select=sum-0"),
    ("population", "compare=1&relative=1&select=1989"),
];

async fn reset(browser: &Browser, view: &str, state: &str) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let fresh = Asked::open(browser, view, "").await?.seen().await?;
    for by in [By::Mouse, By::Touch] {
        let asked = Asked::open(browser, view, state).await?;
        let before = asked.seen().await?;
        assert!(before.base != fresh.base && before.below != fresh.below, "{state} changes nothing");
        // A card covers what is below its figure.
        let close = asked.shown.part(".card:not([hidden]) .close");
        browser.eval::<bool>(&format!("({close}?.click(), true)")).await?;
        let button = asked.shown.part(".reset:not([hidden])");
        asked.point(browser.area(&button).await?.centre(), by).await?;
        asked.has_state("").await?;
        let after = asked.seen().await?;
        assert!(after == fresh, "{view}, {by:?}: {after:#?} instead of {fresh:#?}");
        assert!(browser.eval::<bool>(&format!("!{button}")).await?, "there is nothing left to reset");
    }
    Ok(())
}

async fn taken_back(browser: &Browser) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let fresh = Asked::open(browser, "investment", "many=1").await?.seen().await?;
    for by in [By::Mouse, By::Touch] {
        let asked = Asked::open(browser, "investment", "many=1").await?;
        for (key, state) in [("us", "many=1&select=us"), ("nl", "many=1&select=us,nl"), ("us", "many=1&select=nl")] {
            asked.point(asked.shown.on_screen(middle(&asked.scene().await?, asked.datum(key)?)?).await?, by).await?;
            asked.has_state(state).await?;
        }
        let card = asked.shown.text(".card h3").await?;
        assert_eq!(card, "Niederlande", "the card is the one of what is selected");
        asked.point(asked.shown.on_screen(middle(&asked.scene().await?, asked.datum("nl")?)?).await?, by).await?;
        asked.has_state("many=1").await?;
        let after = asked.seen().await?;
        assert!(after == fresh, "{by:?}: {after:#?} instead of {fresh:#?}");
    }
    Ok(())
}

async fn back(browser: &Browser) -> Result<()> {
    browser.set_viewport(SCREEN).await?;
    let asked = Asked::open(browser, "strikes", "").await?;
    for step in [Set("kind", "map"), Set("only", "transport"), Choose("T03")] {
        asked.take(step, By::Mouse).await?;
    }
    let before = asked.seen().await?;
    for by in [By::Mouse, By::Touch] {
        asked.point(browser.area("document.getElementById('tab-economy')").await?.centre(), by).await?;
        Asked { view: "economy", shown: browser.figure("economy"), browser }.has_state("").await?;
        browser.driver().back().await?;
        asked.has_state("kind=map&only=transport&select=T03").await?;
        let after = asked.seen().await?;
        assert!(after == before, "{after:#?} instead of {before:#?}");
    }
    Ok(())
}
