//! What the fuzzers start from, and what they have found: `fuzz/seeds` and `fuzz/regressions`, a file each.

#[path = "../../fuzz/src/checks.rs"]
mod checks;

use std::fs;
use std::path::{Path, PathBuf};

use article_figures::package::Kind;

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
            for path in files(kind, target) {
                println!("{}", path.display());
                check(&fs::read(&path).expect("bytes"));
                count += 1;
            }
        }
        assert!(count > 0, "{target} has no seeds");
    }
}

/// A fuzzer that begins with what is refused anyway finds nothing.
#[test]
fn seeds_of_descriptors_become_every_kind_of_figure() {
    let seeds = files("seeds", "descriptor").into_iter().map(|path| fs::read(path).expect("bytes"));
    let kinds: Vec<_> = seeds.flat_map(|bytes| checks::kinds(&bytes)).collect();
    let missing: Vec<_> = Kind::ALL.into_iter().filter(|kind| !kinds.contains(kind)).collect();
    assert_eq!(missing, []);
}

fn files(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
    fs::read_dir(folder).into_iter().flatten().map(|file| file.expect("a file").path()).collect()
}
