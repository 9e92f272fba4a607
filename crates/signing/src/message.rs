//! What is signed.

/// Media type of in-toto statements, the payload type of their envelopes.
pub const STATEMENT_TYPE: &str = "application/vnd.in-toto+json";

/// A message to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// An in-toto statement, to be signed within a DSSE envelope.
    Statement(&'a [u8]),
    /// cosign's payload of the classic `.sig` tag, signed as it is.
    Simple(&'a [u8]),
}

impl Message<'_> {
    /// The bytes that the signature covers: a payload as it is, a statement in DSSE's pre-authentication encoding
    /// (DSSE protocol, "Signature Definition").
    pub fn signed_bytes(&self) -> Vec<u8> {
        match self {
            Self::Simple(payload) => payload.to_vec(),
            Self::Statement(payload) => encoded(STATEMENT_TYPE, payload),
        }
    }
}

/// DSSE's pre-authentication encoding of a payload of any type.
pub fn encoded(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of DSSE's protocol document.
    #[test]
    fn the_encoding_is_dsse_s() {
        let encoded = encoded("http://example.com/HelloWorld", b"hello world");
        assert_eq!(encoded, b"DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }
}
