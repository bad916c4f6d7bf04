use anyhow::Result;

use crate::Browser;

impl Browser {
    /// What the console has said since the last call, level first: `SEVERE http://… 12:3 "Error: …"`.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.driver().get_log("browser").await?;
        Ok(entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect())
    }

    /// The errors alone: exceptions that nobody caught, `console.error`, requests that failed.
    pub async fn errors(&self) -> Result<Vec<String>> {
        let mut lines = self.console().await?;
        lines.retain(|line| line.starts_with("SEVERE"));
        Ok(lines)
    }
}
