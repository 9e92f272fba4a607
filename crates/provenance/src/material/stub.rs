//! GnuPG's stubs: secret key packets without a secret.
//!
//! GnuPG writes them where the secret is elsewhere: `gpg --export-secret-subkeys` leaves the primary key's out, a
//! smartcard keeps its own. The string-to-key specifier has type 101, a hash, `GNU` and a mode
//! (GnuPG: `doc/DETAILS`, "GNU extensions to the S2K algorithm").

/// Why a secret key packet has no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stub {
    /// `gnu-dummy`: the secret was left out of the export.
    LeftOut,
    /// The secret is on a smartcard.
    Card,
}

/// Longest stub: usage, cipher, specifier (6 bytes), length and serial number of the card.
const LONGEST: usize = 2 + 6 + 1 + 16;

/// Finds a stub at the end of a secret key packet; the number says where the public part ends.
pub(super) fn find(body: &[u8]) -> Option<(usize, Stub)> {
    let from = body.len().saturating_sub(LONGEST);
    let tail = body.get(from..)?;
    let (at, mode) = tail.windows(8).enumerate().find_map(|(at, window)| match window {
        [254 | 255, _, 101, _, b'G', b'N', b'U', mode] => Some((at, *mode)),
        _ => None,
    })?;
    let stub = match mode {
        1 => Stub::LeftOut,
        2 => Stub::Card,
        _ => return None,
    };
    Some((from.saturating_add(at), stub))
}
