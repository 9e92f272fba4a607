//! One search: what is known so far, and what may still be asked.

use bytes::Bytes;
use oci::{Descriptor, Digest, ManifestDocument, RawManifest, Reference, Store, StoreError};

use super::statement::Statement;
use super::subjects::{Attestation, Subject};
use super::{Evidence, Found, Judge, MAX_FETCHED};
use crate::clean;
use crate::contents::Image;
use crate::linked::{Linked, MAX_BYTES, Outline, Trust};

/// A document is base64 in an envelope, which is base64 in a bundle.
const MAX_ENVELOPE: u64 = 2 * MAX_BYTES;
/// Words about what could not be used.
const MAX_NOTES: usize = 20;

/// A search for one image.
pub(super) struct Search<'a> {
    image: &'a Image,
    pub(super) store: &'a dyn Store,
    judge: Option<&'a dyn Judge>,
    /// Platforms, then the index.
    pub(super) subjects: Vec<Subject>,
    /// BuildKit's entries in the index.
    pub(super) attestations: Vec<Attestation>,
    /// Referrers with the index of their subject.
    pub(super) referrers: Vec<(usize, Descriptor)>,
    left: usize,
    found: Found,
}

impl<'a> Search<'a> {
    pub(super) fn new(image: &'a Image, store: &'a dyn Store, judge: Option<&'a dyn Judge>) -> Self {
        Self {
            image,
            store,
            judge,
            subjects: Vec::new(),
            attestations: Vec::new(),
            referrers: Vec::new(),
            left: MAX_FETCHED,
            found: Found::default(),
        }
    }

    /// Whether nothing that can be used was found.
    pub(super) fn is_empty(&self) -> bool {
        self.found.documents.is_empty()
    }

    pub(super) fn finish(self) -> Found {
        self.found
    }

    pub(super) fn note(&mut self, note: &str) {
        if self.found.notes.len() < MAX_NOTES {
            self.found.notes.push(format!("{}: {}", self.image.reference, clean::text(note)));
        }
    }

    /// Lists the referrers of all subjects.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn list_referrers(&mut self) -> oci::Result<()> {
        for index in 0..self.subjects.len() {
            let Some(digest) = self.subjects.get(index).map(|subject| subject.digest.clone()) else { break };
            let listed = self.store.referrers(&digest).await;
            let listed = self.usable(listed)?.unwrap_or_default();
            self.referrers.extend(listed.into_iter().map(|referrer| (index, referrer)));
        }
        Ok(())
    }

    /// An attachment's manifest; none: it is not there, can't be read, or too many were read already.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn manifest(&mut self, named: Reference) -> oci::Result<Option<(RawManifest, ManifestDocument)>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        if left == 0 {
            self.note(&format!("more than {MAX_FETCHED} attachments: the rest is not looked at"));
        }
        let read = self.store.manifest(&named).await;
        if matches!((&read, &named), (Err(error), Reference::Tag(_)) if error.is_not_found()) {
            return Ok(None);
        }
        let Some(manifest) = self.usable(read)? else { return Ok(None) };
        match manifest.document() {
            Ok(document) => Ok(Some((manifest, document))),
            Err(error) => {
                self.note(&format!("{named}: {error}"));
                Ok(None)
            }
        }
    }

    /// A layer's content.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn layer(&mut self, layer: &Descriptor) -> oci::Result<Option<Bytes>> {
        let read = self.store.blob(layer, MAX_ENVELOPE).await;
        self.usable(read)
    }

    /// Tells failures that concern one object alone; the others end the search.
    fn usable<T>(&mut self, read: oci::Result<T>) -> oci::Result<Option<T>> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(
                error @ (StoreError::Unreachable { .. }
                | StoreError::Unauthenticated { .. }
                | StoreError::Denied { .. }
                | StoreError::Configuration { .. }),
            ) => Err(error),
            Err(error) => {
                self.note(&error.to_string());
                Ok(None)
            }
        }
    }

    /// What a signature is worth; none: it does not hold.
    pub(super) fn trust(&mut self, subject: &Digest, evidence: &Evidence<'_>) -> Option<Trust> {
        let Some(judge) = self.judge else { return Some(Trust::NotVerified) };
        match judge.judge(subject, evidence) {
            Ok(by) => Some(Trust::Verified(clean::text(&by))),
            Err(reason) => {
                self.note(&format!("an attestation of {subject} does not verify: {reason}"));
                None
            }
        }
    }

    /// Keeps the document in a statement about a subject.
    pub(super) fn keep_statement(&mut self, subject: &Subject, statement: &Statement<'_>, at: Kept<'_>) {
        if !statement.is_about(&subject.digest) {
            self.note(&format!("a statement in {} is about something else than {}", at.manifest, subject.digest));
            return;
        }
        self.keep(subject, statement.predicate, at);
    }

    /// Keeps a document.
    pub(super) fn keep(&mut self, subject: &Subject, document: &[u8], at: Kept<'_>) {
        match Outline::of(document) {
            Ok(outline) => self.found.documents.push(Linked {
                image: self.image.key.clone(),
                outline,
                location: clean::text(&format!("{}@{}", self.store.location(), at.manifest)),
                source: at.source,
                platform: subject.platform.clone(),
                trust: at.trust,
                bytes: Bytes::copy_from_slice(document),
            }),
            Err(error) => self.note(&format!("{}: {error}", at.manifest)),
        }
    }
}

/// Where a document was, and what it is worth.
pub(super) struct Kept<'a> {
    /// The manifest that holds it.
    pub(super) manifest: &'a Digest,
    /// In which way.
    pub(super) source: &'static str,
    /// What it is worth.
    pub(super) trust: Trust,
}
