//! The documents that an image has of its own, where it is published.
//!
//! [`find`] looks in this order and stops at the first step that gives a document that can be used:
//!
//! 1. The reference is resolved to its index and the manifests of platforms in it; documents may hang on either.
//! 2. Sigstore bundles among the referrers of the platforms, then of the index.
//! 3. cosign's older attestations under the tags `sha256-<hex>.att`.
//! 4. BuildKit's attestations within the index, or among the referrers. Unsigned.
//! 5. Plain referrers with a document as layer. Unsigned.
//! 6. The tag `sha256-<hex>.sbom`. Unsigned, and no longer written by anybody.
//!
//! Whether a signature holds is the [`Judge`]'s to say; without one, documents are marked as not verified. What a judge
//! refuses is not used.

mod attached;
mod attestations;
mod buildkit;
mod bundles;
mod json;
mod search;
mod statement;
mod subjects;

#[cfg(test)]
mod tests;

use oci::{Descriptor, Digest, RawManifest, Store};

use crate::contents::Image;
use crate::linked::Linked;
use search::Search;

/// Manifests of attachments that are read for one image.
pub const MAX_FETCHED: usize = 50;
/// Manifests of platforms whose attachments are looked at.
pub const MAX_SUBJECTS: usize = 16;
/// Indexes within indexes.
pub const MAX_NESTING: usize = 4;

/// Says whose signature it is.
pub trait Judge: Send + Sync {
    /// Who signed, if the signature over something about `subject` holds.
    ///
    /// # Errors
    /// Why it does not.
    fn judge(&self, subject: &Digest, evidence: &Evidence<'_>) -> Result<String, String>;
}

/// A signed statement as it is stored.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// A sigstore bundle.
    Bundle(&'a [u8]),
    /// A layer of a `.att` manifest: signature, certificate and log entry are in its annotations.
    Layer {
        /// The manifest.
        manifest: &'a RawManifest,
        /// The layer.
        layer: &'a Descriptor,
        /// Its content: a DSSE envelope.
        envelope: &'a [u8],
    },
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The documents.
    pub documents: Vec<Linked>,
    /// What was there and could not be used, in words.
    pub notes: Vec<String>,
}

/// Looks for the documents of an image in its repository.
///
/// # Errors
/// The registry can't be reached or entered, or does not have the image.
pub async fn find(image: &Image, store: &dyn Store, judge: Option<&dyn Judge>) -> oci::Result<Found> {
    let Some(reference) = image.parsed.as_ref() else { return Ok(Found::default()) };
    let mut search = Search::new(image, store, judge);
    search.resolve(reference).await?;
    search.list_referrers().await?;
    search.bundles().await?;
    if search.is_empty() {
        search.attestation_tags().await?;
    }
    if search.is_empty() {
        search.buildkit().await?;
    }
    if search.is_empty() {
        search.plain_referrers().await?;
    }
    if search.is_empty() {
        search.document_tags().await?;
    }
    Ok(search.finish())
}
