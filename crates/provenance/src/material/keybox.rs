//! GnuPG's keybox (`pubring.kbx`): a file of blobs, some of which hold public keys.
//!
//! Every blob starts with its length (4 bytes, big endian) and its type (1 byte); an OpenPGP blob has flags at byte 6,
//! and offset and length of its packets at bytes 8 and 12 (GnuPG: `kbx/keybox-blob.c`).

use super::MaterialError;

const HEADER_BLOB: u8 = 1;
const OPENPGP_BLOB: u8 = 2;
/// GnuPG passes over blobs with this flag: they are no part of the keyring yet.
const EPHEMERAL: u16 = 2;

/// Whether these are the bytes of a keybox: its first blob is the header with the magic `KBXf`.
pub(super) fn is_keybox(bytes: &[u8]) -> bool {
    bytes.get(4) == Some(&HEADER_BLOB) && bytes.get(8..12) == Some(b"KBXf")
}

/// The packets of all OpenPGP blobs, one after the other.
///
/// # Errors
/// [`MaterialError::Keybox`].
pub(super) fn key_blocks(bytes: &[u8]) -> Result<Vec<u8>, MaterialError> {
    let mut found = Vec::new();
    let mut offset = 0_usize;
    while let Some(rest) = bytes.get(offset..).filter(|rest| !rest.is_empty()) {
        let failed = |detail| MaterialError::Keybox { offset, detail };
        let length = number(rest, 0).ok_or(failed("its length is cut off"))?;
        if length < 5 {
            return Err(failed("it is shorter than its own head"));
        }
        let blob = rest.get(..length).ok_or(failed("it is cut off"))?;
        if blob.get(4) == Some(&OPENPGP_BLOB) {
            let packets = key_block(blob).ok_or(failed("its key lies outside of it"))?;
            found.extend_from_slice(packets);
        }
        offset = offset.saturating_add(length);
    }
    Ok(found)
}

/// The packets of one blob; none of a blob that GnuPG passes over.
fn key_block(blob: &[u8]) -> Option<&[u8]> {
    let flags = u16::from_be_bytes(blob.get(6..8)?.try_into().ok()?);
    let start = number(blob, 8)?;
    let packets = blob.get(start..start.checked_add(number(blob, 12)?)?)?;
    Some(if flags & EPHEMERAL == 0 { packets } else { &[] })
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}
