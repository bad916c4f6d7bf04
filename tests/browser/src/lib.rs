//! The built pages in a real browser, as a reader meets them: how they are opened, pointed at and read.
//!
//! The program beside this library has the tests (`suites/`, a module a subject), the benchmark and WordPress.

pub mod article;
mod browser;
mod capabilities;
mod driver;
mod golden;
mod host;
mod input;
mod log;
mod picture;
mod screenshot;
mod shared;
mod shown;
mod site;
mod suite;
mod tree;
mod viewport;

pub use browser::{Browser, Metrics};
pub use capabilities::Reading;
pub use golden::{Goldens, difference};
pub use host::element;
pub use input::Area;
pub use picture::{Picture, Pixel};
pub use shared::Shared;
pub use shown::{Shown, css, tooltip};
pub use site::{Answer, Site, asset};
pub use suite::{Left, Suite, Tier};
pub use thirtyfour::Key;
pub use viewport::Viewport;
