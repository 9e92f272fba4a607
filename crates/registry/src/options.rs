//! What a caller decides about the client: transport, TLS, patience and where its notes go.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A PEM file that the caller has read.
#[derive(Clone)]
pub struct PemFile {
    /// Where it came from, for messages.
    pub name: String,
    /// Its content.
    pub pem: Vec<u8>,
}

impl fmt::Debug for PemFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PemFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A certificate with its private key, shown to registries that ask for one.
#[derive(Clone, Debug)]
pub struct ClientCertificate {
    /// The certificate, followed by its chain if there is one.
    pub certificate: PemFile,
    /// The private key, unencrypted (PKCS #8, PKCS #1 or SEC 1).
    pub key: PemFile,
}

/// How failures that may pass are met.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    /// How often a request is repeated after its first try.
    pub repeats: u32,
    /// The first pause; it doubles with every repeat.
    pub base: Duration,
    /// The longest pause. A registry that asks for more by `Retry-After` ends the request.
    pub longest: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { repeats: 5, base: Duration::from_millis(250), longest: Duration::from_secs(60) }
    }
}

/// How long the client waits.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// For a connection, TLS handshake included.
    pub connect: Duration,
    /// For the answer to a request, on top of the time that its bytes take.
    pub answer: Duration,
    /// The slowest transfer that is still waited for, in bytes per second.
    pub slowest: u64,
    /// Between writing a fallback index of referrers and reading it back. It must be longer than another writer's
    /// slow read-modify-write, or entries get lost unseen (measured on distribution 2.8.2).
    pub index_settles: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            slowest: 64 << 10,
            index_settles: Duration::from_millis(500),
        }
    }
}

impl Timeouts {
    /// The time for a whole request that moves `bytes` bytes.
    pub(crate) fn for_bytes(&self, bytes: u64) -> Duration {
        self.answer.saturating_add(Duration::from_secs(bytes / self.slowest.max(1)))
    }
}

/// Is told what happens while the client works. Nothing it hears holds a secret.
pub trait Observer: Send + Sync {
    /// The client waits before it repeats a request. `location` is the URL without its query.
    fn pause(&self, location: &str, reason: &str, pause: Duration);

    /// The registry sent `Warning: 299`; every text comes once.
    fn warning(&self, text: &str);

    /// Credentials for `host` were found in `source`: a file, a file's helper or the command line.
    fn credentials(&self, host: &str, source: &str) {
        let _ = (host, source);
    }

    /// A request has been answered: each one, redirects and requests for tokens included.
    fn exchanged(&self, exchange: &web::Exchange) {
        let _ = exchange;
    }
}

/// Settings of a registry client. File contents are read by the caller.
#[derive(Clone)]
pub struct ClientOptions {
    /// Speak HTTP instead of HTTPS. Never chosen by the client itself, not even for localhost.
    pub plain_http: bool,
    /// Accept every certificate: whoever sits on the way can read and change everything.
    pub insecure_skip_tls_verify: bool,
    /// Certificates trusted besides the system's.
    pub ca_file: Option<PemFile>,
    /// Certificate for mutual TLS.
    pub client_certificate: Option<ClientCertificate>,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// Repeats and pauses.
    pub retry: RetryPolicy,
    /// Patience.
    pub timeouts: Timeouts,
    /// Listens to the client.
    pub observer: Option<Arc<dyn Observer>>,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            plain_http: false,
            insecure_skip_tls_verify: false,
            ca_file: None,
            client_certificate: None,
            user_agent: concat!("portolan/", env!("CARGO_PKG_VERSION")).to_owned(),
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            observer: None,
        }
    }
}
