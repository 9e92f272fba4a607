//! ASCII armour: base64 between `-----BEGIN PGP …-----` and `-----END PGP …-----` (RFC 9580 §6).
//!
//! As GnuPG and Helm read it: text around blocks is passed over, every block counts, headers are ignored, the
//! checksum is not looked at (RFC 9580 §6.1 says so), line ends may be CRLF.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::{Zeroize, Zeroizing};

use super::MaterialError;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Base64 characters of a line that is written, as Helm and GnuPG write it.
const LINE: usize = 64;

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    PublicKey,
    PrivateKey,
    Signature,
    Other,
}

impl BlockKind {
    fn of(title: &str) -> Self {
        match title {
            "PUBLIC KEY BLOCK" => Self::PublicKey,
            "PRIVATE KEY BLOCK" => Self::PrivateKey,
            "SIGNATURE" => Self::Signature,
            _ => Self::Other,
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::PublicKey => "PUBLIC KEY BLOCK",
            Self::PrivateKey => "PRIVATE KEY BLOCK",
            Self::Signature => "SIGNATURE",
            Self::Other => "data of another kind",
        }
    }
}

/// One block.
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// Line of its first line, from 1.
    pub(crate) line: usize,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// Whether the first line that is not empty, or any later one, starts a block.
pub(super) fn is_armoured(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').any(|line| title(line, b"-----BEGIN PGP ").is_some())
}

/// All blocks of a text.
///
/// # Errors
/// [`MaterialError::Armour`].
pub(crate) fn blocks(text: &[u8]) -> Result<Vec<Block>, MaterialError> {
    let mut found = Vec::new();
    let mut lines = text.split(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index.saturating_add(1), line));
    while let Some((line, first)) = lines.next() {
        if let Some(title) = title(first, b"-----BEGIN PGP ") {
            let bytes = body(line, title, &mut lines)?;
            found.push(Block { kind: BlockKind::of(title), line, bytes });
        }
    }
    Ok(found)
}

/// The bytes of a block whose first line has just been read.
fn body<'t>(
    start: usize,
    expected: &str,
    lines: &mut impl Iterator<Item = (usize, &'t [u8])>,
) -> Result<Zeroizing<Vec<u8>>, MaterialError> {
    let mut text = Zeroizing::new(Vec::new());
    let mut headers = true;
    for (number, line) in lines {
        let line = line.trim_ascii();
        if let Some(title) = title(line, b"-----END PGP ") {
            if title != expected {
                return Err(MaterialError::Armour { line: number, detail: "the block ends with another name" });
            }
            let mut decoded = Vec::new();
            return match LENIENT.decode_vec(&*text, &mut decoded) {
                Ok(()) => Ok(Zeroizing::new(decoded)),
                Err(_) => {
                    decoded.zeroize();
                    Err(MaterialError::Armour { line: start, detail: "this block is no base64" })
                }
            };
        }
        // Headers end with an empty line; some writers leave both out.
        if headers && line.contains(&b':') {
            continue;
        }
        headers = false;
        if !line.starts_with(b"=") {
            text.extend_from_slice(line);
        }
    }
    Err(MaterialError::Armour { line: start, detail: "the end of this block is missing" })
}

/// The name in a block's first or last line.
fn title<'t>(line: &'t [u8], start: &[u8]) -> Option<&'t str> {
    let title = line.trim_ascii().strip_prefix(start)?.strip_suffix(b"-----")?;
    std::str::from_utf8(title).ok()
}

/// Bytes as base64 in lines of 64, without a line end after the last line, as Helm writes them, but with a checksum:
/// GnuPG 2.2 finds the end of base64 by a `=`, and where it has no padding (RSA of 3072 bits) the checksum's is the only
/// one. It refuses such files by Helm.
pub(crate) fn write(kind: BlockKind, bytes: &[u8]) -> String {
    let text = LENIENT.encode(bytes);
    let lines: Vec<&str> =
        (0..text.len()).step_by(LINE).filter_map(|at| text.get(at..text.len().min(at + LINE))).collect();
    let (title, checksum) = (kind.title(), LENIENT.encode(checksum(bytes)));
    format!("-----BEGIN PGP {title}-----\n\n{}\n={checksum}\n-----END PGP {title}-----", lines.join("\n"))
}

/// CRC-24 (RFC 9580 §6.1.1).
fn checksum(bytes: &[u8]) -> [u8; 3] {
    let shifted = |crc: u32| if crc & 0x80_0000 == 0 { crc << 1 } else { (crc << 1) ^ 0x0186_4CFB };
    let crc = bytes.iter().fold(0x00B7_04CE_u32, |crc, byte| {
        (0..8).fold(crc ^ (u32::from(*byte) << 16), |crc, _| shifted(crc) & 0x00FF_FFFF)
    });
    let [_, first, second, third] = crc.to_be_bytes();
    [first, second, third]
}

#[cfg(test)]
mod tests {
    use super::checksum;

    /// The check value of CRC-24/OPENPGP.
    #[test]
    fn the_checksum_is_openpgps() {
        assert_eq!(checksum(b"123456789"), [0x21, 0xCF, 0x02]);
    }
}
