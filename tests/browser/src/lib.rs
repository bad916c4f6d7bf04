//! The built pages in a real browser, as a reader meets them.
//!
//! A test file holds one `#[tokio::test]`, therefore one browser, and its cases:
//!
//! ```no_run
//! # async fn test() -> Result<(), browser::Failures> {
//! let mut cases = browser::Cases::start().await?;
//! cases.case("the page opens", async |browser| browser.open("/").await).await;
//! cases.end().await
//! # }
//! ```

pub mod article;
mod browser;
mod capabilities;
mod cases;
mod driver;
mod golden;
mod host;
mod input;
mod log;
mod picture;
mod screenshot;
mod shown;
mod site;
mod tree;
mod viewport;

pub use browser::{Browser, Metrics};
pub use cases::{Cases, Failures, Left};
pub use golden::Goldens;
pub use host::element;
pub use input::Area;
pub use picture::{Picture, Pixel};
pub use shown::{Shown, css};
pub use site::{Answer, Site, asset};
pub use thirtyfour::Key;
pub use viewport::Viewport;
