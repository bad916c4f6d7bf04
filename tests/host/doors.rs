//! The files of a package's folder: regular files within it are read and published, nothing else is, and nothing waits.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use article_figures::site::{self, Report};

use crate::common::{build, files};

const TABLE: &str = "name,value\na,1\nb,2\nc,3\n";
const SECRET: &str = "name,value\nsecret,1\nb,2\nc,3\n";
const DESCRIPTOR: &str =
    r#"{"name":"a","resources":[{"name":"good","path":"good.csv"},{"name":"odd","path":"odd.csv"}]}"#;

/// A package whose `odd.csv` is made by `odd`, beside a file that is nobody's business.
fn package(odd: impl Fn(&Path)) -> (tempfile::TempDir, PathBuf) {
    let around = tempfile::tempdir().expect("a folder");
    let data = around.path().join("data");
    fs::create_dir_all(&data).expect("a folder");
    fs::write(around.path().join("secret.csv"), SECRET).expect("a file");
    fs::write(data.join("good.csv"), TABLE).expect("a file");
    fs::write(data.join("datapackage.json"), DESCRIPTOR).expect("a file");
    odd(&data.join("odd.csv"));
    (around, data)
}

/// The result of a task; a failure where it waits for somebody.
fn within_a_minute<T: Send + 'static>(what: &str, task: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(task()));
    receiver.recv_timeout(Duration::from_secs(60)).expect(what)
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
}

fn problems(report: &Report) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

const NO_FILE: &str = "it is not a regular file";
const OUTSIDE: &str = "it is a link that leads out of the package's folder";

/// How a file is made, and what is said of it.
type Odd = (&'static str, fn(&Path), &'static str);

const ODD: [Odd; 7] = [
    ("a pipe", pipe, NO_FILE),
    ("a socket", |path| drop(UnixListener::bind(path).expect("a socket")), NO_FILE),
    ("a folder", |path| fs::create_dir(path).expect("a folder"), NO_FILE),
    ("a device", |path| symlink("/dev/zero", path).expect("a link"), OUTSIDE),
    ("a link out", |path| symlink("../secret.csv", path).expect("a link"), OUTSIDE),
    (
        "a link to a pipe",
        |path| {
            pipe(&path.with_extension("pipe"));
            symlink(path.with_extension("pipe"), path).expect("a link");
        },
        NO_FILE,
    ),
    (
        "a large file",
        |path| File::create(path).and_then(|file| file.set_len(100_000_001)).expect("a file"),
        "it is larger than 100 MB",
    ),
];

#[test]
fn only_regular_files_of_the_folder_are_read_and_published() {
    for (what, odd, reason) in ODD {
        let (around, data) = package(odd);
        let out = around.path().join("site");
        let (checked, built) = within_a_minute(what, {
            let (data, out) = (data.clone(), out.clone());
            move || (problems(&site::check(&data)), problems(&build(&data, &out, None, false)))
        });
        let expected = format!("odd.csv: the file could not be loaded: {reason}");
        assert!(checked.contains(&expected), "{what}: {checked:?}");
        assert!(built.contains(&expected), "{what}: {built:?}");
        assert!(out.join("data/good.csv").is_file() && !out.join("data/odd.csv").exists(), "{what}");
        for path in files(&out) {
            let bytes = fs::read(&path).expect("a file");
            let has_secret = bytes.windows(6).any(|part| part == b"secret") && path.starts_with(out.join("data"));
            assert!(!has_secret, "{what}: {}", path.display());
        }
    }
}

#[test]
fn a_link_within_the_folder_is_a_file() {
    let (around, data) = package(|path| symlink("good.csv", path).expect("a link"));
    let out = around.path().join("site");
    assert_eq!(problems(&build(&data, &out, None, false)), [""; 0]);
    let published = out.join("data/odd.csv");
    assert!(!published.is_symlink());
    assert_eq!(fs::read_to_string(published).expect("a file"), TABLE);
}

/// The folder itself may be a link, as on many servers.
#[test]
fn the_folder_may_be_a_link() {
    let (around, data) = package(|path| fs::write(path, TABLE).expect("a file"));
    let link = around.path().join("link");
    symlink(&data, &link).expect("a link");
    assert_eq!(problems(&site::check(&link)), [""; 0]);
}

#[test]
fn a_descriptor_and_tables_without_one_are_no_ways_out() {
    for (what, odd, reason) in ODD {
        let around = tempfile::tempdir().expect("a folder");
        let data = around.path().join("data");
        fs::create_dir_all(&data).expect("a folder");
        fs::write(around.path().join("secret.csv"), SECRET).expect("a file");
        odd(&data.join("datapackage.json"));
        let told = within_a_minute(what, {
            let data = data.clone();
            move || problems(&site::check(&data))
        });
        assert!(
            told.contains(&format!("datapackage.json: the file could not be loaded: {reason}")),
            "{what}: {told:?}"
        );
        // As `new` reads a folder.
        let data = around.path().join("tables");
        fs::create_dir_all(&data).expect("a folder");
        fs::write(data.join("good.csv"), TABLE).expect("a file");
        odd(&data.join("odd.csv"));
        let text = within_a_minute(what, move || site::description(&data).expect("a folder").0.unwrap_or_default());
        assert!(text.contains("good.csv") && !text.contains("secret"), "{what}: {text}");
    }
}
