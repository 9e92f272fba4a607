//! What may be told of a request and its answer: never a secret, never a body.

use std::time::Duration;

use crate::text::{printable, shortened};

/// Headers that can be shown: what is wanted and what came. Authorization, cookies, addresses that may hold the key to an
/// upload (`Location`, `Link`) and free texts of the other side, which may quote anything, are not among them.
const SHOWN: [&str; 12] = [
    "accept",
    "content-length",
    "content-range",
    "content-type",
    "docker-content-digest",
    "docker-distribution-api-version",
    "oci-filters-applied",
    "oci-subject",
    "range",
    "ratelimit-limit",
    "ratelimit-remaining",
    "retry-after",
];

/// Characters of a header that are shown.
const LONGEST: usize = 300;

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// HTTP method.
    pub method: String,
    /// The URL without user, query and fragment.
    pub location: String,
    /// Headers of the request, those that can be shown.
    pub sent: Vec<(String, String)>,
    /// HTTP status of the answer.
    pub status: u16,
    /// Headers of the answer, those that can be shown.
    pub answered: Vec<(String, String)>,
    /// Bytes of the answer's body, as far as it was read.
    pub length: usize,
    /// From the first byte of the request to the last one of the answer.
    pub took: Duration,
}

impl Exchange {
    /// The request and its answer in one line: `GET https://r.example/v2/ 401 87 bytes 12 ms`.
    pub fn line(&self) -> String {
        let Self { method, location, status, length, took, .. } = self;
        format!("{method} {location} {status} {length} bytes {} ms", took.as_millis())
    }

    /// A line for each header: `> ` before those of the request, `< ` before those of the answer.
    pub fn header_lines(&self) -> Vec<String> {
        let sent = self.sent.iter().map(|(name, value)| format!("> {name}: {value}"));
        sent.chain(self.answered.iter().map(|(name, value)| format!("< {name}: {value}"))).collect()
    }
}

/// The headers that can be shown, by name; `hidden` takes the sender's own secrets out of a value.
pub fn shown_headers<'a>(
    headers: impl Iterator<Item = (&'a str, &'a [u8])>,
    hidden: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let known = headers.filter(|(name, _)| SHOWN.contains(name));
    let mut shown: Vec<(String, String)> = known
        .map(|(name, value)| {
            (name.to_owned(), shortened(&hidden(&printable(&String::from_utf8_lossy(value))), LONGEST))
        })
        .collect();
    shown.sort();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_headers_are_shown() {
        let headers: [(&str, &[u8]); 5] = [
            ("www-authenticate", b"Basic realm=\"word\""),
            ("retry-after", b"word\x1b[31m"),
            ("authorization", b"Basic bWU6d29yZA=="),
            ("set-cookie", b"session=1"),
            ("accept", b"*/*"),
        ];
        let shown = shown_headers(headers.into_iter(), |text| text.replace("word", "****"));
        let expected = [("accept", "*/*"), ("retry-after", "****[31m")];
        assert_eq!(shown, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn an_exchange_is_one_line_and_its_headers() {
        let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let exchange = Exchange {
            method: "GET".to_owned(),
            location: "https://r.example/v2/".to_owned(),
            sent: header("accept", "*/*"),
            status: 401,
            answered: header("server", "x"),
            length: 87,
            took: Duration::from_micros(12_400),
        };
        assert_eq!(exchange.line(), "GET https://r.example/v2/ 401 87 bytes 12 ms");
        assert_eq!(exchange.header_lines(), ["> accept: */*", "< server: x"]);
    }
}
