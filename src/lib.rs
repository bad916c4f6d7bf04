//! The numbers of an article as figures that readers can question.
//!
//! The modules in reading order are the way the data goes: a Data Package is read and checked
//! ([`package`]), becomes what a reader sees ([`figure`]), is laid out as marks in pixels ([`scene`]),
//! painted ([`paint`]) and pointed at ([`hit`]). Everything is pure but the two ends: `widget`, the
//! only code that knows the browser, and `site`, the only code that knows files.
//! `ARCHITECTURE.md` has the map and `tests/layers.rs` keeps it true.

pub mod describe;
pub mod error;
pub mod figure;
pub mod hit;
pub mod link;
pub mod locale;
pub mod markup;
pub mod order;
pub mod package;
pub mod paint;
pub mod question;
pub mod scene;
pub mod state;
pub mod svg;
pub mod text;
pub mod theme;
pub mod wire;
pub mod work;

#[cfg(target_arch = "wasm32")]
pub mod widget;

#[cfg(not(target_arch = "wasm32"))]
pub mod site;

pub use error::Error;

/// 2 KB smaller after brotli than the standard library's own (`BENCHMARKS.md`).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
