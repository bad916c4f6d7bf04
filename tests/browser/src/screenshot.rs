use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use launcher::engine::Engine as Browsers;
use serde_json::{Value, json};

use crate::Browser;

impl Browser {
    /// The viewport in device pixels, written to `target/screenshots/NAME.png`; returns that path.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        self.capture(name, false).await
    }

    /// The whole page, also what one would have to scroll to.
    pub async fn screenshot_page(&self, name: &str) -> Result<PathBuf> {
        self.capture(name, true).await
    }

    /// In base 64; of the whole page where the driver can.
    pub(crate) async fn png(&self, beyond: bool) -> Result<Value> {
        match self.engine {
            Browsers::Chromium | Browsers::All => {
                let options = json!({ "format": "png", "optimizeForSpeed": !beyond, "captureBeyondViewport": beyond });
                Ok(self.devtools("Page.captureScreenshot", options).await?["data"].clone())
            }
            Browsers::Firefox if beyond => self.send(Method::GET, "moz/screenshot/full", Value::Null).await,
            _ => self.send(Method::GET, "screenshot", Value::Null).await,
        }
    }

    async fn capture(&self, name: &str, beyond: bool) -> Result<PathBuf> {
        let png = self.png(beyond).await?;
        let image = STANDARD.decode(png.as_str().context("no screenshot")?)?;
        let folder = xtask::files::root().join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name.replace(|c: char| !c.is_alphanumeric(), "-")).with_extension("png");
        fs::write(&path, image).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}
