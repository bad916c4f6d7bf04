//! Builds as processes of their own: two at once, killed, without room on the disk, in other surroundings.
//!
//! A test calls this program again, with [`BUILD`] set; that child builds a small package, without modules.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use xtask::build::{build_with, preview};
use xtask::inventory::Inventory;

/// The folders of the package, the libraries and the site, on lines of their own.
const BUILD: &str = "BUILD_SITE";

/// The child; without the variable it has nothing to do.
#[test]
fn child() {
    let Ok(folders) = env::var(BUILD) else { return };
    let folders: Vec<_> = folders.lines().map(Path::new).collect();
    let [data, libraries, out] = folders[..] else { return };
    build_with(libraries, out, preview(data)).expect("a site");
}

/// Packages that differ by their title, and the folder of a site.
struct Site {
    around: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { around: tempfile::tempdir().expect("a folder") };
        fs::create_dir_all(site.path("libraries")).expect("a folder");
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    fn out(&self) -> PathBuf {
        self.path("site")
    }

    /// The folder of a package with this title.
    fn package(&self, title: &str) -> PathBuf {
        let data = self.path(&format!("data-{title}"));
        fs::create_dir_all(&data).expect("a folder");
        let descriptor =
            format!(r#"{{"name":"a","title":"{title}","resources":[{{"name":"table","path":"table.csv"}}]}}"#);
        fs::write(data.join("datapackage.json"), descriptor).expect("a file");
        fs::write(data.join("table.csv"), "name,value\na,1\nb,2\nc,3\n").expect("a file");
        data
    }

    /// A build of a package, to be started.
    fn build(&self, data: &Path, out: &Path) -> Command {
        let program = env::current_exe().expect("a program");
        let mut command = Command::new("sh");
        // More can be said before it.
        command.args(["-c", "exec \"$0\" --exact child --nocapture"]).arg(program);
        let folders = [data, &self.path("libraries"), out].map(|path| path.display().to_string());
        command.env(BUILD, folders.join("\n")).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The same behind a command of the shell.
    fn build_after(&self, shell: &str, data: &Path) -> Command {
        let mut command = self.build(data, &self.out());
        let arguments: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let variables: Vec<_> =
            command.get_envs().map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned))).collect();
        command = Command::new("sh");
        command.arg("-c").arg(format!("{shell}\n{}", arguments[1].to_string_lossy())).arg(&arguments[2]);
        command.envs(variables.into_iter().filter_map(|(name, value)| Some((name, value?))));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The title of the whole site that is published.
    fn title(&self) -> String {
        Inventory::verify(&self.out()).expect("a whole site");
        let page = fs::read_to_string(self.out().join("en/table/index.html")).expect("a page");
        let (_, rest) = page.split_once("<h1>").expect("a heading");
        rest.split('<').next().expect("a title").to_owned()
    }

    /// Hidden names beside the site.
    fn leftovers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.around.path()).expect("a folder").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.starts_with('.')).collect()
    }
}

#[track_caller]
fn ended(child: Child) -> Output {
    child.wait_with_output().expect("an end")
}

#[track_caller]
fn good(mut build: Command) {
    let output = build.output().expect("a build");
    assert!(output.status.success(), "{}", text(&output));
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned()
}

#[test]
fn of_two_at_once_the_second_waits_and_both_are_whole() {
    let site = Site::new();
    let titles = ["One", "Two", "Three"];
    let data = titles.map(|title| site.package(title));
    let mut waited = 0;
    for _ in 0..3 {
        let builds: Vec<_> = data.iter().map(|data| site.build(data, &site.out()).spawn().expect("a build")).collect();
        for output in builds.into_iter().map(ended) {
            let text = text(&output);
            assert!(output.status.success(), "{text}");
            waited += usize::from(text.contains("another build is at work on"));
        }
        assert!(titles.contains(&&*site.title()));
        assert_eq!(site.leftovers(), [""; 0]);
    }
    assert!(waited > 0);
}

#[test]
fn a_build_that_is_killed_leaves_the_last_site_and_nothing_that_stays() {
    let site = Site::new();
    let data = ["One", "Two"].map(|title| site.package(title));
    good(site.build(&data[0], &site.out()));
    let mut seen = BTreeSet::new();
    for round in 0..30 {
        let mut build = site.build(&data[round % 2], &site.out()).spawn().expect("a build");
        thread::sleep(Duration::from_millis(20 * round as u64));
        let _ = build.kill();
        let _ = build.wait();
        seen.insert(site.title());
    }
    assert!(seen.iter().all(|title| ["One", "Two"].contains(&&**title)), "{seen:?}");
    good(site.build(&data[1], &site.out()));
    assert_eq!((&*site.title(), site.leftovers()), ("Two", vec![]));
}

/// The system refuses to write files of more than some blocks, as a full disk does; first it ends the build, then it is a
/// failed write.
#[test]
fn a_full_disk_leaves_the_last_site() {
    let site = Site::new();
    let data = ["One", "Two"].map(|title| site.package(title));
    good(site.build(&data[0], &site.out()));
    for signal in ["", "trap '' XFSZ; "] {
        for blocks in [0, 1, 8, 30] {
            let mut build = site.build_after(&format!("{signal}ulimit -f {blocks}"), &data[1]);
            let output = build.output().expect("a build");
            assert!(!output.status.success(), "{signal}{blocks}");
            assert_eq!(site.title(), "One", "{signal}{blocks}");
        }
    }
    good(site.build(&data[1], &site.out()));
    assert_eq!((&*site.title(), site.leftovers()), ("Two", vec![]));
}

#[test]
fn a_package_that_shows_nothing_leaves_the_last_site() {
    let site = Site::new();
    let data = site.package("One");
    good(site.build(&data, &site.out()));
    let whole = fs::read(data.join("datapackage.json")).expect("a file");
    for (name, text) in [("datapackage.json", "{"), ("datapackage.json", "{}"), ("table.csv", "name,value\na\n")] {
        let before = fs::read(data.join(name)).expect("a file");
        fs::write(data.join(name), text).expect("a file");
        let output = site.build(&data, &site.out()).output().expect("a build");
        assert!(!output.status.success(), "{text}");
        assert!(
            self::text(&output).contains("no figure can be shown, so nothing was written"),
            "{}",
            self::text(&output)
        );
        assert_eq!((&*site.title(), site.leftovers()), ("One", vec![]), "{text}");
        fs::write(data.join(name), before).expect("a file");
    }
    assert_eq!(fs::read(data.join("datapackage.json")).expect("a file"), whole);
    good(site.build(&data, &site.out()));
}

/// The list has the hash of every file, so one list says that all bytes are the same.
#[test]
fn the_bytes_are_the_same_in_any_folder_language_zone_and_umask() {
    let site = Site::new();
    let data = site.package("One");
    good(site.build(&data, &site.out()));
    let list = |out: &Path| {
        Inventory::verify(out).expect("a whole site");
        fs::read_to_string(out.join(xtask::inventory::NAME)).expect("a list")
    };
    let expected = list(&site.out());
    assert!(expected.lines().count() > 100, "{expected}");
    // Another folder, filled in another order, behind a link.
    let other = site.path("Ünïcode folder/deep/data");
    fs::create_dir_all(&other).expect("a folder");
    for name in ["table.csv", "datapackage.json"] {
        fs::copy(data.join(name), other.join(name)).expect("a copy");
    }
    symlink(&other, site.path("link")).expect("a link");
    for (nth, (data, shell, variables)) in [
        (&other, "cd /", &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("LANGUAGE", "tr")][..]),
        (&site.path("link"), "umask 077", &[("TZ", "Pacific/Kiritimati")]),
        (&data, "umask 000", &[("TZ", "America/Los_Angeles"), ("LC_ALL", "C"), ("HOME", "/nonexistent")]),
        (&other, "ulimit -n 64", &[("SOURCE_DATE_EPOCH", "1"), ("TERM", "dumb"), ("TMPDIR", "/nonexistent")]),
    ]
    .into_iter()
    .enumerate()
    {
        let out = site.path(&format!("other place {nth}"));
        let mut build = site.build_after(shell, data);
        let folders = [data, &site.path("libraries"), &out].map(|path| path.display().to_string());
        build.env(BUILD, folders.join("\n")).envs(variables.iter().copied());
        good(build);
        assert_eq!(list(&out), expected, "{shell} {variables:?}");
    }
}

/// cargo does not compile a copied checkout again: the program must not remember where it was compiled.
#[test]
fn a_copied_checkout_reads_its_own_files() {
    let copy = tempfile::tempdir().expect("a folder");
    for folder in ["data", "www", "src", "xtask/launcher"] {
        fs::create_dir_all(copy.path().join(folder)).expect("a folder");
    }
    for (name, text) in
        [("Cargo.toml", ""), ("xtask/launcher/Cargo.toml", ""), ("data/datapackage.json", "{ this is the copy")]
    {
        fs::write(copy.path().join(name), text).expect("a file");
    }
    for (folder, package) in [("", None), ("src", None), ("", Some("xtask/launcher"))] {
        let mut check = Command::new(env!("CARGO_BIN_EXE_xtask"));
        check.arg("check").current_dir(copy.path().join(folder)).env_remove("CARGO_MANIFEST_DIR");
        check.envs(package.map(|package| ("CARGO_MANIFEST_DIR", copy.path().join(package))));
        let output = check.output().expect("a check");
        assert!(text(&output).contains("datapackage.json: not valid JSON in line 1, column 3"), "{}", text(&output));
    }
}
