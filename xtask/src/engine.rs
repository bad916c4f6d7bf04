//! The browsers that the tests run in.

use clap::ValueEnum;

/// The variable of the environment in which tests find the name of the browser that they drive.
pub const ENGINE: &str = "FIGURES_BROWSER";

/// Which browser the tests drive.
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
