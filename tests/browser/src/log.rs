use anyhow::Result;
use launcher::engine::Engine;
use serde_json::json;

use crate::Browser;

/// What Firefox notes of pages: exceptions, and what they print.
const NOTED: &str = "
    const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
    const thrown = Services.console.getMessageArray()
        .filter(note => note instanceof Ci.nsIScriptError && !(note.flags & 1) && /^http/.test(note.sourceName) &&
            /javascript|CSP/.test(note.category))
        .map(note => `SEVERE ${note.sourceName} ${note.lineNumber} ` +
            (note.category.includes('javascript') ? 'Uncaught ' : '') + note.errorMessage);
    const said = storage.getEvents().filter(event => /^http/.test(event.filename))
        .map(event => `${event.level === 'error' ? 'SEVERE' : 'INFO'} ${event.filename} ${event.arguments?.join(' ')}`);
    Services.console.reset();
    storage.clearEvents();
    return [...thrown, ...said]";

/// The same in a page, from when it answers on.
const WATCH: &str = "
    if (window.noted) return true;
    window.noted = [];
    addEventListener('error', event => event.message && noted.push(`SEVERE ${event.filename} Uncaught ${event.message}`));
    addEventListener('unhandledrejection', event => noted.push(`SEVERE Uncaught (in promise) ${event.reason}`));
    const { error } = console;
    console.error = (...said) => (noted.push(`SEVERE ${said.join(' ')}`), error.apply(console, said));
    return true";

impl Browser {
    /// What the console has said since the last call, level first: `SEVERE http://… 12:3 "Error: …"`.
    pub async fn console(&self) -> Result<Vec<String>> {
        match self.engine {
            Engine::Firefox => Ok(serde_json::from_value(self.system(NOTED, json!([])).await?)?),
            Engine::Webkit => self.run("return window.noted?.splice(0) ?? []", &[]).await,
            _ => {
                let entries = self.driver().get_log("browser").await?;
                Ok(entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect())
            }
        }
    }

    /// The errors alone: exceptions that nobody caught, `console.error`, in Chromium requests that failed.
    pub async fn errors(&self) -> Result<Vec<String>> {
        let mut lines = self.console().await?;
        lines.retain(|line| line.starts_with("SEVERE"));
        Ok(lines)
    }

    /// WebKit's driver tells nothing of its console: the page notes it itself.
    pub(crate) async fn watch(&self) -> Result<()> {
        if self.engine == Engine::Webkit {
            // A page that leads elsewhere is replaced while it is asked: the next one is asked again.
            if self.run::<bool>(WATCH, &[]).await.is_err() {
                self.run::<bool>(WATCH, &[]).await?;
            }
        }
        Ok(())
    }
}
