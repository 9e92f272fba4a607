//! The bytes of keys and keyrings, whatever form they come in: OpenPGP packets, ASCII armour (any number of blocks),
//! GnuPG's keybox, and base64 of these, as environment variables hold them.
//!
//! Everything is bounded before it is looked into: [`MAX_BYTES`] of input, [`MAX_PACKETS`] packets. Packets that keys
//! don't consist of are refused where they could hide others (compressed, encrypted, of unknown length).
//!
//! Sources: RFC 9580 §4 and §6, GnuPG's `kbx/keybox-blob.c`, Helm's `pkg/provenance/sign.go` (`loadKeyRing`).

mod armour;
mod error;
mod keybox;
mod packets;
mod stub;

use base64::Engine as _;
use zeroize::Zeroizing;

pub(crate) use armour::{BlockKind, blocks, write as write_armour};
pub use error::MaterialError;
pub use packets::MAX_PACKETS;
pub(crate) use packets::{Piece, Secret, pieces, signatures};
pub use stub::Stub;

/// Largest key file or keyring that is read.
pub const MAX_BYTES: usize = 16 << 20;

/// How a key file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A stream of packets: `secring.gpg`, `pubring.gpg`, `gpg --export`.
    Packets,
    /// ASCII armour: `gpg --export --armor`.
    Armour,
    /// GnuPG's keybox: `pubring.kbx`. It holds public keys only.
    Keybox,
}

/// The packets of a key file or keyring, and the form they came in.
///
/// # Errors
/// [`MaterialError`].
pub(crate) fn read(bytes: &[u8]) -> Result<(Form, Vec<Piece>), MaterialError> {
    if bytes.len() > MAX_BYTES {
        return Err(MaterialError::TooLarge { bytes: bytes.len(), limit: MAX_BYTES });
    }
    match read_plain(bytes)? {
        Some(read) => Ok(read),
        None => read_encoded(bytes),
    }
}

fn read_plain(bytes: &[u8]) -> Result<Option<(Form, Vec<Piece>)>, MaterialError> {
    if keybox::is_keybox(bytes) {
        return Ok(Some((Form::Keybox, pieces(&keybox::key_blocks(bytes)?)?)));
    }
    // The first bit of every packet is set; no text starts like that, but for a byte order mark.
    match bytes.first() {
        None => Err(MaterialError::Empty),
        Some(first) if first & 0x80 != 0 && !bytes.starts_with(b"\xef\xbb\xbf") => {
            Ok(Some((Form::Packets, pieces(bytes)?)))
        }
        Some(_) if armour::is_armoured(bytes) => Ok(Some((Form::Armour, armoured(bytes)?))),
        Some(_) => Ok(None),
    }
}

/// Base64 of a key file, once: environment variables are often stored like that.
fn read_encoded(bytes: &[u8]) -> Result<(Form, Vec<Piece>), MaterialError> {
    let foreign = || MaterialError::Foreign { found: foreign_name(bytes) };
    let compact: Zeroizing<Vec<u8>> =
        Zeroizing::new(bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect());
    if compact.is_empty() {
        return Err(MaterialError::Empty);
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(&*compact).map_err(|_| foreign())?;
    read_plain(&Zeroizing::new(decoded))?.ok_or_else(foreign)
}

fn armoured(bytes: &[u8]) -> Result<Vec<Piece>, MaterialError> {
    let mut all = Vec::new();
    for block in blocks(bytes)? {
        if !matches!(block.kind, BlockKind::PublicKey | BlockKind::PrivateKey) {
            return Err(MaterialError::Block { found: block.kind.title().to_owned(), line: block.line });
        }
        all.extend(pieces(&block.bytes)?);
        if all.len() > MAX_PACKETS {
            return Err(MaterialError::TooManyPackets);
        }
    }
    Ok(all)
}

/// What a file that holds no OpenPGP key looks like, in words.
fn foreign_name(bytes: &[u8]) -> &'static str {
    let start = String::from_utf8_lossy(bytes.get(..512).unwrap_or(bytes)).into_owned();
    let known = [
        ("SIGSTORE PRIVATE KEY", "a cosign key"),
        ("COSIGN PRIVATE KEY", "a cosign key"),
        ("OPENSSH PRIVATE KEY", "an OpenSSH key"),
        ("protected-private-key", "a file of GnuPG's private-keys-v1.d"),
        ("shadowed-private-key", "a file of GnuPG's private-keys-v1.d"),
        ("(private-key", "a file of GnuPG's private-keys-v1.d"),
        ("PRIVATE KEY-----", "a PEM key"),
        ("PUBLIC KEY-----", "a PEM key"),
    ];
    known.iter().find(|(mark, _)| start.contains(mark)).map_or("something else", |(_, name)| name)
}
