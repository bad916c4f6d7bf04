//! The two libraries for the browser, and the only code that names web_sys, js_sys and gloo: the living figure,
//! and the reader of packages for those figures that no page was built for.
//!
//! Everything that a widget holds ends when it is dropped: listeners, observers and frames.

mod browser;
#[cfg(feature = "living")]
mod canvas;
#[cfg(feature = "living")]
mod changing;
mod intl;
#[cfg(feature = "living")]
mod keys;
#[cfg(feature = "living")]
mod living;
#[cfg(feature = "living")]
mod messages;
#[cfg(feature = "living")]
mod mount;
#[cfg(feature = "reader")]
mod reader;
