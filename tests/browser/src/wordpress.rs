//! `cargo xtask wordpress`: what becomes of a figure's address in posts of a real WordPress that does not trust us.

use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use browser::{Browser, Viewport};
use tempfile::TempDir;
use thirtyfour::By;
use tokio::net::TcpListener;
use xtask::wordpress::FIGURES;

const BLOG: &str = "http://127.0.0.1:8000";
/// The figures that are pasted: of three kinds, in four languages.
const PASTED: [&str; 4] = ["de/investment/", "en/strikes/", "ru/population/", "kk/counted/"];
/// What WordPress lets a frame have, in CSS px.
const HEIGHTS: std::ops::RangeInclusive<f64> = 200.0..=1000.0;

pub async fn embed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blog = Blog::start(&folder)?;
    tokio::spawn(figures().await?);
    let posts = blog.posts()?;
    let _server = blog.serve()?;
    let browser = Browser::start().await?;
    let mut good = true;
    println!("| post | width | frame | its document | |\n| --- | --- | --- | --- | --- |");
    for (number, post) in posts.iter().enumerate() {
        for width in [1200, 320] {
            let name = format!("{}-{width}", number + 1);
            match tried(&browser, post, width, &name).await {
                Ok(line) => println!("| {} | {width} | {line} |", PASTED[number / 2]),
                Err(error) => {
                    good = false;
                    println!("| {} | {width} | | | {error:#} |", PASTED[number / 2]);
                }
            }
        }
    }
    for (name, result) in [
        ("a link in the frame leads the page", followed(&browser, &posts[0]).await),
        ("without WordPress's script the link is there", without_script(&browser, &posts[0]).await),
    ] {
        good &= result.is_ok();
        println!("{name}: {}", result.map_or_else(|error| format!("{error:#}"), |()| "yes".to_owned()));
    }
    browser.end().await?;
    ensure!(good, "WordPress does not embed every figure");
    println!("pictures are in {}", pictures().display());
    Ok(())
}

fn pictures() -> PathBuf {
    xtask::files::root().join("target/wordpress")
}

/// The built site, as a host of static files gives it out.
async fn figures() -> Result<impl Future<Output = ()>> {
    let address = (Ipv4Addr::LOCALHOST, 8080);
    let listener = TcpListener::bind(address).await.context("port 8080 is taken, and WordPress asks no other")?;
    let files = xtask::serve::files(&xtask::wordpress::site());
    Ok(async move {
        // Ends with the program, which would have noticed a server that failed.
        let _ = axum::serve(listener, files).await;
    })
}

/// A program that ends with us.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A WordPress with a database of its own, both in a folder that is thrown away.
struct Blog {
    root: PathBuf,
    socket: PathBuf,
    _database: Running,
}

impl Blog {
    fn start(folder: &TempDir) -> Result<Self> {
        let (data, socket, root) =
            (folder.path().join("data"), folder.path().join("socket"), folder.path().join("www"));
        run(Command::new("mariadb-install-db")
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", "--user=root"])
            .arg(format!("--datadir={}", data.display())))?;
        let mut server = Command::new("mariadbd");
        server.args(["--no-defaults", "--skip-networking", "--user=root"]);
        server.arg(format!("--datadir={}", data.display())).arg(format!("--socket={}", socket.display()));
        let database = Running(server.stdin(Stdio::null()).stderr(Stdio::null()).spawn().context("no MariaDB")?);
        wait("MariaDB", || socket.exists())?;
        let create = "CREATE DATABASE wordpress CHARACTER SET utf8mb4";
        run(Command::new("mariadb").arg("--no-defaults").arg("-S").arg(&socket).args(["-u", "root", "-e", create]))?;
        // Debian's own files are links into other folders, which are followed.
        run(Command::new("cp").args(["-rL", "/usr/share/wordpress"]).arg(&root))?;
        let sources = xtask::files::root().join("tests/wordpress");
        let plugins = root.join("wp-content/mu-plugins");
        fs::create_dir_all(&plugins)?;
        fs::copy(sources.join("wp-config.php"), root.join("wp-config.php"))?;
        fs::copy(sources.join("loopback.php"), plugins.join("loopback.php"))?;
        Ok(Self { root, socket, _database: database })
    }

    fn php(&self) -> Command {
        let mut php = Command::new("php");
        php.env("WORDPRESS_SOCKET", &self.socket).env("WORDPRESS_HOME", BLOG).env("WORDPRESS_ROOT", &self.root);
        php
    }

    /// The addresses of the posts: of each figure one with the bare address, and one with a block.
    fn posts(&self) -> Result<Vec<String>> {
        let script = xtask::files::root().join("tests/wordpress/posts.php");
        let output = self.php().arg(script).args(PASTED.map(|page| format!("{FIGURES}{page}"))).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let posts: Vec<_> = text.lines().filter(|line| line.starts_with(BLOG)).map(str::to_owned).collect();
        ensure!(posts.len() == 2 * PASTED.len(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
        Ok(posts)
    }

    fn serve(&self) -> Result<Running> {
        let address = BLOG.trim_start_matches("http://");
        let mut server = self.php();
        server.args(["-S", address, "-t"]).arg(&self.root);
        let server = Running(server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        wait("PHP", || TcpStream::connect(address).is_ok())?;
        Ok(server)
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn wait(what: &str, is_there: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is_there() {
        if started.elapsed() > Duration::from_secs(30) {
            bail!("{what} does not start");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

const FRAME: &str = "document.querySelector('iframe.wp-embedded-content')";

/// Opens a post and looks at its frame: what WordPress has made of it, that it lives, and how high it is.
async fn tried(browser: &Browser, post: &str, width: u32, name: &str) -> Result<String> {
    browser.set_viewport(Viewport::new(width, 900)).await?;
    // What the last page has said is its own.
    browser.console().await?;
    browser.open_url(post).await?;
    browser.wait_until("there is a frame", FRAME).await?;
    let sandbox: String = browser.eval(&format!("{FRAME}.getAttribute('sandbox')")).await?;
    ensure!(sandbox == "allow-scripts", "sandbox is {sandbox:?}");
    browser.eval::<bool>(&format!("({FRAME}.scrollIntoView(), true)")).await?;
    browser.wait_until("the frame is shown", &format!("getComputedStyle({FRAME}).visibility === 'visible'")).await?;
    let quotation = "document.querySelector('blockquote.wp-embedded-content')";
    browser.wait_until("the quotation is hidden", &format!("{quotation}.offsetHeight === 0")).await?;
    let asked = living(browser).await?;
    let wanted = asked.clamp(*HEIGHTS.start(), *HEIGHTS.end());
    let fits = format!("Math.abs({FRAME}.offsetHeight - {wanted}) < 1");
    browser.wait_until(&format!("the frame is {wanted} px high"), &fits).await?;
    let errors = browser.errors().await?;
    let own: Vec<_> = errors.iter().filter(|line| line.contains(FIGURES)).collect();
    ensure!(own.is_empty(), "{own:#?}");
    let picture = browser.screenshot(&format!("wordpress-{name}")).await?;
    keep(&picture, name)?;
    Ok(format!("{wanted} px | {asked} px | lives, no errors"))
}

/// Waits until the figure in the frame lives; its document's height in CSS px.
async fn living(browser: &Browser) -> Result<f64> {
    browser.driver().find(By::Css("iframe.wp-embedded-content")).await?.enter_frame().await?;
    let alive = browser.wait_until("the figure lives", "document.querySelector('article-figure[data-live]')").await;
    let height = match alive {
        Ok(()) => browser.eval("Math.ceil(document.documentElement.getBoundingClientRect().height)").await,
        Err(error) => Err(error),
    };
    browser.driver().enter_default_frame().await?;
    height
}

fn keep(picture: &Path, name: &str) -> Result<()> {
    fs::create_dir_all(pictures())?;
    fs::copy(picture, pictures().join(format!("{name}.png")))?;
    Ok(())
}

/// A reader presses the link below the figure: a sandboxed frame cannot go anywhere, but WordPress can.
async fn followed(browser: &Browser, post: &str) -> Result<()> {
    browser.set_viewport(Viewport::DESKTOP).await?;
    browser.open_url(post).await?;
    browser.wait_until("the frame is shown", &format!("getComputedStyle({FRAME}).visibility === 'visible'")).await?;
    living(browser).await?;
    browser.eval::<bool>(&format!("({FRAME}.scrollIntoView({{ block: 'end' }}), true)")).await?;
    browser.driver().find(By::Css("iframe.wp-embedded-content")).await?.enter_frame().await?;
    let link: browser::Area = browser.area("document.querySelector('#origin a')").await?;
    browser.driver().enter_default_frame().await?;
    let frame = browser.area(FRAME).await?;
    browser.click((frame.x + link.x + 5.0, frame.y + link.y + link.height / 2.0)).await?;
    browser.wait_until("the figure's page is there", &format!("location.href === '{FIGURES}{}'", PASTED[0])).await
}

/// A reader whose browser runs no script of WordPress reads the quotation with its link.
async fn without_script(browser: &Browser, post: &str) -> Result<()> {
    browser.set_scripts(false).await?;
    browser.visit(post).await?;
    let text: String = browser.eval("document.querySelector('blockquote.wp-embedded-content a').textContent").await?;
    keep(&browser.screenshot("wordpress-plain").await?, "without-script")?;
    browser.set_scripts(true).await?;
    ensure!(!text.is_empty(), "no link");
    Ok(())
}
