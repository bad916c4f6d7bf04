//! The parts of xtask that run before xtask itself is compiled: compiling for the browser, installing tools, progress.
//!
//! A crate of its own with hardly any dependency, so that `cargo xtask` prints its first line within seconds and
//! compiles xtask and the modules for the browser at the same time.

pub mod atomic;
pub mod engine;
pub mod lock;
pub mod modules;
pub mod paths;
pub mod process;
pub mod programs;
pub mod progress;
pub mod tools;
