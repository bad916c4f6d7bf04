//! What each browser is told when it starts.

use std::path::Path;

use anyhow::{Context, Result};
use launcher::engine::Engine;
use launcher::tools;
use serde_json::{Value, json};
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::{Capabilities, CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, PageLoadStrategy};

use crate::Left;

/// The screen of a reader, and how they read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Device px to one CSS px.
    pub ratio: f64,
    /// The size of text that the browser is set to, in CSS px.
    pub text: u32,
}

impl Reading {
    pub const PLAIN: Self = Self { ratio: 1.0, text: 16 };
}

pub(crate) fn capabilities(engine: Engine, profile: &Path, reading: Reading) -> Result<Capabilities> {
    match engine {
        Engine::Firefox => firefox(reading),
        Engine::Webkit => webkit(reading),
        _ => chromium(profile, reading),
    }
}

const ARGUMENTS: [&str; 15] = [
    "--headless",
    // The article's own language is what a page without one in its address keeps.
    "--accept-lang=de-DE,de",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
    // Colours as the style sheet gives them, whatever screen the machine believes to have.
    "--force-color-profile=srgb",
    // Every page that was left would stay alive for a way back, and its process with it: half of a visit's time.
    "--disable-features=BackForwardCache",
];

fn chromium(profile: &Path, Reading { ratio, text }: Reading) -> Result<Capabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        chrome.add_arg(argument)?;
    }
    chrome.add_arg(&format!("--force-device-scale-factor={ratio}"))?;
    chrome.add_arg(&format!("--blink-settings=defaultFontSize={text}"))?;
    chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // A test about a file that never answers could not get past the usual "wait until loaded".
    chrome.set_page_load_strategy(PageLoadStrategy::None)?;
    Ok(chrome.into())
}

fn firefox(Reading { ratio, text }: Reading) -> Result<Capabilities> {
    let preferences = json!({
        "intl.accept_languages": "de-DE,de",
        "layout.css.devPixelsPerPx": ratio.to_string(),
        "font.size.variable.x-western": text,
        "gfx.color_management.mode": 0,
        "dom.disable_open_during_load": false,
        "toolkit.cosmeticAnimations.enabled": false,
        // The article's page is the first and only one: no greetings, no updates.
        "browser.aboutwelcome.enabled": false,
        "app.update.disabledForTesting": true,
    });
    let options = json!({ "args": ["-headless", "--width=1700", "--height=1400"], "prefs": preferences });
    of(json!({ "browserName": "firefox", "pageLoadStrategy": "none", "moz:firefoxOptions": options }))
}

fn webkit(Reading { ratio, text }: Reading) -> Result<Capabilities> {
    if text != Reading::PLAIN.text {
        return Err(Left("setting for the size of text".to_owned()).into());
    }
    if ratio.fract() != 0.0 {
        return Err(Left("screen with parts of device pixels".to_owned()).into());
    }
    let browser = tools::mini_browser().context("no MiniBrowser: `cargo xtask test --browser webkit` installs it")?;
    let options = json!({ "binary": browser, "args": ["--automation"] });
    of(json!({ "browserName": "MiniBrowser", "pageLoadStrategy": "none", "webkitgtk:browserOptions": options }))
}

fn of(capabilities: Value) -> Result<Capabilities> {
    let map = capabilities.as_object().cloned().context("an object")?;
    Ok(Capabilities::from(map))
}
