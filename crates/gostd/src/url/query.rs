//! What follows the question mark (`URL.Query`).

use std::collections::BTreeMap;

use super::Url;
use super::escape::{Place, escaped_byte};

/// How many parameters a query may have.
const MAX_PARAMETERS: usize = 10_000;

impl Url {
    /// The parameters of the query with their values; what is not well-formed is left out.
    #[must_use]
    pub fn parameters(&self) -> BTreeMap<Vec<u8>, Vec<Vec<u8>>> {
        let mut parameters: BTreeMap<Vec<u8>, Vec<Vec<u8>>> = BTreeMap::new();
        let pairs = self.query.split(|byte| *byte == b'&');
        if pairs.clone().count() > MAX_PARAMETERS {
            return parameters;
        }
        for pair in pairs.filter(|pair| !pair.is_empty() && !pair.contains(&b';')) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = halves.next().and_then(decode);
            let value = decode(halves.next().unwrap_or_default());
            if let (Some(name), Some(value)) = (name, value) {
                parameters.entry(name).or_default().push(value);
            }
        }
        parameters
    }
}

/// Percent signs and plus signs (`url.QueryUnescape`).
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        match first {
            b'%' => {
                out.push(escaped_byte(rest, Place::Path).ok()?);
                rest = rest.get(3..).unwrap_or_default();
                continue;
            }
            b'+' => out.push(b' '),
            other => out.push(*other),
        }
        rest = after;
    }
    Some(out)
}
