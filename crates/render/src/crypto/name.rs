//! Names of subjects.

use super::der::{oid, sequence, set, tagged};
use super::oid;

/// A name that is only a common name; an empty one has no parts.
pub(super) fn common_name(text: &[u8]) -> Result<Vec<u8>, String> {
    if text.is_empty() {
        return Ok(sequence(&[]));
    }
    let value = match std::str::from_utf8(text) {
        Ok(_) if text.iter().all(|byte| is_printable(*byte)) => tagged(0x13, text),
        Ok(_) => tagged(0x0c, text),
        Err(_) => return Err("asn1: string not valid UTF-8".to_owned()),
    };
    Ok(sequence(&[set(&[sequence(&[oid(oid::COMMON_NAME), value])])]))
}

/// Whether a `PrintableString` may hold it.
fn is_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte)
}
