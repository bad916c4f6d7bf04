//! The programs that `cargo xtask test` needs.

/// The call of cargo that builds the tests, the benchmark and the programs that run them. Not `--all-targets`, which
/// links a test program for each binary, tests or not.
pub const EVERYTHING: [&str; 10] =
    ["build", "--locked", "--workspace", "--tests", "--bench", "sizes", "--bin", "browser", "--bin", "xtask"];
