//! The faults, each with what must hold after it.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use launcher::process;

use super::server::Server;
use super::{Soak, VARIANTS, ended};
use crate::files;
use crate::inventory::{Inventory, Owner};
use crate::new::DESCRIPTOR;

type Round = fn(&mut Soak, &Server) -> Result<()>;

pub(super) const ROUNDS: [(&str, Round); 14] = [
    ("a build that nothing disturbs", undisturbed),
    ("a build that is killed", killed),
    ("builds at once", together),
    ("builds at once, of which one is killed", together_killed),
    ("a limit on the size of files", short_of_room),
    ("a limit on open files", short_of_files),
    ("a folder that may not be written", read_only),
    ("a broken file in the cache", broken_cache),
    ("a broken descriptor", broken_descriptor),
    ("a file of somebody in the site", foreign),
    ("a pipe in the package", pipe),
    ("a state between two renames", between_renames),
    ("a change that a server must notice", changed_under_server),
    ("a server that is killed", killed_server),
];

fn variant(soak: &mut Soak) -> usize {
    soak.random.below(VARIANTS)
}

/// A moment of a build, or shortly after it.
fn moment(soak: &mut Soak) -> Duration {
    let typical = usize::try_from(soak.typical.as_micros()).unwrap_or(usize::MAX);
    Duration::from_micros(soak.random.below(typical.saturating_mul(5) / 4) as u64)
}

fn undisturbed(soak: &mut Soak, _: &Server) -> Result<()> {
    built(soak)
}

fn built(soak: &mut Soak) -> Result<()> {
    let variant = variant(soak);
    soak.must_build(&mut soak.rebuild(variant))?;
    soak.expected = vec![variant];
    Ok(())
}

fn killed(soak: &mut Soak, _: &Server) -> Result<()> {
    let (variant, moment) = (variant(soak), moment(soak));
    let mut build = soak.spawn(&mut soak.rebuild(variant))?;
    thread::sleep(moment);
    build.kill()?;
    ended(build)?;
    soak.expected.push(variant);
    mended(soak)
}

/// A killed build may have left no site for a moment; the next one, whatever it builds, puts one back.
fn mended(soak: &Soak) -> Result<()> {
    if Inventory::verify(&soak.out()).is_ok() { Ok(()) } else { broken_build(soak) }
}

fn together(soak: &mut Soak, _: &Server) -> Result<()> {
    let variants: Vec<_> = (0..2 + soak.random.below(2)).map(|_| variant(soak)).collect();
    let builds = variants.iter().map(|variant| soak.spawn(&mut soak.rebuild(*variant))).collect::<Result<Vec<_>>>()?;
    for build in builds {
        let status = ended(build)?;
        ensure!(status.success(), "one of several builds failed ({status})");
    }
    soak.expected = variants;
    Ok(())
}

fn together_killed(soak: &mut Soak, _: &Server) -> Result<()> {
    let (one, other, moment) = (variant(soak), variant(soak), moment(soak));
    let mut victim = soak.spawn(&mut soak.rebuild(one))?;
    let survivor = soak.spawn(&mut soak.rebuild(other))?;
    thread::sleep(moment);
    victim.kill()?;
    ended(victim)?;
    let status = ended(survivor)?;
    ensure!(status.success(), "the build beside one that was killed failed ({status})");
    soak.expected = vec![one, other];
    Ok(())
}

fn short_of_room(soak: &mut Soak, _: &Server) -> Result<()> {
    // Half of them end by the signal, half by the failed write.
    let signal = if soak.random.is_one_of(2) { "trap '' XFSZ; " } else { "" };
    let blocks = soak.random.below(1000);
    short(soak, &format!("{signal}ulimit -f {blocks}"))
}

fn short_of_files(soak: &mut Soak, _: &Server) -> Result<()> {
    let files = 4 + soak.random.below(20);
    short(soak, &format!("ulimit -n {files}"))
}

fn short(soak: &mut Soak, limit: &str) -> Result<()> {
    let variant = variant(soak);
    let is_built = ended(soak.spawn(&mut soak.limited(limit, variant))?)?.success();
    if is_built {
        soak.expected = vec![variant];
    }
    Ok(())
}

/// For root it may be written nevertheless.
fn read_only(soak: &mut Soak, _: &Server) -> Result<()> {
    let variant = variant(soak);
    let folder = if soak.random.is_one_of(2) { soak.folder.clone() } else { soak.out() };
    let before = fs::metadata(&folder)?.permissions();
    let mut build = soak.rebuild(variant);
    let mut closed = before.clone();
    closed.set_readonly(true);
    fs::set_permissions(&folder, closed)?;
    let build = soak.spawn(&mut build).and_then(ended);
    // Published meanwhile, the folder has gone and another one is in its place.
    if folder.exists() {
        fs::set_permissions(&folder, before)?;
    }
    if build?.success() {
        soak.expected = vec![variant];
    }
    Ok(())
}

fn broken_cache(soak: &mut Soak, _: &Server) -> Result<()> {
    let names = if soak.published {
        ["libraries", "libraries.records", "compressed"]
    } else {
        ["previews", "previews.records", "modules"]
    };
    let name = soak.random.pick(&names).copied().unwrap_or_default();
    let found = files::below(&files::cache().join(name))?;
    // Modules of the other grade are not read, and take minutes to be compiled again.
    let found: Vec<_> =
        found.into_iter().filter(|path| name != "modules" || files::name(path).starts_with("preview.")).collect();
    if let Some(path) = soak.random.pick(&found) {
        let mut bytes = fs::read(path)?;
        let at = soak.random.below(bytes.len());
        match soak.random.below(4) {
            0 => bytes.clear(),
            1 => bytes.truncate(at),
            2 => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1),
            _ => bytes.extend_from_slice(b"more"),
        }
        fs::write(path, bytes)?;
    }
    built(soak)
}

fn broken_descriptor(soak: &mut Soak, _: &Server) -> Result<()> {
    broken_build(soak)
}

fn broken_build(soak: &Soak) -> Result<()> {
    let data = soak.folder.join("data-broken");
    files::create(&data)?;
    fs::write(data.join(DESCRIPTOR), "{")?;
    soak.must_fail(&mut soak.build(&data, &soak.out()))
}

fn foreign(soak: &mut Soak, _: &Server) -> Result<()> {
    let (variant, path) = (variant(soak), soak.out().join("en/thesis.txt"));
    fs::write(&path, "years of work")?;
    soak.must_fail(&mut soak.rebuild(variant))?;
    ensure!(fs::read_to_string(&path)? == "years of work", "a file of somebody was changed");
    Ok(fs::remove_file(path)?)
}

fn pipe(soak: &mut Soak, _: &Server) -> Result<()> {
    let (data, out) = (soak.folder.join("data-pipe"), soak.folder.join("site-pipe"));
    if !data.exists() {
        files::create(&data)?;
        let tables = files::below(&soak.data(0))?;
        for path in &tables {
            fs::copy(path, data.join(files::name(path)))?;
        }
        fs::remove_file(data.join("branches.csv"))?;
        process::run(process::command("mkfifo").arg(data.join("branches.csv")))?;
    }
    // Its other figure is shown, and the exit code says that one is not.
    soak.must_fail(&mut soak.build(&data, &out))?;
    Inventory::verify(&out).map(drop)
}

/// As it is where a build is killed that cannot exchange folders.
fn between_renames(soak: &mut Soak, _: &Server) -> Result<()> {
    let hidden = |suffix: &str| soak.folder.join(format!(".site.{suffix}"));
    remains(&hidden("old"))?;
    fs::rename(soak.out(), hidden("old"))?;
    broken_build(soak)
}

fn remains(folder: &Path) -> Result<()> {
    ensure!(Owner::of(folder)? == Owner::Nobody, "{} was left", folder.display());
    Ok(())
}

fn changed_under_server(soak: &mut Soak, server: &Server) -> Result<()> {
    let (variant, date) = (variant(soak), soak.random.below(4));
    server.change(soak, variant, date)
}

fn killed_server(soak: &mut Soak, server: &Server) -> Result<()> {
    // A page may be built at this moment.
    if soak.random.is_one_of(2) {
        let variant = variant(soak);
        server.write(soak, variant, 0)?;
        server.poke();
        thread::sleep(moment(soak));
    }
    server.restart(soak)
}
