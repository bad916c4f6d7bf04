//! What `cargo xtask` does, one module per command, then what they stand on.
//!
//! A library, so that the end-to-end tests serve files the way `cargo xtask serve` does.

pub mod axe;
pub mod base;
pub mod bench;
pub mod build;
pub mod check;
pub mod cldr;
mod compress;
mod fallback;
pub mod foreign;
pub mod fuzz;
mod host;
pub mod new;
pub mod peers;
pub mod serve;
pub mod size;
pub mod soak;
pub mod test;
pub mod wordpress;

pub mod files;
mod frictionless;
mod inputs;
pub mod inventory;
mod place;
mod programs;
mod registry;
mod script;
mod wasm;

/// What a command found out, when it could do its work at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// Invalid data, or a budget that is exceeded; the command has already printed what is wrong.
    Bad,
}
