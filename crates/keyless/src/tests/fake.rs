//! A service on a loopback port that answers as a test wants.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{Clients, Http, Patience};

/// A request that came in.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// `POST /api/v2/signingCert`.
    pub line: String,
    /// All headers, names in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What is answered.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// Status, further headers, body.
    Say(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Nothing, for ever.
    Hang,
    /// The connection is cut.
    Cut,
}

impl Reply {
    pub(super) fn json(status: u16, value: &serde_json::Value) -> Self {
        Self::Say(status, Vec::new(), value.to_string().into_bytes())
    }

    pub(super) fn text(status: u16, text: &str) -> Self {
        Self::Say(status, Vec::new(), text.as_bytes().to_vec())
    }
}

type Script = dyn Fn(&Heard, usize) -> Reply + Send + Sync;

/// A service.
pub(super) struct Fake {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Fake {
    /// Answers every request by the script, which is told how many there were before.
    pub(super) async fn start(script: impl Fn(&Heard, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(serve(listener, Arc::new(script), Arc::clone(&heard)));
        Self { address, heard }
    }

    /// `http://127.0.0.1:port`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that was asked.
    pub(super) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

/// Impatient and without redirects.
pub(super) fn http() -> Http {
    let client = Client::builder().redirect(Policy::none()).no_proxy();
    let client = client.tls_certs_only(Vec::<reqwest::Certificate>::new()).build().unwrap();
    let patience = Patience {
        repeats: 2,
        first: Duration::from_millis(1),
        longest: Duration::from_secs(2),
        answer: Duration::from_millis(400),
        log: Duration::from_millis(800),
    };
    Http::new(Clients { remote: client.clone(), loopback: client }, patience, None)
}

async fn serve(listener: TcpListener, script: Arc<Script>, heard: Arc<Mutex<Vec<Heard>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, Arc::clone(&script), Arc::clone(&heard)));
    }
}

async fn converse(mut stream: TcpStream, script: Arc<Script>, heard: Arc<Mutex<Vec<Heard>>>) {
    let Some(request) = read_request(&mut stream).await else { return };
    let before = {
        let mut heard = heard.lock().unwrap();
        heard.push(request.clone());
        heard.len() - 1
    };
    match script(&request, before) {
        Reply::Cut => {}
        Reply::Hang => std::future::pending().await,
        Reply::Say(status, headers, body) => {
            let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let length = body.len();
            let head = format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(&[head.as_bytes(), &body].concat()).await;
            let _ = stream.shutdown().await;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or(0);
        let body = &bytes[end + 4..];
        if body.len() >= length {
            let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
            return Some(Heard { line, head, body: body.to_vec() });
        }
    }
}
