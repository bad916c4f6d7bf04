//! The browsers that the tests run in.

/// The environment variable that names the browser for the tests.
pub const ENGINE: &str = "FIGURES_BROWSER";

/// The browser that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    Webkit,
    All,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::Webkit => "webkit",
            Engine::All => "all",
        }
    }

    /// The engine of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Engine::Chromium, Engine::Firefox, Engine::Webkit, Engine::All].into_iter().find(|one| one.name() == name)
    }

    /// One after the other.
    pub fn each(self) -> &'static [Engine] {
        match self {
            Engine::Chromium => &[Engine::Chromium],
            Engine::Firefox => &[Engine::Firefox],
            Engine::Webkit => &[Engine::Webkit],
            Engine::All => &[Engine::Chromium, Engine::Firefox, Engine::Webkit],
        }
    }
}
