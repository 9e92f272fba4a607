//! Verifying a provenance file.
//!
//! The steps of [`verify`]; those that Helm has too say nothing more, the others tell that Helm goes on:
//!
//! 1. The file is a clear-signed text.
//! 2. A key of the keyring made the first signature whose maker is known, and that signature is good.
//! 3. It is over SHA-224 or better. (Helm takes SHA-1.)
//! 4. The key may sign now: not revoked, not expired, bound by strong signatures ([`crate::judge`]).
//! 5. The text names the archive, by its file name, with its SHA-256 digest in lower case.
//! 6. The metadata in the text is the chart's. (Helm does not compare it.)
//!
//! Sources: Helm's `pkg/provenance/sign.go` (`Verify`), `go-crypto` (`openpgp/read.go`).

mod metadata;
mod refusal;
mod signer;
#[cfg(test)]
mod tests;

use chart::Metadata;
use sha2::{Digest as _, Sha256};

pub use refusal::Refusal;

use crate::document::{self, Document};
use crate::signature::{created, hash_name};
use crate::{Error, Keyring, message};

/// Most YAML nodes of either part of the text.
const MAX_NODES: usize = 100_000;

/// What a provenance file proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Fingerprint of the primary key, in upper-case hexadecimal: what `helm verify` prints.
    pub fingerprint: String,
    /// Fingerprint of the key that made the signature: the primary key or a subkey.
    pub signing_fingerprint: String,
    /// Key id of the key that made the signature, in upper-case hexadecimal.
    pub key_id: String,
    /// The names that the key's holder signed.
    pub user_ids: Vec<String>,
    /// The digest that the signature is over, `SHA512`.
    pub hash: String,
    /// When the signature was made, as it says itself, in Unix seconds.
    pub time: i64,
    /// Whether a subkey made it.
    pub signed_with_subkey: bool,
    /// The archive's digest, `sha256:<hex>`.
    pub archive_digest: String,
}

/// A chart's archive as a provenance file names it.
pub(crate) struct Archive<'a> {
    /// File name without folders.
    pub(crate) name: &'a str,
    /// SHA-256 in lower-case hexadecimal.
    pub(crate) sha256: &'a str,
    /// What the chart in it says.
    pub(crate) metadata: &'a Metadata,
}

/// Verifies that a provenance file proves a chart's archive.
///
/// `archive_name` is the archive's file name without folders, `metadata` what the chart in it says
/// ([`chart::load_archive`]), `now` is in Unix seconds.
///
/// # Errors
/// [`Error::Document`], [`Error::Refused`].
pub fn verify(
    provenance: &[u8],
    archive_name: &str,
    archive: &[u8],
    metadata: &Metadata,
    keyring: &Keyring,
    now: i64,
) -> Result<Verified, Error> {
    let sha256 = Sha256::digest(archive).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    verify_archive(provenance, &Archive { name: archive_name, sha256: &sha256, metadata }, keyring, now)
}

/// What can be said without any key: the file is a clear-signed text that names the archive and describes its chart (steps
/// 1, 5 and 6). Whoever has no keyring learns so that it at least belongs to this archive.
///
/// # Errors
/// [`Error::Document`], [`Error::Refused`].
pub fn agree(provenance: &[u8], archive_name: &str, archive: &[u8], metadata: &Metadata) -> Result<(), Error> {
    let sha256 = Sha256::digest(archive).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let archive = Archive { name: archive_name, sha256: &sha256, metadata };
    let document = document::read(provenance)?;
    let (about, sums) = message::parts(&document.text).ok_or(Refusal::NoSums)?;
    sum(sums, &archive)?;
    Ok(metadata::agree(about, archive.metadata)?)
}

/// As [`verify`], for an archive whose digest is known.
pub(crate) fn verify_archive(
    provenance: &[u8],
    archive: &Archive<'_>,
    keyring: &Keyring,
    now: i64,
) -> Result<Verified, Error> {
    // 1. A clear-signed text.
    let document = document::read(provenance)?;
    // 2. to 4. Whose it is.
    let signer = signer::find(&document, keyring, now)?;
    // 5. The archive.
    let (about, sums) = message::parts(&document.text).ok_or(Refusal::NoSums)?;
    let archive_digest = sum(sums, archive)?;
    // 6. The metadata.
    metadata::agree(about, archive.metadata)?;
    Ok(Verified { archive_digest, ..proven(&document, &signer) })
}

fn proven(document: &Document, signer: &signer::Signer<'_>) -> Verified {
    let signature = document.signatures.get(signer.index);
    Verified {
        fingerprint: signer.certificate.fingerprint(),
        signing_fingerprint: signer.fingerprint.clone(),
        key_id: signer.key_id.clone(),
        user_ids: signer.names.clone(),
        hash: signature.map(hash_name).unwrap_or_default(),
        time: signature.map_or(0, created),
        signed_with_subkey: signer.is_subkey,
        archive_digest: String::new(),
    }
}

/// Step 5.
fn sum(sums: &[u8], archive: &Archive<'_>) -> Result<String, Refusal> {
    let unreadable = |detail: String| Refusal::Sums { detail };
    let sums = goyaml::to_json_within(sums, MAX_NODES).map_err(|error| unreadable(error.to_string()))?;
    let files = sums.as_ref().and_then(|sums| sums.get("files"));
    let found = files.and_then(|files| files.get(archive.name)).ok_or_else(|| Refusal::NoSum {
        name: archive.name.to_owned(),
        named: files
            .and_then(|files| files.as_object())
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .take(5)
            .collect::<Vec<_>>()
            .join(", "),
    })?;
    let found = found.as_str().ok_or_else(|| unreadable(format!("the sum of {:?} is no text", archive.name)))?;
    let expected = format!("sha256:{}", archive.sha256);
    if found == expected {
        return Ok(expected);
    }
    Err(Refusal::OtherSum { name: archive.name.to_owned(), found: found.chars().take(100).collect(), expected })
}
