//! A registry that follows a script: what it expects to be asked, and the answers, word for word.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use oci::RepositoryName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::options::{ClientOptions, Observer, RetryPolicy, Timeouts};
use crate::{Credential, Credentials, Registry, RemoteStore, Secret};

/// Cuts the connection once the request has come.
pub(super) const CUT: &str = "cut";

/// A scripted server on a loopback port.
pub(super) struct Fake {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    script: Vec<(String, String)>,
    heard: Vec<String>,
    strange: Vec<String>,
}

impl Fake {
    /// Answers every `METHOD target` of the script once. An answer is `200 OK`, headers, an empty line and the body, in
    /// lines; `{here}` in it is this server's address.
    pub(super) async fn start(script: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let step = |(expected, answer): &(&str, &str)| {
            ((*expected).to_owned(), answer.replace("{here}", &address.to_string()))
        };
        let state = State { script: script.iter().map(step).collect(), ..State::default() };
        let state = Arc::new(Mutex::new(state));
        tokio::spawn(serve(listener, Arc::clone(&state)));
        Self { address, state }
    }

    /// `127.0.0.1:port`.
    pub(super) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The repository `org/demo` here, read anonymously.
    pub(super) fn repository(&self) -> RemoteStore {
        self.registry(Credentials::none()).repository(name())
    }

    /// The repository `org/demo` here, written by `me`.
    pub(super) fn repository_of_me(&self) -> RemoteStore {
        let credential = Credential::Basic { username: "me".to_owned(), password: Secret::new("hunter2") };
        self.registry(Credentials::given(credential, "--username")).repository_for_push(name())
    }

    /// A client with short pauses.
    pub(super) fn registry(&self, credentials: Credentials) -> Registry {
        let short = std::time::Duration::from_millis(1);
        let options = ClientOptions {
            plain_http: true,
            retry: RetryPolicy { base: short, ..RetryPolicy::default() },
            timeouts: Timeouts { index_settles: short, ..Timeouts::default() },
            ..ClientOptions::default()
        };
        Registry::new(&self.host(), options, credentials).unwrap()
    }

    /// A client that keeps the warnings it tells.
    pub(super) fn watched(&self, heard: Arc<Mutex<Vec<String>>>) -> Registry {
        let observer: Arc<dyn Observer> = Arc::new(Heard(heard));
        let timeouts = Timeouts { index_settles: std::time::Duration::from_millis(1), ..Timeouts::default() };
        let options =
            ClientOptions { plain_http: true, timeouts, observer: Some(observer), ..ClientOptions::default() };
        Registry::new(&self.host(), options, Credentials::none()).unwrap()
    }

    /// Checks that exactly the script was asked, and returns the requests with headers and bodies.
    pub(super) fn finish(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        assert!(state.strange.is_empty(), "unexpected requests: {:#?}", state.strange);
        let left: Vec<&str> = state.script.iter().map(|(expected, _)| expected.as_str()).collect();
        assert!(left.is_empty(), "never asked: {left:#?}");
        state.heard.clone()
    }
}

/// Keeps warnings.
struct Heard(Arc<Mutex<Vec<String>>>);

impl Observer for Heard {
    fn pause(&self, _location: &str, _reason: &str, _pause: std::time::Duration) {}

    fn warning(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }
}

/// The repository of all scripts.
pub(super) fn name() -> RepositoryName {
    RepositoryName::parse("org/demo").unwrap()
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, Arc::clone(&state)));
    }
}

async fn converse(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let Some(request) = read_request(&mut stream).await else { return };
    let line = request.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let answer = {
        let mut state = state.lock().unwrap();
        state.heard.push(request);
        match state.script.iter().position(|(expected, _)| *expected == line) {
            Some(at) => state.script.remove(at).1,
            None => {
                state.strange.push(line);
                "400 Bad Request".to_owned()
            }
        }
    };
    if answer != CUT {
        let _ = stream.write_all(on_the_wire(&answer).as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// Head and body; the body's length is in the head.
pub(super) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0_u8; 4096];
    loop {
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

fn on_the_wire(answer: &str) -> String {
    let (head, body) = answer.split_once("\n\n").unwrap_or((answer, ""));
    let length = match head.contains("Content-Length:") {
        true => String::new(),
        false => format!("Content-Length: {}\r\n", body.len()),
    };
    format!("HTTP/1.1 {}\r\n{length}Connection: close\r\n\r\n{body}", head.replace('\n', "\r\n"))
}
