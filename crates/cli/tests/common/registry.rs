//! A registry in this process: the embedded server over a store in memory, behind a front that sees every request.
//!
//! The front is there because the server's own observer sees no headers, can't answer with any, and can't cut lines.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use oci::{Hosting, MemoryRegistry, MemoryStore, RepositoryName, Store};
use registry_server::{Body, Htpasswd, Server, ServerOptions};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::now;

/// A user file with one user; the hash has bcrypt's lowest cost.
pub const HTPASSWD: &str = "pilot:$2b$04$abcdefghijklmnopqrstuuUnKE0kbYD.Z4ElOSUtgd/LGLrKoB7o2\n";
/// The user in [`HTPASSWD`].
pub const USER: &str = "pilot";
/// Its password.
pub const PASSWORD: &str = "sea-chart";

/// Where releases of the workspace's chart go.
const REPOSITORY: &str = "charts/harbor";

/// A request that has arrived whole and was not looked at yet.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Counts from 1.
    pub number: usize,
    /// HTTP method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// How many requests with the same method and path came before.
    pub earlier: usize,
}

impl Asked {
    /// Whether method and end of the path are these.
    pub fn is(&self, method: &str, end: &str) -> bool {
        self.method == method && self.path.ends_with(end)
    }
}

/// What becomes of a request.
pub enum Act {
    /// It is answered as usual.
    Pass,
    /// This is answered instead: a status and headers, without a body.
    Answer(u16, Vec<(&'static str, String)>),
    /// This is answered instead, with 200: a media type, a digest that the content need not have, and a body.
    Content(String, String, Bytes),
    /// Nothing happens and the line is cut.
    Cut,
    /// It takes effect, but the line is cut instead of an answer.
    Lose,
}

/// A request with what became of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// HTTP method.
    pub method: String,
    /// Path without query.
    pub path: String,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// 1 more than the highest level among the requests that were answered when this one arrived: the number of
    /// levels is the number of round trips that follow each other. Give the registry a delay to see this clearly.
    pub level: usize,
    /// The answer's status; nothing when the line was cut, or as long as the request is under way.
    pub status: Option<u16>,
    /// Whether it is over.
    pub done: bool,
    /// The tags of the workspace's chart just after it.
    pub tags: Vec<String>,
}

impl Exchange {
    /// Whether it changes the registry.
    pub fn is_write(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD")
    }

    /// Whether method and end of the path are these.
    pub fn is(&self, method: &str, end: &str) -> bool {
        self.method == method && self.path.ends_with(end)
    }
}

/// What a registry is made with.
#[derive(Default)]
pub struct Setup {
    /// A user file; without one everybody may do everything.
    pub htpasswd: Option<&'static str>,
    /// How long every request waits before it is looked at.
    pub delay: Duration,
    /// The content of another registry, to share it.
    pub content: Option<Arc<MemoryRegistry>>,
}

type Hook = Arc<dyn Fn(&Asked) -> Act + Send + Sync>;

/// A registry on loopback; it ends with the value.
pub struct Registry {
    address: SocketAddr,
    front: Arc<Front>,
    _runtime: Runtime,
}

impl Registry {
    /// An empty, open one.
    pub fn start() -> Self {
        Self::with(Setup::default())
    }

    /// One that is made as the setup says.
    pub fn with(setup: Setup) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("its address");
        let front = Arc::new(Front::new(setup));
        runtime.spawn(accept(listener, Arc::clone(&front)));
        Self { address, front, _runtime: runtime }
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The target that releases go to.
    pub fn target(&self) -> String {
        format!("oci://{}/charts", self.address)
    }

    /// Calls `hook` before every request from now on.
    pub fn hook(&self, hook: impl Fn(&Asked) -> Act + Send + Sync + 'static) {
        *lock(&self.front.hook) = Some(Arc::new(hook));
    }

    /// Lets every request pass from now on.
    pub fn unhook(&self) {
        *lock(&self.front.hook) = None;
    }

    /// Every request so far, in the order of arrival.
    pub fn log(&self) -> Vec<Exchange> {
        lock(&self.front.log).clone()
    }

    /// Every request that changes something.
    pub fn writes(&self) -> Vec<Exchange> {
        self.log().into_iter().filter(Exchange::is_write).collect()
    }

    /// Begins the log and the count of requests anew.
    pub fn forget(&self) {
        lock(&self.front.log).clear();
    }

    /// Waits until the request with this number is over.
    pub fn wait_for(&self, number: usize) {
        let begun = Instant::now();
        while !lock(&self.front.log).get(number - 1).is_some_and(|exchange| exchange.done) {
            assert!(begun.elapsed() < Duration::from_secs(10), "request {number} is not over after 10 s");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// All repositories.
    pub fn content(&self) -> Arc<MemoryRegistry> {
        Arc::clone(&self.front.content)
    }

    /// The repository of the workspace's chart, made when it does not exist.
    pub fn store(&self) -> Arc<MemoryStore> {
        self.front.content.repository(&repository())
    }

    /// The tags of the workspace's chart.
    pub fn tags(&self) -> Vec<String> {
        self.front.tags()
    }

    /// The versions of the workspace's chart that Artifact Hub would see, highest first.
    pub fn visible(&self) -> Vec<String> {
        versions(&self.tags())
    }
}

/// The versions that Artifact Hub sees in these tags, highest first.
pub fn versions(tags: &[String]) -> Vec<String> {
    hub::versions::visible(tags.iter().map(String::as_str)).into_iter().map(|version| version.version).collect()
}

fn repository() -> RepositoryName {
    RepositoryName::parse(REPOSITORY).expect("a repository name")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Front {
    server: Server,
    content: Arc<MemoryRegistry>,
    delay: Duration,
    hook: Mutex<Option<Hook>>,
    log: Mutex<Vec<Exchange>>,
}

impl Front {
    fn new(setup: Setup) -> Self {
        let content = setup.content.unwrap_or_default();
        let hosting: Arc<dyn Hosting> = content.clone();
        let mut options = ServerOptions::new(hosting);
        options.auth = setup.htpasswd.map(|text| Htpasswd::parse(text).expect("a user file"));
        let server = Server::new(options);
        Self { server, content, delay: setup.delay, hook: Mutex::default(), log: Mutex::default() }
    }

    async fn respond(self: Arc<Self>, request: Request<Incoming>) -> io::Result<Response<Body>> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        // In a task of its own: a client that dies meanwhile does not undo what it asked for.
        let answered = tokio::spawn(self.perform(Request::from_parts(parts, Full::new(body)))).await;
        answered.map_err(io::Error::other)?
    }

    async fn perform(self: Arc<Self>, request: Request<Full<Bytes>>) -> io::Result<Response<Body>> {
        let asked = self.begin(&request);
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        let hook = lock(&self.hook).clone();
        let act = hook.map_or(Act::Pass, |hook| hook(&asked));
        let answer = match act {
            Act::Pass => Ok(self.server.handle(request).await),
            Act::Answer(status, headers) => Ok(ordered(status, &headers)),
            Act::Content(kind, digest, content) => Ok(filled(&kind, &digest, content)),
            Act::Cut => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
            Act::Lose => {
                self.server.handle(request).await;
                Err(io::Error::from(io::ErrorKind::ConnectionAborted))
            }
        };
        self.end(&asked, answer.as_ref().ok().map(|answer| answer.status().as_u16()));
        answer
    }

    fn begin(&self, request: &Request<Full<Bytes>>) -> Asked {
        let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
        let authorization = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let authorization = authorization.map(str::to_owned);
        let mut log = lock(&self.log);
        let answered = log.iter().filter(|exchange| exchange.done).map(|exchange| exchange.level).max();
        let earlier = log.iter().filter(|exchange| exchange.method == method && exchange.path == path).count();
        let asked = Asked { number: log.len() + 1, method: method.clone(), path: path.clone(), earlier };
        let level = answered.unwrap_or(0) + 1;
        log.push(Exchange { method, path, authorization, level, status: None, done: false, tags: Vec::new() });
        asked
    }

    fn end(&self, asked: &Asked, status: Option<u16>) {
        let tags = self.tags();
        // The log may have been begun anew meanwhile.
        if let Some(exchange) = lock(&self.log).get_mut(asked.number - 1) {
            exchange.status = status;
            exchange.done = true;
            exchange.tags = tags;
        }
    }

    fn tags(&self) -> Vec<String> {
        let Some(store) = now(self.content.find(&repository())).expect("a store in memory") else { return Vec::new() };
        now(store.tags()).expect("a store in memory").iter().map(ToString::to_string).collect()
    }
}

fn ordered(status: u16, headers: &[(&'static str, String)]) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().expect("a header value"));
    }
    response
}

fn filled(media_type: &str, digest: &str, content: Bytes) -> Response<Body> {
    let mut response = Response::new(Full::new(content).map_err(|never| match never {}).boxed_unsync());
    for (name, value) in [("content-type", media_type), ("docker-content-digest", digest)] {
        response.headers_mut().insert(name, value.parse().expect("a header value"));
    }
    response
}

async fn accept(listener: TcpListener, front: Arc<Front>) {
    while let Ok((stream, _)) = listener.accept().await {
        let front = Arc::clone(&front);
        tokio::spawn(async move {
            let service = service_fn(move |request| Arc::clone(&front).respond(request));
            let _cut = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
