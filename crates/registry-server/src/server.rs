//! The registry itself: one request in, one response out.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::HeaderValue;
use hyper::{HeaderMap, Method, Request, Response};
use oci::{Hosted, Hosting, RepositoryName};
use rustls::ServerConfig;
use tokio::sync::Mutex;

use crate::auth::Gate;
use crate::htpasswd::Htpasswd;
use crate::observer::Observer;
use crate::problem::{Code, Problem};
use crate::query::Query;
use crate::reply::{Answer, Body, Reply};
use crate::request::{Head, RequestBody};
use crate::route::Route;
use crate::{blobs, catalog, manifests, referrers, tags, uploads};

/// What a server will not exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a manifest; more is answered with 413.
    pub manifest: u64,
    /// Bytes of a blob; more is answered with 413 and drops the upload.
    pub blob: u64,
    /// Connections at the same time; more wait in the listener's queue.
    pub connections: usize,
    /// Time for the TLS handshake, and for the head of each request.
    pub header_timeout: Duration,
    /// Time between two pieces of a request's body.
    pub read_timeout: Duration,
    /// Time that requests under way get to finish after the shutdown signal.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    /// 4 MiB manifests, 10 GiB blobs, 512 connections; 30 s for a head, 60 s for a piece, 10 s for the shutdown.
    fn default() -> Self {
        Self {
            manifest: oci::limits::MANIFEST,
            blob: 10 << 30,
            connections: 512,
            header_timeout: Duration::from_secs(30),
            read_timeout: Duration::from_secs(60),
            shutdown_timeout: Duration::from_secs(10),
        }
    }
}

/// Everything that a server is built from.
pub struct ServerOptions {
    /// The repositories.
    pub hosting: Arc<dyn Hosting>,
    /// Users; without them everybody may do everything.
    pub auth: Option<Htpasswd>,
    /// Certificate and key for [`Server::serve`], from [`crate::tls_config`]; plain HTTP without.
    pub tls: Option<Arc<ServerConfig>>,
    /// Sizes, times and numbers.
    pub limits: Limits,
    /// Accepts manifests whose blobs or children are not there ("sparse"; the specification leaves it to the
    /// registry). By default they are refused with `MANIFEST_BLOB_UNKNOWN`.
    pub accept_sparse: bool,
    /// Sees every request.
    pub observer: Option<Arc<dyn Observer>>,
}

impl ServerOptions {
    /// An open, plain server with the default limits.
    pub fn new(hosting: Arc<dyn Hosting>) -> Self {
        Self { hosting, auth: None, tls: None, limits: Limits::default(), accept_sparse: false, observer: None }
    }
}

/// An OCI registry.
pub struct Server {
    pub(crate) hosting: Arc<dyn Hosting>,
    pub(crate) limits: Limits,
    pub(crate) tls: Option<Arc<ServerConfig>>,
    pub(crate) accept_sparse: bool,
    /// Held while tags change, so that conditions and the writes that depend on them are one step.
    pub(crate) tag_changes: Mutex<()>,
    gate: Option<Gate>,
    observer: Option<Arc<dyn Observer>>,
}

impl Server {
    /// A server that answers from `options.hosting`.
    pub fn new(options: ServerOptions) -> Self {
        Self {
            hosting: options.hosting,
            limits: options.limits,
            tls: options.tls,
            accept_sparse: options.accept_sparse,
            tag_changes: Mutex::new(()),
            gate: options.auth.map(Gate::new),
            observer: options.observer,
        }
    }

    /// Answers one request. Needs a Tokio runtime with time, but no network.
    pub async fn handle<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: hyper::body::Body<Data = Bytes> + Send + 'static,
        B::Error: Display,
    {
        let (parts, body) = request.into_parts();
        let body = RequestBody::new(body, self.limits.read_timeout);
        let method = parts.method.clone();
        let path = parts.uri.path().to_owned();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let answer = self.answer(parts.method, (&path, &query), parts.headers, body).await;
        let reply = answer.unwrap_or_else(|problem| self.refusal(&method, &path, problem));
        let mut response = reply.into_response();
        if method == Method::HEAD {
            *response.body_mut() = Body::default();
        }
        let version = HeaderValue::from_static("registry/2.0");
        response.headers_mut().insert("docker-distribution-api-version", version);
        if let Some(observer) = &self.observer {
            observer.request(method.as_str(), &path, response.status().as_u16());
        }
        response
    }

    async fn answer(&self, method: Method, target: (&str, &str), headers: HeaderMap, body: RequestBody) -> Answer {
        let (path, query) = target;
        let ordered = self.observer.as_ref().and_then(|observer| observer.before(method.as_str(), path));
        if let Some(status) = ordered {
            return Err(Problem::ordered(status));
        }
        if let Some(gate) = &self.gate {
            gate.admit(headers.get("authorization")).await?;
        }
        let route = Route::parse(path)?;
        let head = Head { method, headers, query: Query::parse(query)? };
        self.dispatch(route, &head, body).await
    }

    async fn dispatch(&self, route: Route, head: &Head, body: RequestBody) -> Answer {
        match route {
            Route::Ping => catalog::ping(head),
            Route::Catalog => catalog::list(self, head).await,
            Route::Tags { name } => tags::list(self, head, &name).await,
            Route::Manifest { name, reference } => manifests::answer(self, head, (&name, &reference), body).await,
            Route::Blob { name, digest } => blobs::answer(self, head, &name, &digest).await,
            Route::Uploads { name } => uploads::open(self, head, &name, body).await,
            Route::Upload { name, id } => uploads::answer(self, head, (&name, &id), body).await,
            Route::Referrers { name, digest } => referrers::list(self, head, &name, &digest).await,
        }
    }

    fn refusal(&self, method: &Method, path: &str, problem: Problem) -> Reply {
        if let (Some(observer), Some(error)) = (&self.observer, problem.cause()) {
            observer.failure(method.as_str(), path, error);
        }
        problem.into_reply()
    }

    /// The repository, or 404 with the code of what is missing with it.
    pub(crate) async fn find(&self, name: &RepositoryName, missing: Code) -> Result<Arc<dyn Hosted>, Problem> {
        let found = self.hosting.find(name).await.map_err(Problem::reading(missing))?;
        found.ok_or_else(|| Problem::missing(missing, format!("repository {name} not found")))
    }

    /// The repository, made when it does not exist.
    pub(crate) async fn open(&self, name: &RepositoryName) -> Result<Arc<dyn Hosted>, Problem> {
        self.hosting.open(name).await.map_err(Problem::writing(Code::NameUnknown))
    }
}
