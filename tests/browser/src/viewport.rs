use anyhow::Result;
use http::Method;
use launcher::engine::Engine;
use serde_json::json;

use crate::driver::SCREEN;
use crate::{Browser, Left};

/// A screen: size in CSS px, device pixels per CSS px, and the reader's preferences.
#[derive(Clone, Copy, Debug)]
pub struct Viewport {
    width: u32,
    height: u32,
    ratio: f64,
    dark: bool,
    still: bool,
    contrast: bool,
    forced: bool,
    print: bool,
}

impl Viewport {
    /// What each case begins with.
    pub const DESKTOP: Self = Self::new(1200, 800);
    pub const PHONE: Self = Self::new(320, 640).ratio(2.0);

    /// At the device pixels per CSS px that the screen has, light.
    pub const fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            ratio: OF_THE_SCREEN,
            dark: false,
            still: false,
            contrast: false,
            forced: false,
            print: false,
        }
    }

    /// Chromium only scales such a page when it puts it on the screen: it lays out and snaps to whole px as at
    /// ratio 1. Where sharpness counts, [`Case::on`](crate::suite::Case::on) gives it a screen.
    pub const fn ratio(self, ratio: f64) -> Self {
        Self { ratio, ..self }
    }

    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The reader wants less motion.
    pub const fn still(self) -> Self {
        Self { still: true, ..self }
    }

    /// The reader wants more contrast.
    pub const fn contrast(self) -> Self {
        Self { contrast: true, ..self }
    }

    /// The system has its own few colours, which replace those of the page.
    pub const fn forced(self) -> Self {
        Self { forced: true, ..self }
    }

    /// As on paper.
    pub const fn print(self) -> Self {
        Self { print: true, ..self }
    }
}

/// As the DevTools Protocol has it.
const OF_THE_SCREEN: f64 = 0.0;

impl Browser {
    pub async fn set_viewport(&self, viewport: Viewport) -> Result<()> {
        self.viewport.set(viewport);
        let Viewport { width, height, ratio, .. } = viewport;
        match self.engine {
            Engine::Firefox => return self.set_in_firefox(viewport).await,
            Engine::Webkit => return self.set_in_webkit(viewport).await,
            _ => {}
        }
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.devtools("Emulation.setEmulatedMedia", media(viewport)).await?;
        Ok(())
    }
}

/// What Firefox does for its own "responsive design mode".
const IN_FIREFOX: &str = "
    const [width, height, ratio, dark, still, forced, contrast, print] = arguments;
    const tab = gBrowser.selectedBrowser;
    const context = tab.browsingContext;
    tab.style.cssText = `min-width: 0; min-height: 0; max-width: ${width}px; max-height: ${height}px;
        width: ${width}px; height: ${height}px`;
    context.overrideDPPX = ratio;
    context.prefersColorSchemeOverride = dark ? 'dark' : 'light';
    context.prefersReducedMotionOverride = still ? 'reduce' : 'no-preference';
    context.forcedColorsOverride = forced ? 'active' : 'none';
    context.mediumOverride = print ? 'print' : '';
    // A system with more contrast, whose pages keep their own colours.
    Services.prefs.setIntPref('ui.useAccessibilityTheme', contrast ? 1 : 0);
    Services.prefs.setIntPref('browser.display.document_color_use', contrast ? 1 : 0);
    return true";

impl Browser {
    async fn set_in_firefox(&self, viewport: Viewport) -> Result<()> {
        let Viewport { width, height, ratio, dark, still, contrast, forced, print } = viewport;
        let all = json!([width, height, ratio, dark, still, forced, contrast, print]);
        self.system(IN_FIREFOX, all).await?;
        self.wait_for_size(viewport).await
    }

    /// Its window is what can be sized; buttons above the page take the rest.
    async fn set_in_webkit(&self, viewport: Viewport) -> Result<()> {
        self.offers(viewport)?;
        let bars: u32 = self.eval("outerHeight - innerHeight").await?;
        // Under the pointer, which stands in the middle of the screen: where no manager of windows gives it, the focus is
        // there, and a window without it does not know that a key was pressed (`:focus-visible`).
        let corner: f64 = self.eval(&format!("Math.floor({SCREEN} / 2 / devicePixelRatio)")).await?;
        let (width, height) = (viewport.width, viewport.height + bars);
        let window = json!({ "x": corner, "y": corner, "width": width, "height": height });
        self.send(Method::POST, "window/rect", window).await?;
        self.wait_for_size(viewport).await
    }

    /// Whether a reader's wishes can be had from this browser's driver: WebKit knows those of the whole system alone.
    ///
    /// # Errors
    /// The wish that cannot.
    pub fn offers(&self, viewport: Viewport) -> Result<(), Left> {
        let Viewport { dark, still, contrast, forced, print, .. } = viewport;
        let wishes = [
            (dark, "dark screen"),
            (still, "wish for less motion"),
            (contrast, "wish for more contrast"),
            (forced, "forced colours"),
            (print, "paper"),
        ];
        let refused = wishes.into_iter().find(|(asked, _)| *asked && self.engine == Engine::Webkit);
        refused.map_or(Ok(()), |(_, what)| Err(Left(what.to_owned())))
    }

    async fn wait_for_size(&self, viewport: Viewport) -> Result<()> {
        let Viewport { width, height, .. } = viewport;
        let there = format!("innerWidth === {width} && innerHeight === {height}");
        self.wait_until(&format!("the page has {width}×{height} px"), &there).await
    }
}

fn media(viewport: Viewport) -> serde_json::Value {
    let Viewport { dark, still, contrast, forced, print, .. } = viewport;
    json!({
        "media": if print { "print" } else { "" },
        "features": [
            { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": if still { "reduce" } else { "no-preference" } },
            { "name": "prefers-contrast", "value": if contrast { "more" } else { "no-preference" } },
            { "name": "forced-colors", "value": if forced { "active" } else { "none" } },
        ],
    })
}
