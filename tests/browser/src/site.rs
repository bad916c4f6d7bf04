use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{Stream, StreamExt, future, stream};
use launcher::engine::Engine;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::driver::engine;

/// What a path answers instead of its file.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Any path, also one without a file: a page of a test's own is one of these.
    Bytes {
        content_type: &'static str,
        bytes: Bytes,
    },
    Status(u16),
    /// The same with a status and headers of its own.
    Response {
        status: u16,
        headers: Vec<(&'static str, String)>,
        bytes: Bytes,
    },
    /// The connection stays open and silent.
    Never,
    /// The connection is closed before it has said anything.
    Broken,
    /// Half of the file, then the connection is closed.
    Half,
    /// Half of the file, then silence.
    Stalled,
    /// The file, but later.
    Slow(Duration),
    /// It is at another path now.
    Moved(String),
    /// Bytes that never end.
    Endless,
    /// A page that arrives in these pieces, with time to paint each.
    Pieces(Vec<Bytes>),
}

impl Answer {
    pub fn html(text: impl Into<String>) -> Self {
        Self::Bytes { content_type: "text/html; charset=utf-8", bytes: Bytes::from(text.into()) }
    }

    /// A page with this status and these headers.
    pub fn page(status: u16, headers: &[(&'static str, &str)], text: impl Into<String>) -> Self {
        let headers = [("content-type", "text/html; charset=utf-8")].iter().chain(headers);
        let headers = headers.map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self::Response { status, headers, bytes: Bytes::from(text.into()) }
    }

    pub fn csv(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes { content_type: "text/csv", bytes: Bytes::from(bytes.into()) }
    }

    pub fn json(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes { content_type: "application/json", bytes: Bytes::from(bytes.into()) }
    }
}

/// The path of a page without anything, of which no case hears.
pub(crate) const EMPTY: &str = "/empty";

/// The path of a file whose name has a hash: `/page.1f0a9c3e.js` of `page.js`.
///
/// # Errors
/// When `dist/` has none, or several.
pub fn asset(name: &str) -> Result<String> {
    let (stem, ending) = name.rsplit_once('.').context("a name without an ending")?;
    let is_hash = |text: &str| text.len() == 8 && text.bytes().all(|sign| sign.is_ascii_hexdigit());
    let hashed = |path: &PathBuf| {
        let name = path.strip_prefix(xtask::files::dist()).unwrap_or(path).to_string_lossy().into_owned();
        let hash = name.strip_prefix(stem)?.strip_prefix('.')?.strip_suffix(ending)?.strip_suffix('.')?;
        is_hash(hash).then(|| format!("/{name}"))
    };
    let folder = xtask::files::dist().join(name).parent().map(Path::to_owned).unwrap_or_default();
    let entries = std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    match &entries.iter().filter_map(hashed).collect::<Vec<_>>()[..] {
        [one] => Ok(one.clone()),
        several => bail!("{} files are {name} with a hash", several.len()),
    }
}

/// `dist/` on a port, and so an origin, of its own; gone when dropped.
pub struct Site {
    address: SocketAddr,
    prefix: String,
    traffic: Arc<Mutex<Traffic>>,
    end: Arc<Notify>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Traffic {
    answers: HashMap<String, Answer>,
    requests: Vec<String>,
    /// Requests that are none for a file.
    sent: usize,
    /// Pages are told to run no script.
    silent: bool,
    /// Embed pages name their origin, as in a site that is built with `--base`.
    named: Option<String>,
}

impl Site {
    /// # Errors
    /// When `dist/` has not been built.
    pub async fn start() -> Result<Self> {
        Self::start_below("").await
    }

    /// At a sub-path, such as `/blog/figures`, of a server that has nothing else.
    pub async fn start_below(prefix: &str) -> Result<Self> {
        Self::start_in(&xtask::files::dist(), prefix).await
    }

    /// With the files of another folder.
    pub async fn start_in(dist: &Path, prefix: &str) -> Result<Self> {
        if !dist.join("index.html").is_file() {
            bail!("{} is not built: run `cargo xtask build`", dist.display());
        }
        let traffic: Arc<Mutex<Traffic>> = Arc::default();
        let router = router(dist, prefix).layer(middleware::from_fn_with_state(Arc::clone(&traffic), interfere));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no free port")?;
        let address = listener.local_addr()?;
        if engine() == Engine::Webkit {
            lock(&traffic).named = Some(format!("http://{address}"));
        }
        let end = Arc::new(Notify::new());
        let ended = Arc::clone(&end);
        let task = tokio::spawn(async move {
            // Ends with the test, which would have noticed a server that failed.
            let _ = axum::serve(listener, router).with_graceful_shutdown(async move { ended.notified().await }).await;
        });
        Ok(Self { address, prefix: prefix.to_owned(), traffic, end, task })
    }

    /// Nobody answers any more.
    pub fn leave(&self) {
        self.end.notify_one();
    }

    /// The address of `path`, which begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.prefix)
    }

    /// From now on `path` (as in the address, without the query) answers this.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.traffic().answers.insert(format!("{}{path}", self.prefix), answer);
    }

    /// `path` answers its file again.
    pub fn restore(&self, path: &str) {
        self.traffic().answers.remove(&format!("{}{path}", self.prefix));
    }

    /// How often `path` was asked for since the case began.
    pub fn requests(&self, path: &str) -> usize {
        let path = format!("{}{path}", self.prefix);
        self.traffic().requests.iter().filter(|request| **request == path).count()
    }

    /// How many requests asked for something else than a file since the case began.
    pub fn sent(&self) -> usize {
        self.traffic().sent
    }

    /// For browsers in which nothing else keeps pages from running scripts: a policy that forbids them all.
    pub(crate) fn set_scripts(&self, enabled: bool) {
        self.traffic().silent = !enabled;
    }

    pub(crate) fn reset(&self) {
        let named = self.traffic().named.take();
        *self.traffic() = Traffic { named, ..Traffic::default() };
    }

    fn traffic(&self) -> MutexGuard<'_, Traffic> {
        lock(&self.traffic)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn router(dist: &Path, prefix: &str) -> Router {
    let files = xtask::serve::files(dist);
    if prefix.is_empty() { files } else { Router::new().nest_service(prefix, files) }
}

async fn interfere(State(traffic): State<Arc<Mutex<Traffic>>>, request: Request, next: Next) -> Response {
    if request.uri().path().ends_with(EMPTY) {
        // Without one of its own, the browser asks for an icon.
        return Html("<link rel=icon href=data:,>").into_response();
    }
    let answer = noted(&traffic, request.uri().path());
    lock(&traffic).sent += usize::from(!matches!(*request.method(), Method::GET | Method::HEAD));
    let is_page = request.uri().path().ends_with('/');
    let is_embed = request.uri().path().ends_with("/embed.html");
    let mut request = request;
    if is_embed || is_page {
        // A text, which may be rewritten.
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    if lock(&traffic).silent {
        // "Not modified" would bring back the page with scripts that the browser may have.
        request = unconditional(request);
    }
    let mut response = answered(answer, request, next).await;
    // As every file of a site has it.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let named = lock(&traffic).named.clone();
    if let Some(origin) = named.filter(|_| is_embed) {
        response = rewritten(response, |page| page.replace("'self'", &format!("'self' {origin}"))).await;
    }
    if lock(&traffic).silent && is_page {
        // Such a browser knows that it runs no scripts, and pages ask for it in their styles.
        let silent = |page: String| {
            page.replace("(scripting: none)", "all").replace("http-equiv=\"Content-Security-Policy\"", "name=policy")
        };
        response = rewritten(response, silent).await;
    }
    if lock(&traffic).silent {
        let policy = HeaderValue::from_static("script-src 'none'");
        response.headers_mut().append(header::CONTENT_SECURITY_POLICY, policy);
        // With scripts, it is another page.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// A request that "not modified" does not answer.
fn unconditional(mut request: Request) -> Request {
    request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    request.headers_mut().remove(header::IF_NONE_MATCH);
    request
}

async fn answered(answer: Option<Answer>, request: Request, next: Next) -> Response {
    match answer {
        None => next.run(request).await,
        Some(Answer::Bytes { content_type, bytes }) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        Some(Answer::Status(code)) => StatusCode::from_u16(code).unwrap_or(StatusCode::IM_A_TEAPOT).into_response(),
        Some(Answer::Response { status, headers, bytes }) => {
            let headers = headers
                .into_iter()
                .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?)));
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT);
            (status, headers.collect::<HeaderMap>(), bytes).into_response()
        }
        Some(Answer::Never) => future::pending::<Result<Response, Infallible>>().await.into_response(),
        Some(Answer::Broken) => broken(),
        Some(Answer::Half) => half(next.run(unconditional(request)).await, broken_off()).await,
        Some(Answer::Stalled) => half(next.run(unconditional(request)).await, stream::pending()).await,
        Some(Answer::Moved(path)) => (StatusCode::FOUND, [(header::LOCATION, path)]).into_response(),
        Some(Answer::Pieces(pieces)) => in_pieces(pieces),
        Some(Answer::Endless) => {
            let chunk = Bytes::from(vec![b'x'; 1 << 20]);
            Body::from_stream(stream::repeat_with(move || Ok::<_, Infallible>(chunk.clone()))).into_response()
        }
        Some(Answer::Slow(delay)) => {
            tokio::time::sleep(delay).await;
            next.run(request).await
        }
    }
}

fn noted(traffic: &Mutex<Traffic>, path: &str) -> Option<Answer> {
    let mut traffic = lock(traffic);
    traffic.requests.push(path.to_owned());
    traffic.answers.get(path).cloned()
}

fn broken() -> Response {
    Response::new(Body::from_stream(broken_off()))
}

fn in_pieces(pieces: Vec<Bytes>) -> Response {
    /// Longer than a frame.
    const PAUSE: Duration = Duration::from_millis(20);
    let pieces = stream::iter(pieces).then(async |piece| {
        tokio::time::sleep(PAUSE).await;
        Ok::<_, Infallible>(piece)
    });
    Html(Body::from_stream(pieces)).into_response()
}

/// A page with another text.
async fn rewritten(response: Response, change: impl FnOnce(String) -> String) -> Response {
    let (mut head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = change(String::from_utf8_lossy(&bytes).into_owned());
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}

/// As long as the file, says its head.
async fn half(response: Response, rest: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Response {
    let (head, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let begin = bytes.slice(..bytes.len() / 2);
    Response::from_parts(head, Body::from_stream(stream::once(future::ready(Ok(begin))).chain(rest)))
}

fn broken_off() -> impl Stream<Item = io::Result<Bytes>> {
    stream::once(future::ready(Err(io::ErrorKind::ConnectionReset.into())))
}

/// A case that panicked while it held the lock has left nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
