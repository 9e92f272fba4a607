//! Clear-signed texts as Helm's library reads and writes them (RFC 9580 §7, `go-crypto`, `openpgp/clearsign`).
//!
//! ```text
//! -----BEGIN PGP SIGNED MESSAGE-----
//! Hash: SHA512
//!
//! <text; lines that begin with "-" get "- " in front; blanks at the end of lines don't count>
//! -----BEGIN PGP SIGNATURE-----
//!
//! <base64>
//! -----END PGP SIGNATURE-----
//! ```
//!
//! What stands before and after is not looked at, as in Helm.

use pgp::packet::Signature;

use crate::material::{BlockKind, blocks, signatures, write_armour};

/// Largest provenance file that is read.
pub const MAX_BYTES: usize = 4 << 20;
/// Most signatures of one text.
const MAX_SIGNATURES: usize = 64;

const BEGIN: &[u8] = b"-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &[u8] = b"-----BEGIN PGP SIGNATURE-----";
const END: &[u8] = b"-----END PGP SIGNATURE-----";

/// The values of `Hash:` that Helm's library takes.
const HASHES: &[&str] = &["MD5", "SHA1", "RIPEMD160", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-256", "SHA3-512"];

/// Why a text is no clear-signed one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Over the limit.
    #[error("a provenance file of {bytes} bytes is larger than the limit of {limit}", limit = MAX_BYTES)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// No clear-signed text in it.
    #[error("signature block not found: {detail}")]
    NotFound {
        /// What is missing.
        detail: String,
    },
    /// Its signature can't be read.
    #[error("its signature can't be read: {detail}")]
    Signature {
        /// Why.
        detail: String,
    },
}

impl DocumentError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        "a provenance file is a clear-signed text, as `portolan package --sign` and `helm package --sign` write it"
    }
}

/// A clear-signed text.
pub(crate) struct Document {
    /// The text without escapes and without blanks at the end of lines, lines ended by `\n` but the last.
    pub(crate) text: Vec<u8>,
    /// Its signatures, unverified.
    pub(crate) signatures: Vec<Signature>,
}

impl Document {
    /// The bytes that are signed: lines ended by CRLF, but the last.
    pub(crate) fn signed(&self) -> Vec<u8> {
        signed(&self.text)
    }
}

/// The bytes that a signature of a text covers.
pub(crate) fn signed(text: &[u8]) -> Vec<u8> {
    text.split(|byte| *byte == b'\n').collect::<Vec<_>>().join(&b"\r\n"[..])
}

/// Reads the first clear-signed text.
///
/// # Errors
/// [`DocumentError`].
pub(crate) fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    if bytes.len() > MAX_BYTES {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    let missing = |detail: &str| DocumentError::NotFound { detail: detail.to_owned() };
    let mut lines = Lines { rest: bytes };
    if !lines.any(|line| line.starts_with(BEGIN)) {
        return Err(missing(if bytes.windows(SIGNATURE.len()).any(|window| window == SIGNATURE) {
            "this is a detached signature"
        } else {
            "no line -----BEGIN PGP SIGNED MESSAGE-----"
        }));
    }
    headers(&mut lines)?;
    let text = text(&mut lines).ok_or_else(|| missing("no line -----BEGIN PGP SIGNATURE-----"))?;
    Ok(Document { text, signatures: read_signatures(lines.rest)? })
}

/// Lines ended by LF or CRLF.
struct Lines<'t> {
    rest: &'t [u8],
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let (line, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.get(1..).unwrap_or_default();
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// Only `Hash:` is allowed: any other header could be taken for text by a reader.
fn headers(lines: &mut Lines<'_>) -> Result<(), DocumentError> {
    for line in lines {
        let line = String::from_utf8_lossy(line);
        if line.trim().is_empty() {
            return Ok(());
        }
        let (name, values) = line.split_once(':').unwrap_or((&line, ""));
        let known = |value: &str| HASHES.contains(&value.trim().to_uppercase().as_str());
        if name.trim() != "Hash" || !values.split(',').all(known) {
            let detail =
                format!("header {:?} is not allowed before the text", line.chars().take(60).collect::<String>());
            return Err(DocumentError::NotFound { detail });
        }
    }
    Err(DocumentError::NotFound { detail: "the file ends in its headers".to_owned() })
}

/// The text up to the signature.
fn text(lines: &mut Lines<'_>) -> Option<Vec<u8>> {
    let mut found: Vec<&[u8]> = Vec::new();
    loop {
        let before = lines.rest;
        let line = lines.next()?;
        if line == SIGNATURE {
            lines.rest = before;
            return Some(found.join(&b"\n"[..]));
        }
        let line = line.strip_prefix(b"- ").unwrap_or(line);
        found.push(trim_end(line, b" \t"));
    }
}

fn read_signatures(bytes: &[u8]) -> Result<Vec<Signature>, DocumentError> {
    let end = bytes.windows(END.len()).position(|window| window == END);
    let end =
        end.ok_or_else(|| DocumentError::NotFound { detail: "no line -----END PGP SIGNATURE-----".to_owned() })?;
    let armour = bytes.get(..end.saturating_add(END.len())).unwrap_or(bytes);
    let unreadable = |detail: String| DocumentError::Signature { detail };
    let blocks = blocks(armour).map_err(|error| unreadable(error.to_string()))?;
    let block = blocks.first().ok_or_else(|| unreadable("no armour".to_owned()))?;
    let signatures = signatures(&block.bytes).map_err(|error| unreadable(error.to_string()))?;
    if signatures.is_empty() || signatures.len() > MAX_SIGNATURES {
        return Err(unreadable(format!("it holds {} signatures, not 1 to {MAX_SIGNATURES}", signatures.len())));
    }
    Ok(signatures)
}

fn trim_end<'t>(line: &'t [u8], blanks: &[u8]) -> &'t [u8] {
    let end = line.iter().rposition(|byte| !blanks.contains(byte)).map_or(0, |last| last.saturating_add(1));
    line.get(..end).unwrap_or(line)
}

/// A text as it is signed: without blanks at the end of lines.
pub(crate) fn trimmed(text: &str) -> String {
    text.split('\n').map(|line| line.trim_end_matches([' ', '\t', '\r'])).collect::<Vec<_>>().join("\n")
}

/// Writes a text, trimmed before, with its signature.
///
/// # Errors
/// What the signature's writer says.
pub(crate) fn write(text: &str, signature: &Signature) -> Result<Vec<u8>, String> {
    let escaped = |line: &str| if line.starts_with('-') { format!("- {line}") } else { line.to_owned() };
    let lines = text.split('\n').map(escaped).collect::<Vec<_>>().join("\n");
    let hash = signature.hash_alg().map(|hash| hash.to_string()).unwrap_or_default();
    let mut packet = Vec::new();
    pgp::packet::PacketTrait::to_writer_with_header(signature, &mut packet).map_err(|error| error.to_string())?;
    let armour = write_armour(BlockKind::Signature, &packet);
    Ok(format!("-----BEGIN PGP SIGNED MESSAGE-----\nHash: {hash}\n\n{lines}\n{armour}").into_bytes())
}
