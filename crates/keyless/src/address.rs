//! Addresses of services: HTTPS, or HTTP on this machine.

use reqwest::Url;
use signing::SignerError;

use web::{is_loopback, printable, shown};

const LONGEST: usize = 2048;

/// The checked address of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Checks an address that came from `what`. Without `plain_http`, HTTP is for loopback hosts only: whoever sits on
    /// the way could read the token.
    ///
    /// # Errors
    /// For everything else than an HTTP address without user name and fragment.
    pub(crate) fn parse(text: &str, what: &str, plain_http: bool) -> Result<Self, SignerError> {
        // The text may hold a password: it is repeated only when it is known not to.
        let unusable =
            |detail: &str| SignerError::configuration(what, format!("not the address of a service: {detail}"));
        if text.len() > LONGEST {
            return Err(unusable("it is longer than 2048 characters"));
        }
        let url = Url::parse(text.trim()).map_err(|error| unusable(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unusable("it holds a user name or password"));
        }
        match url.scheme() {
            "https" => {}
            "http" if plain_http || is_loopback(&url) => {}
            "http" => {
                let error = unusable(&format!("{} is plain HTTP, over which tokens can be read", shown(&url)));
                return Err(error.with_hint("use https; plain HTTP is accepted on this machine (127.0.0.1) only"));
            }
            other => return Err(unusable(&format!("expected https, found {:?}", printable(other)))),
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(unusable("it has no host"));
        }
        Ok(Self(url))
    }

    /// The address itself.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// A path below the address, which may have a path itself.
    pub(crate) fn below(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path().trim_end_matches('/')));
        url.set_query(None);
        url.set_fragment(None);
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine() {
        for good in ["https://fulcio.example", "http://127.0.0.1:5555", "http://localhost/x", "http://[::1]:80"] {
            assert!(Address::parse(good, "--fulcio-url", false).is_ok(), "{good}");
        }
        for bad in
            ["http://fulcio.example", "http://127.0.0.1.evil.example", "ftp://x", "fulcio.example", "https://", ""]
        {
            assert!(Address::parse(bad, "--fulcio-url", false).is_err(), "{bad}");
        }
        assert!(Address::parse("http://fulcio.corp", "--fulcio-url", true).is_ok());
    }

    #[test]
    fn passwords_in_addresses_are_refused_and_not_repeated() {
        let error = Address::parse("https://me:hunter2@fulcio.example", "--fulcio-url", false).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }

    #[test]
    fn paths_are_joined() {
        let below = |base: &str| Address::parse(base, "x", false).unwrap().below("/api/v2/log/entries").to_string();
        assert_eq!(below("https://log.example"), "https://log.example/api/v2/log/entries");
        assert_eq!(below("https://log.example/a/?x=1"), "https://log.example/a/api/v2/log/entries");
    }
}
