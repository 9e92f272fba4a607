//! Step 3: cosign's attestations under a tag.

use oci::{Descriptor, Digest, RawManifest, Reference, Tag};

use super::Evidence;
use super::search::{Kept, Search};
use super::statement::{Statement, is_document, of_envelope};
use super::subjects::Subject;
use crate::linked::Trust;

/// The type of their layers.
const ENVELOPE: &str = "application/vnd.dsse.envelope.v1+json";
/// The annotation that says what is in a layer.
const PREDICATE_TYPE: &str = "predicateType";
/// Layers of one manifest that are read.
const MAX_LAYERS: usize = 50;

/// The tag of a subject's attachments.
///
/// # Errors
/// Never of a digest.
pub(super) fn tag(subject: &Digest, end: &str) -> oci::Result<Reference> {
    Ok(Reference::Tag(Tag::parse(&format!("{}.{end}", subject.referrers_tag()))?))
}

impl Search<'_> {
    /// Looks at the attestations of all subjects.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn attestation_tags(&mut self) -> oci::Result<()> {
        for subject in self.subjects.clone() {
            let named = tag(&subject.digest, "att")?;
            let Some((manifest, document)) = self.manifest(named).await? else { continue };
            let may_hold = |layer: &&Descriptor| {
                layer.media_type == ENVELOPE
                    && layer.annotations.get(PREDICATE_TYPE).is_none_or(|kind| is_document(kind))
            };
            for layer in document.layers.iter().flatten().filter(may_hold).take(MAX_LAYERS) {
                self.attestation(&subject, &manifest, layer).await?;
            }
        }
        Ok(())
    }

    async fn attestation(&mut self, subject: &Subject, manifest: &RawManifest, layer: &Descriptor) -> oci::Result<()> {
        let Some(envelope) = self.layer(layer).await? else { return Ok(()) };
        let opened = of_envelope(&envelope);
        match opened.as_deref().map_err(Clone::clone).and_then(Statement::read) {
            Ok(statement) if statement.is_document() => {
                let evidence = Evidence::Layer { manifest, layer, envelope: &envelope };
                if let Some(trust) = self.trust(&subject.digest, &evidence) {
                    self.keep_statement(subject, &statement, kept(&manifest.digest, trust));
                }
            }
            Ok(_) => {}
            Err(reason) => self.note(&format!("{}: {reason}", manifest.digest)),
        }
        Ok(())
    }
}

fn kept(manifest: &Digest, trust: Trust) -> Kept<'_> {
    Kept { manifest, source: "cosign attestation", trust }
}
