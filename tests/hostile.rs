//! What the fuzzers start from, and what they have found: `fuzz/seeds` and `fuzz/regressions`, a file each.

#[path = "../fuzz/src/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;

/// Its folder, and what must hold of each file in it.
type Target = (&'static str, fn(&[u8]));

#[test]
fn whatever_comes_from_outside_is_shown_or_refused() {
    let targets: [Target; 5] = [
        ("csv", checks::csv),
        ("descriptor", checks::descriptor),
        ("query", checks::query),
        ("messages", checks::messages),
        ("geometry", checks::geometry),
    ];
    for (target, check) in targets {
        let mut count = 0;
        for kind in ["seeds", "regressions"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
            for file in fs::read_dir(folder).into_iter().flatten() {
                let path = file.expect("a file").path();
                println!("{}", path.display());
                check(&fs::read(&path).expect("bytes"));
                count += 1;
            }
        }
        assert!(count > 0, "{target} has no seeds");
    }
}
