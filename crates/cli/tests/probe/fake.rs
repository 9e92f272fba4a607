//! A registry that answers whatever a test says, word for word, on a loopback port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    /// HTTP method.
    pub method: String,
    /// Path with its query.
    pub path: String,
    /// The lines of the head below the first, lower-cased up to the colon.
    headers: Vec<(String, String)>,
}

impl Heard {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether this part of the path is in it.
    pub fn asks_for(&self, part: &str) -> bool {
        self.path.contains(part)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// A status with a body.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// The same with one more header.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// An image manifest.
    pub fn manifest(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body).header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
    }

    /// 401 that asks for user name and password.
    pub fn asks_for_password() -> Self {
        Self::new(401, r#"{"errors":[{"code":"UNAUTHORIZED","message":"who are you?"}]}"#)
            .header("WWW-Authenticate", "Basic realm=\"harbor\"")
    }

    /// 404 in the registry's words.
    pub fn unknown() -> Self {
        Self::new(404, r#"{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}"#)
    }
}

/// The server; its threads end with the process.
pub struct Fake {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Fake {
    /// Answers every request as `answer` says.
    pub fn start(answer: impl Fn(&Heard) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (Arc::clone(&heard), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                std::thread::spawn(move || converse(stream, &kept, &*answer));
            }
        });
        Self { address, heard }
    }

    /// Always the same answer.
    pub fn always(answer: Answer) -> Self {
        Self::start(move |_| answer.clone())
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// `oci://HOST/charts`.
    pub fn target(&self) -> String {
        format!("oci://{}/charts", self.address)
    }

    /// The reference of the workspace's chart here.
    pub fn chart(&self) -> String {
        format!("{}/harbor:{}", self.target(), crate::common::VERSION)
    }

    /// Every request so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One request, one answer. What goes wrong on the line is the client's business.
fn converse(stream: TcpStream, heard: &Mutex<Vec<Heard>>, answer: &dyn Fn(&Heard) -> Answer) {
    let Some(request) = read(&stream) else { return };
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    let Answer { status, headers, body } = answer(&request);
    let mut head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let mut stream = stream;
    let _sent = stream.write_all(head.as_bytes());
    if request.method != "HEAD" {
        let _sent = stream.write_all(&body);
    }
}

/// The head of a request; its body is read and forgotten.
fn read(stream: &TcpStream) -> Option<Heard> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(Ok(0), |(_, value)| value.parse::<u64>())
        .ok()?;
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).ok()?;
    Some(Heard { method, path, headers })
}
