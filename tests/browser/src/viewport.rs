use anyhow::Result;
use serde_json::json;

use crate::Browser;

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
    /// ratio 1. Where sharpness counts, [`Cases::start_on`](crate::Cases::start_on) gives it a screen.
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
        let Viewport { width, height, ratio, .. } = viewport;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.devtools("Emulation.setEmulatedMedia", media(viewport)).await?;
        Ok(())
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
