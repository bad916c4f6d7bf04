//! What is announced of each figure, and what Chromium gives a screen reader, as texts that a person can read.

use std::fmt::Write;

use anyhow::{Result, ensure};
use article_figures::figure::Figure;
use article_figures::package::Kind;
use browser::article::{self, LANGUAGES, VIEWS};
use browser::{Browser, Goldens, Key, Shown, Suite};

/// The figure whose tree is kept in every language, and with everything open that can be.
const EXAMPLE: &str = "investment";

pub fn add(suite: &mut Suite) {
    suite.case("no golden is left over", async |_| Goldens::new().only(&every_name()));
    for (nth, language) in LANGUAGES.into_iter().enumerate() {
        suite.either(nth == 0, format!("trees in {language}"), async move |browser| {
            trees(browser, language, nth == 0, &Goldens::new()).await
        });
        suite.either(language == "kk", format!("announced in {language}"), async move |browser| {
            announced(browser, language, &Goldens::new()).await
        });
    }
}

/// The goldens that the cases compare with.
fn every_name() -> Vec<String> {
    let announced = LANGUAGES.into_iter().flat_map(|language| VIEWS.map(|view| format!("{language}/{view}.txt")));
    let trees = VIEWS.map(|view| format!("{}/{view}.tree.txt", LANGUAGES[0]));
    let others = LANGUAGES[1..].iter().map(|language| format!("{language}/{EXAMPLE}.tree.txt"));
    let opened = LANGUAGES.into_iter().map(|language| format!("{language}/{EXAMPLE}.opened.tree.txt"));
    announced.chain(trees).chain(others).chain(opened).collect()
}

async fn trees(browser: &Browser, language: &str, every: bool, goldens: &Goldens) -> Result<()> {
    browser.open(&format!("/{language}/")).await?;
    for view in VIEWS.into_iter().filter(|view| every || *view == EXAMPLE) {
        browser.turn_to(view).await?.complete().await?;
        goldens.check(&format!("{language}/{view}.tree.txt"), &browser.figure_tree().await?)?;
    }
    let shown = browser.turn_to(EXAMPLE).await?;
    shown.complete().await?;
    shown.ask("select=nl").await?;
    browser.eval::<bool>(&format!("({}.open = true)", shown.part("details.table"))).await?;
    browser.settle().await?;
    goldens.check(&format!("{language}/{EXAMPLE}.opened.tree.txt"), &browser.figure_tree().await?)
}

async fn announced(browser: &Browser, language: &str, goldens: &Goldens) -> Result<()> {
    browser.open(&format!("/{language}/")).await?;
    for view in VIEWS {
        let shown = browser.turn_to(view).await?;
        let mut text = String::new();
        for (name, part) in [("figure", "figure > .title"), ("summary", ".summary")] {
            writeln!(text, "{name}: {}", shown.text(part).await?)?;
        }
        let group: String = browser.eval(&format!("{}.ariaLabel", shown.part(".stage"))).await?;
        writeln!(text, "group: {group}\n\nfrom Home to End:")?;
        for name in walk(browser, &shown, &article::figure(view, language)?).await? {
            writeln!(text, "{name}")?;
        }
        writeln!(text, "\nswitches:")?;
        for line in switches(browser, &shown).await? {
            writeln!(text, "{line}")?;
        }
        goldens.check(&format!("{language}/{view}.txt"), &text)?;
    }
    Ok(())
}

/// The names of the marks as the keys lead to them, in reading order.
async fn walk(browser: &Browser, shown: &Shown<'_>, figure: &Figure) -> Result<Vec<String>> {
    let root = format!("{}.shadowRoot", shown.element);
    let marks: usize = browser.eval(&format!("{root}.querySelectorAll('.item').length")).await?;
    let note = format!(
        "const root = {root};
        window.names = [];
        window.note = () => names.push(root.activeElement?.ariaLabel ?? 'nothing');
        if (!window.noting) addEventListener('keydown', () => note());
        window.noting = true;
        root.querySelector('.item').focus();
        return true"
    );
    browser.run::<bool>(&note, &[]).await?;
    // On a map, arrows follow the compass.
    let next = if figure.kinds[0] == Kind::Map { Key::PageDown } else { Key::Right };
    browser.type_keys([Key::Home].into_iter().chain(vec![next; marks - 1]).chain([Key::End])).await?;
    browser.wait_until("every key has come", &format!("names.length > {marks}")).await?;
    let mut names: Vec<String> = browser.eval("names").await?;
    let last = names.pop();
    ensure!(
        names.len() == marks && last.as_ref() == names.last(),
        "the walk ends at {:?} instead of {last:?}",
        names.last()
    );
    Ok(names)
}

/// What is said after another choice of each switch that is shown.
async fn switches(browser: &Browser, shown: &Shown<'_>) -> Result<Vec<String>> {
    let names = "[...root.querySelectorAll('.switch:not([hidden]) [data-name]')].map(control => control.dataset.name)";
    let body = format!("const root = {}.shadowRoot; return [...new Set({names})]", shown.element);
    let names: Vec<String> = browser.run(&body, &[]).await?;
    shown.options().await?;
    let announcer = shown.part(".announcer");
    let mut lines = Vec::new();
    for name in &names {
        browser.eval::<bool>(&format!("({announcer}.textContent = '', true)")).await?;
        let choice = choose(browser, shown, name).await?;
        browser.wait_until(&format!("{name} is announced"), &format!("{announcer}.textContent")).await?;
        lines.push(format!("{choice}: {}", shown.text(".announcer").await?));
        shown.ask("").await?;
    }
    Ok(lines)
}

/// Chooses the first choice of a switch that is not chosen, or the next entry of its list; its name and the choice.
async fn choose(browser: &Browser, shown: &Shown<'_>, name: &str) -> Result<String> {
    let list = shown.part(&format!("select[data-name={name}]"));
    if browser.eval::<bool>(&format!("{list} !== null")).await? {
        browser.eval::<bool>(&format!("({list}.focus(), true)")).await?;
        browser.press(&[Key::Down]).await?;
        return browser.eval(&format!("`${{{list}.ariaLabel}} = ${{{list}.selectedOptions[0].textContent}}`")).await;
    }
    let choice = shown.part(&format!("[data-name={name}]:not(:checked)"));
    let text = format!("{choice}.parentElement.textContent");
    let group = format!("{choice}.closest('[role=radiogroup]')?.ariaLabel");
    let label: String = browser.eval(&format!("[{group}, {text}].filter(Boolean).join(' = ')")).await?;
    browser.click_on(&choice).await?;
    Ok(label)
}
