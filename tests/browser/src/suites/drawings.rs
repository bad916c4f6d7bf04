//! `figure.svg` as a browser shows it; `tests/host/rendered.rs` has all of them in another renderer.

use anyhow::{Result, ensure};
use browser::article::LANGUAGES;
use browser::{Browser, Suite};
use serde::Deserialize;

pub fn add(suite: &mut Suite) {
    for view in ["investment", "economy"] {
        for language in LANGUAGES {
            let name = format!("the values of {view} are at their bars in figure.svg, {language}");
            suite.either(view == "investment" && language == "de", name, async move |browser| {
                values_at_bars(browser, &format!("/{language}/{view}/figure.svg")).await
            });
        }
    }
}

/// How far the middle of a value may be from the middle of its bar, in CSS px.
const NEAR: f64 = 1.5;

#[derive(Deserialize)]
struct Value {
    text: String,
    /// How far the middle of the text is below the middle of the bar, in CSS px.
    below: f64,
    /// Whether all of it is inside of the drawing.
    inside: bool,
}

/// For every bar the nearest text with a digit on its row. The sample of a legend is a square.
const VALUES: &str = "
    const box = (element) => element.getBoundingClientRect();
    const middle = (element) => box(element).top + box(element).height / 2;
    const whole = box(document.documentElement);
    const bars = [...document.querySelectorAll('rect.fill-series, rect.fill-soft-series')].filter((bar) => Math.abs(box(bar).width - box(bar).height) > 0.5);
    return bars.map((bar) => {
        const values = [...document.querySelectorAll('text')].filter((text) =>
            /\\d/.test(text.textContent) && Math.abs(middle(text) - middle(bar)) < box(bar).height && box(text).right > box(bar).left);
        const apart = (text) => Math.abs(box(text).left - box(bar).right);
        const [value] = values.sort((one, other) => apart(one) - apart(other));
        if (!value) return { text: 'no value', below: 1000, inside: false };
        const { left, top, right, bottom } = box(value);
        const inside = left >= whole.left && top >= whole.top && right <= whole.right && bottom <= whole.bottom;
        return { text: value.textContent, below: middle(value) - middle(bar), inside };
    });";

async fn values_at_bars(browser: &Browser, path: &str) -> Result<()> {
    browser.open(path).await?;
    let values: Vec<Value> = browser.run(VALUES, &[]).await?;
    ensure!(values.len() >= 5, "{} bars", values.len());
    for value in values {
        let Value { text, below, inside } = value;
        ensure!(below.abs() <= NEAR, "{text:?} is {below:.1} px below the middle of its bar");
        ensure!(inside, "{text:?} is cut");
    }
    Ok(())
}
