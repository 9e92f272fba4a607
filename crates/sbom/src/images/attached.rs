//! Steps 5 and 6: documents as they are, among the referrers or under a tag.

use oci::{Descriptor, Digest, ManifestDocument, Reference};

use super::attestations::tag;
use super::search::{Kept, Search};
use super::subjects::{Subject, is_of_unknown_kind};
use crate::linked::Trust;

/// Types of documents, without parameters.
const DOCUMENTS: [&str; 3] = ["application/spdx+json", "application/vnd.cyclonedx+json", "text/spdx+json"];
/// Layers of one manifest that are read.
const MAX_LAYERS: usize = 8;

impl Search<'_> {
    /// Looks at referrers that are documents.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn plain_referrers(&mut self) -> oci::Result<()> {
        let is_plain = |referrer: &Descriptor| {
            referrer.artifact_type.as_deref().is_some_and(is_document) || is_of_unknown_kind(referrer)
        };
        for (subject, referrer) in self.referrers_where(is_plain) {
            let named = Reference::Digest(referrer.digest.clone());
            let Some((manifest, document)) = self.manifest(named).await? else { continue };
            self.documents(&subject, (&manifest.digest, &document), "referrer").await?;
        }
        Ok(())
    }

    /// Looks at documents under the old tags.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn document_tags(&mut self) -> oci::Result<()> {
        for subject in self.subjects.clone() {
            let named = tag(&subject.digest, "sbom")?;
            let Some((manifest, document)) = self.manifest(named).await? else { continue };
            self.documents(&subject, (&manifest.digest, &document), "tag .sbom").await?;
        }
        Ok(())
    }

    async fn documents(
        &mut self,
        subject: &Subject,
        (manifest, document): (&Digest, &ManifestDocument),
        source: &'static str,
    ) -> oci::Result<()> {
        let is_document = |layer: &&Descriptor| is_document(&layer.media_type);
        for layer in document.layers.iter().flatten().filter(is_document).take(MAX_LAYERS) {
            if let Some(document) = self.layer(layer).await? {
                self.keep(subject, &document, Kept { manifest, source, trust: Trust::Unsigned });
            }
        }
        Ok(())
    }
}

fn is_document(media_type: &str) -> bool {
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    DOCUMENTS.contains(&plain)
}
