use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

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

    async fn capture(&self, name: &str, beyond: bool) -> Result<PathBuf> {
        let options = json!({ "format": "png", "captureBeyondViewport": beyond });
        let answer = self.devtools("Page.captureScreenshot", options).await?;
        let image = STANDARD.decode(answer["data"].as_str().context("no screenshot")?)?;
        let folder = xtask::files::root().join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let path = folder.join(name.replace(|c: char| !c.is_alphanumeric(), "-")).with_extension("png");
        fs::write(&path, image).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}
