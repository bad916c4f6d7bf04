//! The browsers that the tests run in.

use clap::ValueEnum;

/// Which browser the tests drive; its name is also in the environment of the tests, as `BROWSER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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
