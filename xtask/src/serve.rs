//! `cargo xtask serve`: the built files on 127.0.0.1; asking for a page builds what has changed.
//!
//! Pages of others that are open in the same browser must not read what is not published yet: the server answers its own
//! addresses and its own pages alone.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{Verdict, build, check, files, inputs, size};
use launcher::process;

pub fn run(port: u16, data: &Path) -> Result<Verdict> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(port, data))
}

/// The files of `dist` as any other web server would give them out, open to pages of other origins.
pub fn files(dist: &Path) -> Router {
    let files = ServeDir::new(dist).precompressed_br().precompressed_gzip();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(on_site))
        .layer(always(header::CACHE_CONTROL, "no-cache"))
        .layer(always(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

fn always(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// `//en` names the host `en` where a browser is sent on to `//en/`, as it is to every folder.
async fn on_site(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_ascii_lowercase().replace("%2f", "/").replace("%5c", "/").replace('\\', "/");
    if path.starts_with("//") { StatusCode::NOT_FOUND.into_response() } else { next.run(request).await }
}

async fn serve(port: u16, data: &Path) -> Result<Verdict> {
    let data = data.canonicalize().with_context(|| format!("{} is no folder", data.display()))?;
    let out = files::served(&data);
    // Before the build, which takes a minute the first time: a port that is taken is said at once.
    let listener = listen(port).await?;
    let last = first(&data, &out)?;
    let last = Renewal { data, out: out.clone(), last: Mutex::new(last) };
    let address = listener.local_addr()?;
    let router = guarded(files(&out).layer(middleware::from_fn_with_state(Arc::new(last), renew)), address.port());
    println!("http://{address}/");
    axum::serve(listener, router).await?;
    Ok(Verdict::Good)
}

/// Builds for the first time. A package that shows nothing is served nevertheless: its pages say why until it is changed.
fn first(data: &Path, out: &Path) -> Result<Attempt> {
    let inputs = inputs::fingerprint(data);
    match build::build(out, build::preview(data)) {
        Ok(report) => {
            check::print(&report);
            Ok(Attempt { inputs, failure: None })
        }
        Err(error) if error.is::<build::Unshown>() => {
            println!("{error}");
            Ok(Attempt { inputs, failure: Some(error.to_string()) })
        }
        Err(error) => Err(error),
    }
}

/// Answers what is asked of this machine, by nobody or by an own page.
fn guarded(router: Router, port: u16) -> Router {
    let own = Arc::new(["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")));
    router.layer(middleware::from_fn_with_state(own, guard))
}

async fn guard(State(own): State<Arc<[String; 3]>>, request: Request, next: Next) -> Response {
    let is_own = |host: &str| own.iter().any(|known| known.eq_ignore_ascii_case(host));
    let headers = request.headers();
    // A program in between may have read the other of two headers.
    let hosts = headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let named = request.uri().authority().map(|authority| authority.as_str());
    if text(headers, &header::HOST).is_none() || !hosts.chain(named).all(is_own) {
        let names = own.join(", ");
        return (StatusCode::MISDIRECTED_REQUEST, format!("this server answers as {names}")).into_response();
    }
    let is_page = |address: &str| address.strip_prefix("http://").is_some_and(|rest| is_own(before_path(rest)));
    let is_allowed = match text(headers, &header::ORIGIN) {
        None => true,
        // Our frames in a sandbox have no origin and tell no address, nor do those of others. They may have the parts of the
        // element, whose names only a page of ours says; a figure's data are in its page.
        Some("null") => size::unhashed(request.uri().path()).is_some(),
        Some(origin) => is_page(origin),
    };
    if is_allowed {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "asked by a page of others").into_response()
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default())
}

fn before_path(address: &str) -> &str {
    address.split('/').next().unwrap_or_default()
}

async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!("port {port} is taken: choose another one with --port"),
        _ => anyhow::Error::new(error).context(format!("cannot listen on port {port}: choose another one with --port")),
    })
}

/// The last build: what it could read, and its output if it failed.
struct Attempt {
    inputs: u64,
    failure: Option<String>,
}

/// What is built again when it has changed.
struct Renewal {
    data: PathBuf,
    out: PathBuf,
    last: Mutex<Attempt>,
}

async fn renew(State(renewal): State<Arc<Renewal>>, request: Request, next: Next) -> Response {
    if !is_page(request.uri().path()) {
        return next.run(request).await;
    }
    match renewed(&renewal).await {
        None => next.run(request).await,
        Some(failure) => (StatusCode::INTERNAL_SERVER_ERROR, failure).into_response(),
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with('/') || path.ends_with(".html")
}

/// Builds if an input is another than at the last attempt. Requests that come meanwhile wait for the lock, then
/// find nothing left to do.
async fn renewed(renewal: &Renewal) -> Option<String> {
    let mut last = renewal.last.lock().await;
    let inputs = inputs::fingerprint(&renewal.data);
    if inputs != last.inputs {
        println!("changed, building");
        let failure = spawn_blocking({
            let (data, out) = (renewal.data.clone(), renewal.out.clone());
            move || rebuild(&data, &out)
        })
        .await
        .unwrap_or_else(|error| Some(error.to_string()));
        *last = Attempt { inputs, failure };
    }
    last.failure.clone()
}

/// Through cargo, because a change in `src/` is also one of the program that writes the pages: this one is
/// still the old one. Returns the output of a build that failed.
fn rebuild(data: &Path, out: &Path) -> Option<String> {
    let mut build = process::cargo();
    build.args(["xtask", "build", "--preview", "--data"]).arg(data).arg("--out").arg(out);
    let build = build.output();
    match build.context("cannot start cargo") {
        Err(error) => Some(format!("{error:#}")),
        Ok(output) => {
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text).into_owned();
            print!("{text}");
            // 1 is a build whose data has problems, which its pages show.
            (!matches!(output.status.code(), Some(0 | 1))).then_some(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_what_a_reader_reloads() {
        for (path, page) in [("/", true), ("/en/", true), ("/embed/x.html", true), ("/data/x.csv", false)] {
            assert_eq!(is_page(path), page, "{path}");
        }
    }

    /// The answer of a server whose folder holds `en/index.html` to the bytes of a request.
    async fn answer(request: &str) -> Result<String> {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let folder = tempfile::tempdir()?;
        files::create(&folder.path().join("en"))?;
        std::fs::write(folder.path().join("en/index.html"), "own page")?;
        std::fs::write(folder.path().join("page.1f0a9c3e.js"), "own script")?;
        let listener = listen(0).await?;
        let port = listener.local_addr()?.port();
        let server = tokio::spawn(axum::serve(listener, guarded(files(folder.path()), port)).into_future());
        let mut stream = tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        let request = request.replace("PORT", &port.to_string());
        stream.write_all(format!("{request}Connection: close\r\n\r\n").as_bytes()).await?;
        let mut text = String::new();
        stream.read_to_string(&mut text).await?;
        server.abort();
        Ok(text)
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or_default()
    }

    #[tokio::test]
    async fn others_are_refused() -> Result<()> {
        for (headers, expected) in [
            ("Host: 127.0.0.1:PORT\r\n", "200"),
            ("Host: LOCALHOST:PORT\r\n", "200"),
            ("Host: [::1]:PORT\r\n", "200"),
            ("Host: evil.example:PORT\r\n", "421"),
            ("Host: 127.0.0.1\r\n", "421"),
            ("Host: 127.0.0.1:PORT.evil.example\r\n", "421"),
            ("Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n", "421"),
            ("", "421"),
            ("Host: 127.0.0.1:PORT\r\nOrigin: http://localhost:PORT\r\n", "200"),
            ("Host: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n", "403"),
            ("Host: 127.0.0.1:PORT\r\nOrigin: https://127.0.0.1:PORT\r\n", "403"),
            ("Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:1\r\n", "403"),
            ("Host: 127.0.0.1:PORT\r\nOrigin: null\r\n", "403"),
        ] {
            let answer = answer(&format!("GET /en/ HTTP/1.1\r\n{headers}")).await?;
            assert_eq!(status(&answer), expected, "{headers}");
            assert_eq!(answer.contains("own page"), expected == "200", "{headers}");
        }
        let frame = "Host: 127.0.0.1:PORT\r\nOrigin: null\r\n";
        let part = answer(&format!("GET /page.1f0a9c3e.js HTTP/1.1\r\n{frame}")).await?;
        assert!(status(&part) == "200" && part.contains("access-control-allow-origin: *"), "{part}");
        let absolute = answer("GET http://evil.example/en/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n").await?;
        assert_eq!(status(&absolute), "421");
        Ok(())
    }

    #[tokio::test]
    async fn no_path_leads_off_the_site() -> Result<()> {
        for (path, expected) in [
            ("//en", "404"),
            ("///en", "404"),
            ("/%2fen", "404"),
            ("/%2Fen", "404"),
            ("/%5Cen", "404"),
            ("//evil.example/..//en", "404"),
            ("/.//en", "307"),
        ] {
            let answer = answer(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n")).await?;
            assert_eq!(status(&answer), expected, "{path}");
            assert!(!answer.contains("location: //") && !answer.contains("location: http"), "{path}: {answer}");
        }
        let answer = answer("GET /en HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n").await?;
        assert!(answer.contains("location: /en/\r\n"), "{answer}");
        Ok(())
    }

    #[test]
    fn a_package_that_shows_nothing_says_why() -> Result<()> {
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("datapackage.json"), "{")?;
        let (data, libraries) = (folder.path(), folder.path().join("libraries"));
        files::create(&libraries)?;
        let failed = build::build_with(&libraries, &data.join("site"), build::preview(data));
        let error = failed.err().context("a failure")?;
        assert!(error.is::<build::Unshown>(), "{error:#}");
        assert!(error.to_string().contains("datapackage.json: not valid JSON in line 1"), "{error}");
        Ok(())
    }

    #[tokio::test]
    async fn a_port_that_is_taken_names_the_option() -> Result<()> {
        let taken = listen(0).await?.into_std()?;
        let port = taken.local_addr()?.port();
        let message = listen(port).await.err().map(|error| error.to_string());
        assert_eq!(message, Some(format!("port {port} is taken: choose another one with --port")));
        Ok(())
    }
}
