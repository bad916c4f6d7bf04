//! `cargo xtask serve`: the built files on 127.0.0.1; asking for a page builds what has changed.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{Verdict, build, check, files, inputs};
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
        .layer(always(header::CACHE_CONTROL, "no-cache"))
        .layer(always(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
}

fn always(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

async fn serve(port: u16, data: &Path) -> Result<Verdict> {
    let data = data.canonicalize().with_context(|| format!("{} is no folder", data.display()))?;
    let out = files::served(data == files::data());
    // Before the build, which takes a minute the first time: a port that is taken is said at once.
    let listener = listen(port).await?;
    let last = Attempt { inputs: inputs::newest(&data), failure: None };
    check::print(&build::build(&out, build::preview(&data))?);
    let last = Renewal { data, out: out.clone(), last: Mutex::new(last) };
    let router = files(&out).layer(middleware::from_fn_with_state(Arc::new(last), renew));
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(Verdict::Good)
}

async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow::anyhow!("port {port} is taken: choose another one with --port"),
        _ => anyhow::Error::new(error).context(format!("cannot listen on port {port}: choose another one with --port")),
    })
}

/// The last build: what it could read, and its output if it failed.
struct Attempt {
    inputs: SystemTime,
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

/// Builds if an input is newer than the last attempt. Requests that come meanwhile wait for the lock, then
/// find nothing left to do.
async fn renewed(renewal: &Renewal) -> Option<String> {
    let mut last = renewal.last.lock().await;
    let inputs = inputs::newest(&renewal.data);
    if inputs > last.inputs {
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

    #[tokio::test]
    async fn a_port_that_is_taken_names_the_option() -> Result<()> {
        let taken = listen(0).await?.into_std()?;
        let port = taken.local_addr()?.port();
        let message = listen(port).await.err().map(|error| error.to_string());
        assert_eq!(message, Some(format!("port {port} is taken: choose another one with --port")));
        Ok(())
    }
}
