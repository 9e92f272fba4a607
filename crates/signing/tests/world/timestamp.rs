//! A timestamp authority (RFC 3161).

use sigstore_crypto::{KeyPair, sha256};

use super::certificate::name;
use super::der::{element, integer, octets, oid, sequence, set, tagged, time};

const SHA256: &str = "2.16.840.1.101.3.4.2.1";
const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";

/// A `TimeStampResp` over bytes, at a time.
pub fn stamp(issuer: &str, key: &KeyPair, over: &[u8], at: i64) -> Vec<u8> {
    let digest = |bytes: &[u8]| octets(sha256(bytes).as_bytes());
    let hash = sequence(&[oid(SHA256)]);
    let info = sequence(&[
        integer(1),
        oid("1.3.6.1.4.1.57264.2"),
        sequence(&[hash.clone(), digest(over)]),
        integer(7),
        time(at, true),
    ]);
    let attributes = [
        sequence(&[oid("1.2.840.113549.1.9.3"), set(&[oid(TST_INFO)])]),
        sequence(&[oid("1.2.840.113549.1.9.4"), set(&[digest(&info)])]),
    ];
    let signature = key.sign(&set(&attributes)).unwrap();
    let mut implicit = set(&attributes);
    implicit[0] = 0xa0;
    let signer = sequence(&[
        integer(1),
        sequence(&[name(issuer), integer(9)]),
        hash.clone(),
        implicit,
        sequence(&[oid("1.2.840.10045.4.3.2")]),
        octets(signature.as_bytes()),
    ]);
    let content = sequence(&[oid(TST_INFO), tagged(0, &octets(&info))]);
    let data = sequence(&[integer(3), set(&[hash]), content, set(&[signer])]);
    let token = sequence(&[oid("1.2.840.113549.1.7.2"), tagged(0, &data)]);
    let granted = sequence(&[element(0x02, &[0])]);
    sequence(&[granted, token])
}
