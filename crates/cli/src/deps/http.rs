//! Reading from web servers: bounded, patient, and with passwords only for the host that they are for.
//!
//! Redirects are followed here and not by the HTTP client: at most five, never from HTTPS to HTTP, never to an address
//! with a user name in it, and nowhere else than to the repository's own origin does the login go along.

use std::sync::OnceLock;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use registry::Secret;
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, StatusCode, Url};
use web::{explain, is_loopback, shown};

use super::trust::Trust;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::terminal;

const MOST_REDIRECTS: usize = 5;
/// How often a request is sent before it is given up.
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// A web server with a repository on it.
pub struct Web {
    base: Url,
    login: Option<(String, Secret)>,
    trust: Trust,
    plain: OnceLock<Client>,
    secure: OnceLock<Client>,
}

/// What a server says to a request.
enum Answer {
    Content(Bytes),
    Elsewhere(Url),
}

/// An answer, or a failure that may pass.
enum Tried {
    Answer(Answer),
    Trouble(String),
}

impl Web {
    /// Connects to nothing. The login is for the origin of `base` only; so is a user name in `base` itself.
    pub fn new(base: Url, login: Option<(String, Secret)>, trust: Trust) -> Self {
        Self { base, login, trust, plain: OnceLock::new(), secure: OnceLock::new() }
    }

    /// Reads at most `limit` bytes.
    ///
    /// # Errors
    /// Exit 4 without access, exit 5 when the server can't be reached or fails, exit 1 for other refusals.
    pub async fn get(&self, url: &Url, accept: &str, limit: u64) -> Result<Bytes> {
        let mut hop = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            match self.answer(&hop, accept, limit).await? {
                Answer::Content(bytes) => return Ok(bytes),
                Answer::Elsewhere(target) => hop = target,
            }
        }
        Err(Failure::input(format!("{}: more than {MOST_REDIRECTS} redirects", shown(url))))
    }

    /// Asks again while there is hope.
    async fn answer(&self, url: &Url, accept: &str, limit: u64) -> Result<Answer> {
        let mut tries = 1;
        loop {
            let trouble = match self.once(url, accept, limit).await? {
                Tried::Answer(answer) => return Ok(answer),
                Tried::Trouble(trouble) => trouble,
            };
            let shown = shown(url);
            if tries >= TRIES {
                let hint = "check the address; a server with a private certificate authority needs --ca-file";
                let message = format!("{shown}: {trouble} (tried {tries} times)");
                return Err(Failure { message, hint: Some(hint.to_owned()), exit: Exit::Unreachable });
            }
            let pause = FIRST_PAUSE * tries;
            terminal::say(&format!("{shown}: {trouble}; trying again in {:.1} s", pause.as_secs_f64()));
            tokio::time::sleep(pause).await;
            tries += 1;
        }
    }

    async fn once(&self, url: &Url, accept: &str, limit: u64) -> Result<Tried> {
        let mut request = self.client(url)?.get(self.with_own_user(url)).header(ACCEPT, accept);
        if let Some((user, password)) = self.login.as_ref().filter(|_| self.gets_login(url)) {
            request = request.basic_auth(user, Some(password.reveal()));
        }
        let response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Ok(Tried::Trouble(explain(&error.without_url()))),
        };
        match response.status().as_u16() {
            200 => read(response, url, limit).await,
            301 | 302 | 303 | 307 | 308 => Ok(Tried::Answer(Answer::Elsewhere(target(&response, url)?))),
            408 | 429 | 500 | 502 | 503 | 504 => Ok(Tried::Trouble(format!("HTTP status {}", response.status()))),
            _ => Err(refusal(response.status(), url)),
        }
    }

    fn client(&self, url: &Url) -> Result<&Client> {
        let secure = url.scheme() == "https";
        let slot = if secure { &self.secure } else { &self.plain };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let made = self.trust.client(secure, is_loopback(&self.base))?;
        Ok(slot.get_or_init(|| made))
    }

    fn gets_login(&self, url: &Url) -> bool {
        url.origin() == self.base.origin() && !has_user(url)
    }

    /// The address with the user name of the repository's own, where it has one; the client sends it as a header.
    fn with_own_user(&self, url: &Url) -> Url {
        let mut url = url.clone();
        if self.login.is_none() && self.gets_login(&url) && has_user(&self.base) {
            // These fail for addresses without a host only, which are refused before.
            let _ = url.set_username(self.base.username());
            let _ = url.set_password(self.base.password());
        }
        url
    }
}

/// Where a redirect leads.
fn target(response: &Response, from: &Url) -> Result<Url> {
    let refused = |why: &str| Failure::input(format!("{}: refused: {why}", shown(from)));
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let location = location.ok_or_else(|| refused("a redirect without an address"))?;
    elsewhere(from, location).map_err(|why| refused(&why))
}

/// The address that a redirect from `from` leads to, if it may be followed; else what is wrong with it.
fn elsewhere(from: &Url, location: &str) -> Result<Url, String> {
    let mut bare = from.clone();
    // Nothing but a user name is taken away, and an address with a host can be without one.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    let to = bare.join(location).map_err(|error| format!("a redirect to no address: {error}"))?;
    let place = shown(&to);
    if !matches!(to.scheme(), "http" | "https") {
        return Err(format!("a redirect to {place}, which is not HTTP"));
    }
    if has_user(&to) {
        return Err(format!("a redirect to {place} with a user name in it"));
    }
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(format!("a redirect from https to {place}"));
    }
    Ok(to)
}

async fn read(mut response: Response, url: &Url, limit: u64) -> Result<Tried> {
    let too_long = || Failure::input(format!("{}: the answer is longer than {limit} bytes", shown(url)));
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(too_long());
    }
    let mut gathered = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(Tried::Answer(Answer::Content(gathered.freeze()))),
            Ok(Some(piece)) if (gathered.len() as u64).saturating_add(piece.len() as u64) > limit => {
                return Err(too_long());
            }
            Ok(Some(piece)) => gathered.extend_from_slice(&piece),
            Err(error) => return Ok(Tried::Trouble(explain(&error.without_url()))),
        }
    }
}

fn refusal(status: StatusCode, url: &Url) -> Failure {
    let failure = Failure::input(format!("failed to fetch {}: {status}", shown(url)));
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            let hint = "log in with `helm repo add NAME URL --username USER --password-stdin`";
            Failure { exit: Exit::Access, ..failure.hint(hint) }
        }
        _ => failure,
    }
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn redirects_are_judged() {
        let from = url("https://user:word@charts.example/a/index.yaml?x=1");
        assert_eq!(elsewhere(&from, "b.tgz"), Ok(url("https://charts.example/a/b.tgz")));
        assert_eq!(elsewhere(&from, "https://cdn.example/b.tgz"), Ok(url("https://cdn.example/b.tgz")));
        for bad in ["http://charts.example/b.tgz", "ftp://charts.example/b", "https://u:p@cdn.example/b", "https://"] {
            assert!(elsewhere(&from, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn logins_stay_with_their_origin() {
        let login = Some(("user".to_owned(), Secret::new("word")));
        let web = Web::new(url("https://charts.example/a"), login, Trust::default());
        assert!(web.gets_login(&url("https://charts.example:443/b.tgz")));
        for other in ["http://charts.example/b", "https://charts.example:8443/b", "https://cdn.example/b"] {
            assert!(!web.gets_login(&url(other)), "{other}");
        }
    }

    #[test]
    fn a_user_in_the_address_stays_with_its_origin() {
        let web = Web::new(url("https://user:w%40rd@charts.example/a"), None, Trust::default());
        assert_eq!(web.with_own_user(&url("https://charts.example/b")), url("https://user:w%40rd@charts.example/b"));
        assert_eq!(web.with_own_user(&url("https://cdn.example/b")), url("https://cdn.example/b"));
    }
}
