//! A server of a package that changes, and that may be killed at any time.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};

use super::{LIMIT, Soak, title};
use crate::inventory::{Inventory, Owner};
use crate::new::DESCRIPTOR;
use crate::{files, place};

pub(super) struct Server {
    data: PathBuf,
    pub(super) shared: Arc<Shared>,
}

/// The knowledge of readers about it.
pub(super) struct Shared {
    state: Mutex<State>,
    out: PathBuf,
    /// Every site that has been served.
    sites: Mutex<Vec<Inventory>>,
}

struct State {
    child: Option<Child>,
    port: u16,
    /// Another one for each process.
    generation: usize,
}

/// An answer: its status and its bytes.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Server {
    pub(super) fn start(soak: &Soak, variant: usize) -> Result<Self> {
        let data = soak.folder.join("data-served");
        files::create(&data)?;
        let data = data.canonicalize()?;
        let state = Mutex::new(State { child: None, port: 0, generation: 0 });
        let shared = Arc::new(Shared { state, out: files::served(&data), sites: Mutex::default() });
        let server = Self { data, shared };
        server.write(soak, variant, 0)?;
        server.restart(soak)?;
        Ok(server)
    }

    /// Replaces the package by a variant whose files have one of these dates: now, long ago, in the future.
    pub(super) fn write(&self, soak: &Soak, variant: usize, date: usize) -> Result<()> {
        for path in files::below(&soak.data(variant))? {
            let target = self.data.join(files::name(&path));
            fs::write(&target, fs::read(&path)?)?;
            let years = Duration::from_secs(10 * 365 * 86_400);
            let date = [SystemTime::now(), SystemTime::UNIX_EPOCH, SystemTime::now() + years][date.min(2)];
            File::options().write(true).open(&target)?.set_modified(date)?;
        }
        Ok(())
    }

    /// After a change, the next page is of the new package, or says what is wrong with it.
    pub(super) fn change(&self, soak: &Soak, variant: usize, date: usize) -> Result<()> {
        if date == 3 {
            fs::write(self.data.join(DESCRIPTOR), "{")?;
            let answer = self.shared.get("/")?;
            let text = String::from_utf8_lossy(&answer.body);
            ensure!(answer.status == 500 && text.contains("not valid JSON"), "{}: {text}", answer.status);
        }
        self.write(soak, variant, date)?;
        let answer = self.shared.get("/en/")?;
        let text = String::from_utf8_lossy(&answer.body);
        ensure!(
            answer.status == 200 && text.contains(&title(variant)),
            "the server shows another page ({})",
            answer.status
        );
        self.shared.remember()
    }

    /// Asks for a page and does not wait for it.
    pub(super) fn poke(&self) {
        let asked = TcpStream::connect((Ipv4Addr::LOCALHOST, self.shared.now().0));
        let _ = asked.and_then(|mut stream| stream.write_all(request("/", self.shared.now().0).as_bytes()));
    }

    /// Kills the server and starts another.
    pub(super) fn restart(&self, soak: &Soak) -> Result<()> {
        let mut state = self.shared.state();
        state.generation += 1;
        if let Some(mut child) = state.child.take() {
            child.kill()?;
            child.wait()?;
        }
        let log = soak.folder.join("server.log");
        let output = File::create(&log)?;
        let mut serve = Command::new(&soak.program);
        serve.args(["serve", "--port", "0", "--data"]).arg(&self.data).current_dir(files::root());
        serve.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        state.child = Some(serve.spawn()?);
        let started = Instant::now();
        state.port = loop {
            let text = fs::read_to_string(&log)?;
            let address = text.split_once("http://127.0.0.1:").and_then(|(_, rest)| rest.split_once('/'));
            match address.and_then(|(port, _)| port.parse().ok()) {
                Some(port) => break port,
                None if state.child.as_mut().is_none_or(|child| child.try_wait().is_ok_and(|end| end.is_some())) => {
                    bail!("the server has ended: {text}")
                }
                None if started.elapsed() > LIMIT => bail!("the server does not start: see {}", log.display()),
                None => thread::sleep(Duration::from_millis(20)),
            }
        };
        drop(state);
        self.shared.remember()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(child) = &mut self.shared.state().child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The port, and the number of the process that listens there. Waits while one is started.
    pub(super) fn now(&self) -> (u16, usize) {
        let state = self.state();
        (state.port, state.generation)
    }

    /// Whether it is another process now, or none.
    pub(super) fn has_changed(&self, generation: usize) -> bool {
        self.state.try_lock().map_or(true, |state| state.generation != generation)
    }

    fn remember(&self) -> Result<()> {
        // A build that the last server has started may be at work still.
        let lock = place::lock(&self.out)?;
        let site = Inventory::verify(&self.out)?;
        drop(lock);
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if !sites.contains(&site) {
            sites.push(site);
        }
        Ok(())
    }

    /// The site as it is now.
    pub(super) fn site(&self) -> Option<Inventory> {
        match Owner::of(&self.out) {
            Ok(Owner::Build(site)) => Some(site),
            _ => None,
        }
    }

    /// Whether a file has these bytes now, or had them before.
    pub(super) fn knows(&self, path: &str, bytes: &[u8]) -> bool {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.iter().any(|site| site.has(path, bytes)) || self.site().is_some_and(|site| site.has(path, bytes))
    }

    pub(super) fn get(&self, path: &str) -> Result<Answer> {
        let (port, _) = self.now();
        ask(port, &request(path, port))
    }
}

pub(super) fn request(path: &str, port: u16) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
}

/// Sends a request and reads the answer to its end.
pub(super) fn ask(port: u16, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(LIMIT))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).context("no end of an answer")?;
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").context("half an answer")?;
    let body = bytes.split_off(end + 4);
    let head = String::from_utf8_lossy(&bytes).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.lines().next()?.trim().parse().ok());
    ensure!(length.is_none_or(|length: usize| length == body.len()), "{} bytes instead of {length:?}", body.len());
    Ok(Answer { status, body })
}
