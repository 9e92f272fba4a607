//! Where the browser comes back to after a login: one page on a port of this machine.

use std::io;
use std::time::Duration;

use reqwest::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::Secret;
use crate::scrub::Secrets;

const PATIENCE: Duration = Duration::from_secs(300);
const ONE_REQUEST: Duration = Duration::from_secs(10);
const LONGEST: usize = 8 << 10;
const PATH: &str = "/auth/callback";

/// A port that waits for the browser.
pub(super) struct Callback {
    listener: TcpListener,
    /// `http://localhost:port/auth/callback`.
    pub address: String,
}

impl Callback {
    pub(super) async fn listen() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://localhost:{}{PATH}", listener.local_addr()?.port());
        Ok(Self { listener, address })
    }

    /// The code that the issuer gave the browser. Other requests (a favicon, a scanner) are turned away.
    pub(super) async fn code(&self, state: &str) -> Result<Secret, String> {
        let waiting = async {
            loop {
                let Ok((stream, _)) = self.listener.accept().await else { continue };
                if let Ok(Some(outcome)) = tokio::time::timeout(ONE_REQUEST, converse(stream, state)).await {
                    return outcome;
                }
            }
        };
        let late = |_| format!("nobody logged in within {} s", PATIENCE.as_secs());
        tokio::time::timeout(PATIENCE, waiting).await.map_err(late)?
    }
}

/// Reads one request and answers it; what it brought, if it is the one that is waited for.
async fn converse(mut stream: TcpStream, state: &str) -> Option<Result<Secret, String>> {
    let head = read_head(&mut stream).await?;
    let target = head.lines().next()?.strip_prefix("GET ")?.split(' ').next()?.to_owned();
    let outcome = brought(&target, state);
    let (status, text) = match &outcome {
        Some(Ok(_)) => ("200 OK", "You are logged in. This window can be closed."),
        Some(Err(_)) => ("400 Bad Request", "The login failed. The terminal says why."),
        None => ("404 Not Found", "There is nothing here."),
    };
    let length = text.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    );
    // The browser's page is a courtesy.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    outcome
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0_u8; 1024];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        head.extend_from_slice(piece.get(..count)?);
        if head.len() > LONGEST {
            return None;
        }
    }
    String::from_utf8(head).ok()
}

/// The code in a request's target. `None` when it is not the issuer's answer to this login.
fn brought(target: &str, state: &str) -> Option<Result<Secret, String>> {
    let url = Url::parse("http://localhost").ok()?.join(target).ok()?;
    if url.path() != PATH {
        return None;
    }
    let field = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if field("state").as_deref() != Some(state) {
        return None;
    }
    if let Some(error) = field("error") {
        let more = field("error_description").unwrap_or_default();
        return Some(Err(Secrets::none().scrubbed(&format!("the login failed: {error} {more}"))));
    }
    field("code").filter(|code| !code.is_empty()).map(|code| Ok(Secret::new(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_this_login_counts() {
        let code = |target: &str| brought(target, "state").map(|outcome| outcome.map(|code| code.reveal().to_owned()));
        assert_eq!(code("/auth/callback?code=a%2Fb&state=state"), Some(Ok("a/b".to_owned())));
        for other in [
            "/favicon.ico",
            "/auth/callback?code=a&state=other",
            "/auth/callback?code=a",
            "/auth/callback?state=state",
            "//",
        ] {
            assert_eq!(code(other), None, "{other}");
        }
        let refused = code("/auth/callback?error=access_denied&error_description=no%1b[31m&state=state");
        assert_eq!(refused, Some(Err("the login failed: access_denied no[31m".to_owned())));
    }
}
