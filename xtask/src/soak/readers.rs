//! Readers who ask for files while these are replaced, and break off, and send what is no request.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Result, anyhow, bail, ensure};

use super::random::Random;
use super::server::{Answer, Server, Shared, ask, request};

const READERS: u64 = 2;

/// Paths that lead nowhere.
const HOSTILE: [&str; 7] = [
    "//en",
    "//evil.example/",
    "/../../Cargo.toml",
    "/%2e%2e/%2e%2e/Cargo.toml",
    "/en/..%2f..%2f..%2fCargo.toml",
    "/%00",
    "/\\en",
];

pub(super) struct Readers {
    threads: Vec<JoinHandle<()>>,
    common: Arc<Common>,
}

#[derive(Default)]
struct Common {
    ends: AtomicBool,
    requests: AtomicUsize,
    failure: Mutex<Option<String>>,
}

impl Readers {
    pub(super) fn start(server: &Server, seed: u64) -> Result<Self> {
        let common = Arc::<Common>::default();
        let threads = (1..=READERS).map(|nth| {
            let (common, shared, random) = (Arc::clone(&common), Arc::clone(&server.shared), Random::new(seed ^ nth));
            thread::Builder::new().spawn(move || common.read(&shared, random))
        });
        Ok(Self { threads: threads.collect::<std::io::Result<_>>()?, common })
    }

    /// # Errors
    /// Answers to a reader that are no files of a site.
    pub(super) fn check(&self) -> Result<()> {
        let failure = self.common.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.as_ref().map_or(Ok(()), |failure| Err(anyhow!("a reader: {failure}")))
    }

    /// Ends them; returns how often they have asked.
    pub(super) fn stop(self) -> Result<usize> {
        self.common.ends.store(true, Ordering::Relaxed);
        self.check()?;
        for thread in self.threads {
            thread.join().map_err(|_| anyhow!("a reader has panicked"))?;
        }
        Ok(self.common.requests.load(Ordering::Relaxed))
    }
}

impl Common {
    fn read(&self, shared: &Shared, mut random: Random) {
        while !self.ends.load(Ordering::Relaxed) {
            let (port, generation) = shared.now();
            let result = read_once(shared, &mut random, port);
            // A server that was killed meanwhile answers nothing.
            if let Err(error) = result
                && !shared.has_changed(generation)
            {
                *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{error:#}"));
                return;
            }
            self.requests.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_millis(random.below(20) as u64));
        }
    }
}

fn read_once(shared: &Shared, random: &mut Random, port: u16) -> Result<()> {
    let Some(site) = shared.site() else { return Ok(()) };
    let paths: Vec<_> = site.paths().collect();
    let file = random.pick(&paths).copied().unwrap_or_default();
    match random.below(8) {
        0 => broken_off(port, &request(&address(file), port), random),
        1 => {
            let text = request(&address(file), port);
            broken_off(port, &text[..random.below(text.len())], random)
        }
        2 => broken_off(port, "\0\u{fffd}\r\n\r\n", random),
        3 => {
            let path = random.pick(&HOSTILE).copied().unwrap_or_default();
            let answer = ask(port, &request(path, port))?;
            ensure!((400..500).contains(&answer.status) || is_broken(&answer), "{path} has status {}", answer.status);
            Ok(())
        }
        4 => {
            let foreign = request(&address(file), port).replace("127.0.0.1", "evil.example");
            let answer = ask(port, &foreign)?;
            ensure!(answer.status == 421, "a foreign host has status {}", answer.status);
            Ok(())
        }
        _ => whole(shared, file, port),
    }
}

/// Pages have the address of their folder.
fn address(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

fn whole(shared: &Shared, file: &str, port: u16) -> Result<()> {
    let answer = ask(port, &request(&address(file), port))?;
    match answer.status {
        200 if shared.knows(file, &answer.body) => Ok(()),
        200 => bail!("{file} is of no site"),
        404 if shared.site().is_none_or(|site| site.paths().all(|path| path != file)) => Ok(()),
        _ if is_broken(&answer) => Ok(()),
        status => bail!("{file} has status {status}: {}", String::from_utf8_lossy(&answer.body)),
    }
}

/// Whether it says that the package is broken, as it is for a moment.
fn is_broken(answer: &Answer) -> bool {
    answer.status == 500 && String::from_utf8_lossy(&answer.body).contains("not valid JSON")
}

/// Sends something, reads a part of the answer, if any comes soon, and goes.
fn broken_off(port: u16, text: &str, random: &mut Random) -> Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_millis(1 + random.below(100) as u64)))?;
    // The server may have closed the connection.
    let _ = stream.write_all(text.as_bytes());
    let mut part = vec![0; 1 + random.below(10_000)];
    let _ = stream.read(&mut part);
    Ok(())
}
