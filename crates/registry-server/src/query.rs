//! Query parameters and percent encoding.

use hyper::StatusCode;

use crate::problem::{Code, Problem};

/// More parameters than any request needs.
const MOST: usize = 256;

/// The parameters of a request, decoded, in their order.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Splits and decodes. A `+` stays one: no parameter holds spaces, and media types end in `+json`.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let pairs: Vec<&str> = text.split('&').filter(|pair| !pair.is_empty()).take(MOST + 1).collect();
        if pairs.len() > MOST {
            return Err(Problem::new(StatusCode::URI_TOO_LONG, Code::Unsupported, "too many query parameters"));
        }
        let decoded: Option<Vec<_>> = pairs.into_iter().map(decode_pair).collect();
        let broken = || Problem::bad(Code::Unsupported, "the query is not percent-encoded UTF-8");
        decoded.map(Self).ok_or_else(broken)
    }

    /// The first value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a parameter.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn decode_pair(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decode(name)?, decode(value)?))
}

/// Decodes `%XX`; `None` when an escape is broken or the result is not UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let (high, low) = (nibble(bytes.next()?)?, nibble(bytes.next()?)?);
        decoded.push((high << 4) | low);
    }
    String::from_utf8(decoded).ok()
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Encodes everything but the unreserved characters (RFC 3986, section 2.3).
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_clients_send() {
        let query = Query::parse("mount=sha256%3Aab&from=a%2Fb&tag=1&tag=1.2&artifactType=a/b+json&flag").unwrap();
        assert_eq!(query.get("mount"), Some("sha256:ab"));
        assert_eq!(query.get("from"), Some("a/b"));
        assert_eq!(query.all("tag").collect::<Vec<_>>(), ["1", "1.2"]);
        assert_eq!(query.get("artifactType"), Some("a/b+json"));
        assert_eq!(query.get("flag"), Some(""));
        assert_eq!(query.get("none"), None);
    }

    #[test]
    fn refuses_broken_escapes_and_floods() {
        for broken in ["digest=%", "digest=%4", "digest=%zz", "digest=%ff"] {
            assert!(Query::parse(broken).is_err(), "{broken}");
        }
        assert!(Query::parse(&"tag=1&".repeat(256)).is_ok());
        assert!(Query::parse(&"tag=1&".repeat(257)).is_err());
    }

    #[test]
    fn encoding_survives_decoding() {
        let text = "application/vnd.oci.empty.v1+json & ü";
        assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        assert_eq!(encode("a/b+c"), "a%2Fb%2Bc");
    }
}
