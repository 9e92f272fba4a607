//! Timestamps over signatures (RFC 3161, over HTTP as in its section 3.4).
//!
//! What comes back is looked into as far as section 2.4.2 asks a client to: status, imprint, nonce. Whether the
//! authority is to be trusted is for a check against the trusted root.

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use signing::SignerError;
use sigstore_crypto::sha256;
use web::shown;

use crate::address::Address;
use crate::der::{BOOLEAN, CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, Values, short};
use crate::http::{Call, Http};
use crate::scrub::Secrets;

/// Answers with the authority's chain have about 3 KiB.
const LIMIT: usize = 256 << 10;
/// 2.16.840.1.101.3.4.2.1, SHA-256.
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// 1.2.840.113549.1.7.2, signedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.9.16.1.4, id-ct-TSTInfo.
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];

/// A `TimeStampResp` over the signature, in DER.
///
/// # Errors
/// When the authority refuses, can't be reached, or answers about something else.
pub(crate) async fn timestamp(http: &Http, authority: &Address, signature: &[u8]) -> Result<Vec<u8>, SignerError> {
    let imprint = sha256(signature);
    let nonce = nonce()?;
    let query = query(imprint.as_slice(), &nonce);
    let query =
        query.ok_or_else(|| SignerError::configuration("the timestamp query", "it does not fit DER's short form"))?;
    let headers = HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/timestamp-query")),
        (ACCEPT, HeaderValue::from_static("application/timestamp-reply")),
    ]);
    let (method, url, secrets) = (Method::POST, authority.url().clone(), Secrets::none());
    let call = Call { method, url, headers, body: &query, limit: LIMIT, secrets: &secrets, slow: false };
    let answer = http.send(&call).await?.accepted(&secrets)?;
    judge(&answer, imprint.as_slice(), &nonce)
        .map_err(|detail| SignerError::service(shown(authority.url()), detail))?;
    Ok(answer)
}

/// Eight bytes that make a positive integer of exactly this length.
fn nonce() -> Result<[u8; 8], SignerError> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce)
        .map_err(|error| SignerError::configuration("randomness of the system", error.to_string()))?;
    nonce[0] = (nonce[0] & 0x7f) | 0x40;
    Ok(nonce)
}

/// `TimeStampReq`: version 1, the imprint, the nonce, and the wish for the certificate.
fn query(imprint: &[u8], nonce: &[u8]) -> Option<Vec<u8>> {
    let algorithm = short(SEQUENCE, &[short(OBJECT_IDENTIFIER, SHA_256)?, vec![0x05, 0x00]].concat())?;
    let imprint = short(SEQUENCE, &[algorithm, short(OCTET_STRING, imprint)?].concat())?;
    let parts = [short(INTEGER, &[1])?, imprint, short(INTEGER, nonce)?, short(BOOLEAN, &[0xff])?];
    short(SEQUENCE, &parts.concat())
}

fn judge(answer: &[u8], imprint: &[u8], nonce: &[u8]) -> Result<(), String> {
    let broken = || "no usable answer: it is no timestamp".to_owned();
    let mut response = Values::of(answer).within(SEQUENCE).ok_or_else(broken)?;
    let status = response.within(SEQUENCE).and_then(|mut status| status.next(INTEGER)).ok_or_else(broken)?;
    // granted, or granted with modifications
    if !matches!(status, [0 | 1]) {
        return Err(format!("it refuses the timestamp with status {}", status.last().copied().unwrap_or_default()));
    }
    let (hash, number) = stamped(response).ok_or_else(broken)?;
    if hash != imprint {
        return Err("the timestamp is over other bytes than our signature".to_owned());
    }
    if number != Some(nonce) {
        return Err("the timestamp answers another query than ours (nonce)".to_owned());
    }
    Ok(())
}

/// The imprint and nonce of the `TSTInfo` in a `TimeStampResp` whose status has been read.
fn stamped<'a>(mut response: Values<'a>) -> Option<(&'a [u8], Option<&'a [u8]>)> {
    let mut token = response.within(SEQUENCE)?;
    token.next(OBJECT_IDENTIFIER).filter(|kind| *kind == SIGNED_DATA)?;
    let mut signed = token.within(CONTEXT_0)?.within(SEQUENCE)?;
    // version, digest algorithms
    signed.next(INTEGER)?;
    signed.any()?;
    let mut content = signed.within(SEQUENCE)?;
    content.next(OBJECT_IDENTIFIER).filter(|kind| *kind == TST_INFO)?;
    let mut info = Values::of(content.within(CONTEXT_0)?.next(OCTET_STRING)?).within(SEQUENCE)?;
    // version, policy
    info.next(INTEGER)?;
    info.next(OBJECT_IDENTIFIER)?;
    let mut imprint = info.within(SEQUENCE)?;
    imprint.within(SEQUENCE)?.next(OBJECT_IDENTIFIER).filter(|algorithm| *algorithm == SHA_256)?;
    let hash = imprint.next(OCTET_STRING)?;
    // serial number, time; then accuracy and ordering, which may be absent
    info.next(INTEGER)?;
    info.any()?;
    while let Some((tag, value)) = info.any() {
        if tag == INTEGER {
            return Some((hash, Some(value)));
        }
    }
    Some((hash, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_der() {
        let query = query(&[7; 32], &[0x41, 0, 0, 0, 0, 0, 0, 1]).unwrap();
        let mut parts = Values::of(&query).within(SEQUENCE).unwrap();
        assert_eq!(parts.next(INTEGER), Some(&[1][..]));
        let mut imprint = parts.within(SEQUENCE).unwrap();
        assert_eq!(imprint.within(SEQUENCE).unwrap().next(OBJECT_IDENTIFIER), Some(SHA_256));
        assert_eq!(imprint.next(OCTET_STRING), Some(&[7; 32][..]));
        assert_eq!(parts.next(INTEGER).map(<[u8]>::len), Some(8));
        assert_eq!(parts.next(BOOLEAN), Some(&[0xff][..]));
        assert_eq!(parts.any(), None);
    }

    #[test]
    fn refusals_and_garbage_are_told() {
        let refusal = short(SEQUENCE, &short(SEQUENCE, &short(INTEGER, &[2]).unwrap()).unwrap()).unwrap();
        assert!(judge(&refusal, &[], &[]).unwrap_err().contains("status 2"));
        for garbage in [&b""[..], b"<html>", &[0x30, 0x03, 0x30, 0x01, 0x02]] {
            assert!(judge(garbage, &[], &[]).unwrap_err().contains("no timestamp"));
        }
    }
}
