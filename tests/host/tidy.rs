//! The dependencies of the program: their licences, and one registry.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseItem, ParseMode};

use crate::common::folder;

/// Licences that let everybody use, change and pass on a program that has a part under them. MPL-2.0 asks for the source of
/// its own files alone.
const LICENCES: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Every package that any command of the workspace is compiled from.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--locked", "--offline", "--all-features", "--format-version", "1"]);
    let output = metadata.current_dir(folder(".")).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    assert!(packages.len() > 100, "{} packages", packages.len());
    packages
}

/// Whether a package may be used under an expression of SPDX by the list of licences alone.
fn is_allowed(expression: &str) -> bool {
    let is_listed = |licence: &spdx::LicenseReq| {
        let named = licence.to_string();
        matches!(licence.license, LicenseItem::Spdx { .. }) && LICENCES.contains(&named.as_str())
    };
    Expression::parse_mode(expression, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(is_listed))
}

#[test]
fn every_dependency_has_a_licence_of_the_list() {
    let refused = packages().into_iter().filter(|package| !package["license"].as_str().is_some_and(is_allowed));
    let refused: Vec<_> = refused.map(|package| format!("{} {}", package["name"], package["license"])).collect();
    assert_eq!(refused, [""; 0]);
    for (expression, expected) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("Apache-2.0 OR GPL-2.0-only", true),
        ("MIT AND GPL-2.0-only", false),
        ("GPL-3.0-or-later", false),
        ("AGPL-3.0-only OR LGPL-2.1-or-later", false),
        ("Commercial", false),
    ] {
        assert_eq!(is_allowed(expression), expected, "{expression}");
    }
}

#[test]
fn all_dependencies_come_from_one_registry() {
    let sources = packages().into_iter().filter_map(|package| package["source"].as_str().map(str::to_owned));
    let sources: BTreeSet<_> = sources.collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("registry+")), "{sources:?}");
}

#[test]
fn cargo_deny_has_the_same_list() {
    let text = fs::read_to_string(folder("deny.toml")).expect("a configuration");
    let deny: toml::Table = text.parse().expect("TOML");
    let allowed: Vec<_> =
        deny["licenses"]["allow"].as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
    assert_eq!(allowed, LICENCES);
    for key in ["unknown-registry", "unknown-git"] {
        assert_eq!(deny["sources"][key].as_str(), Some("deny"), "{key}");
    }
    assert_eq!(deny["advisories"]["yanked"].as_str(), Some("deny"));
}
