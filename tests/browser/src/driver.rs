use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use launcher::engine::{ENGINE, Engine};
use launcher::tools;
use tempfile::TempDir;

const TRIES: usize = 5;

/// The program between the tests and a browser, on a port of its own choice; dropping it ends it and its browsers.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    _screen: Option<Screen>,
}

impl Driver {
    /// Two that start at once may choose the same port, and one of them ends: it is started again.
    pub(crate) fn start(engine: Engine, ratio: f64) -> Result<Self> {
        for _ in 1..TRIES {
            if let Ok(driver) = Self::try_start(engine, ratio) {
                return Ok(driver);
            }
        }
        Self::try_start(engine, ratio)
    }

    fn try_start(engine: Engine, ratio: f64) -> Result<Self> {
        let screen = if engine == Engine::Webkit { Some(Screen::start()?) } else { None };
        let free = if engine == Engine::Webkit { free_port()? } else { 0 };
        let mut command = match engine {
            Engine::Firefox => Command::new(tools::geckodriver()),
            Engine::Webkit => Command::new("WebKitWebDriver"),
            _ => Command::new("chromedriver"),
        };
        command.arg(format!("--port={free}"));
        if engine == Engine::Firefox {
            command.arg("--allow-system-access");
        }
        if let Some(screen) = &screen {
            command.env("DISPLAY", &screen.display).env("XDG_CONFIG_HOME", screen.config.path());
            command.env("GDK_SCALE", ratio.to_string());
            // The article's own language is what a page without one in its address keeps.
            command.env("LOCPATH", tools::locales()).env("LC_ALL", "de_DE.UTF-8");
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let name = engine.name();
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot drive {name}: `cargo xtask test --browser {name}` installs it"))?;
        let output = child.stdout.take();
        let mut driver = Self { child, port: free, _screen: screen };
        if free == 0 {
            driver.port = output.and_then(port).context("the driver ended without naming its port")?;
        } else {
            driver.wait_for_port()?;
        }
        Ok(driver)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait_for_port(&mut self) -> Result<()> {
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            if self.has_ended() || started.elapsed() > Duration::from_secs(5) {
                bail!("the driver does not answer");
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Killing chromedriver would leave Chromium behind; this makes it end its browsers first.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(3)))?;
        write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        // Others have no such command.
        if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(std::io::ErrorKind::Unsupported.into()) }
    }

    fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let asked = Instant::now();
        if self.shut_down().is_ok() {
            while !self.has_ended() && asked.elapsed() < Duration::from_secs(3) {
                thread::sleep(Duration::from_millis(10));
            }
        }
        // With the browsers of its group. All of it fails only where it has ended already, which is what is wanted.
        let _ =
            Command::new("kill").args(["-KILL", "--", &format!("-{}", self.child.id())]).stderr(Stdio::null()).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads "…successfully on port 41234." or "…Listening on 127.0.0.1:41234", and keeps reading, lest the pipe fills up.
fn port(output: ChildStdout) -> Option<u16> {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let named = line.rsplit_once("successfully on port ").or_else(|| line.rsplit_once("Listening on 127.0.0.1:"));
        named?.1.trim_end_matches('.').parse().ok()
    });
    thread::spawn(move || lines.for_each(drop));
    port
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A screen that nobody sees, for a browser that cannot do without one.
struct Screen {
    server: Child,
    display: String,
    config: TempDir,
}

/// Its width and height, in device px.
pub(crate) const SCREEN: u32 = 4000;

/// The buttons of MiniBrowser would keep its window from being as narrow as a phone.
const NARROW: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; border-width: 0; }";

impl Screen {
    fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb");
        let screen = format!("{SCREEN}x{SCREEN}x24");
        server.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp"]);
        server.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server =
            server.spawn().context("cannot start Xvfb: `cargo xtask test --browser webkit` installs it")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let config = tempfile::tempdir()?;
        write_style(config.path())?;
        Ok(Self { server, display: format!(":{}", number.trim()), config })
    }
}

fn write_style(config: &Path) -> Result<()> {
    let folder = config.join("gtk-3.0");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join("gtk.css"), NARROW)?)
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The browser that the tests were asked to run in; Chromium where nobody asked.
pub(crate) fn engine() -> Engine {
    let name = env::var(ENGINE).unwrap_or_default();
    Engine::All.each().iter().copied().find(|engine| engine.name() == name).unwrap_or(Engine::Chromium)
}
