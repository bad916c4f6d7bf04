use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

const TRIES: usize = 5;

/// A running chromedriver on a port of its own choice; dropping it ends it and its browsers.
pub(crate) struct Chromedriver {
    child: Child,
    port: u16,
}

impl Chromedriver {
    /// Two that start at once may choose the same port, and one of them ends: it is started again.
    pub(crate) fn start() -> Result<Self> {
        for _ in 1..TRIES {
            if let Ok(driver) = Self::try_start() {
                return Ok(driver);
            }
        }
        Self::try_start()
    }

    fn try_start() -> Result<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("cannot start chromedriver: `cargo xtask test` installs it")?;
        let port = child.stdout.take().and_then(port);
        let mut driver = Self { child, port: 0 };
        driver.port = port.context("chromedriver ended without naming its port")?;
        Ok(driver)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Killing it would leave Chromium behind; this makes it end its browsers first.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(3)))?;
        write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }

    fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let asked = Instant::now();
        if self.shut_down().is_ok() {
            while !self.has_ended() && asked.elapsed() < Duration::from_secs(3) {
                thread::sleep(Duration::from_millis(10));
            }
        }
        // Both fail only when it has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads "ChromeDriver was started successfully on port 41234." and keeps reading, lest the pipe fills up.
fn port(output: ChildStdout) -> Option<u16> {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines.find_map(|line| line.rsplit_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
    thread::spawn(move || lines.for_each(drop));
    port
}
