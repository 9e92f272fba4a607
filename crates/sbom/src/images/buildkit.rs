//! Step 4: BuildKit's attestations: entries of the index, in the older form images without content, in the newer one
//! artifacts with a subject; a registry may list those among the referrers.

use oci::{Descriptor, Digest, Reference};

use super::search::{Kept, Search};
use super::statement::{Statement, is_document};
use super::subjects::{Attestation, DOCKER_ATTESTATION, Subject};
use crate::linked::Trust;

/// The type of their layers.
const STATEMENT: &str = "application/vnd.in-toto+json";
/// The annotation that says what is in a layer.
const PREDICATE_TYPE: &str = "in-toto.io/predicate-type";
/// Layers of one manifest that are read.
const MAX_LAYERS: usize = 16;

impl Search<'_> {
    /// Looks at all attestations of BuildKit.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn buildkit(&mut self) -> oci::Result<()> {
        let is_attestation = |referrer: &Descriptor| referrer.artifact_type.as_deref() == Some(DOCKER_ATTESTATION);
        let referrers = self.referrers_where(is_attestation);
        let referrers = referrers.into_iter().map(|(subject, referrer)| (referrer.digest, Some(subject.digest)));
        let entries = self.attestations.clone().into_iter().map(|Attestation { digest, about }| (digest, about));
        let mut all: Vec<(Digest, Option<Digest>)> = Vec::new();
        for (digest, about) in entries.chain(referrers) {
            if !all.iter().any(|(known, _)| *known == digest) {
                all.push((digest, about));
            }
        }
        for (digest, about) in all {
            self.statements(digest, about).await?;
        }
        Ok(())
    }

    async fn statements(&mut self, digest: Digest, about: Option<Digest>) -> oci::Result<()> {
        let Some((manifest, document)) = self.manifest(Reference::Digest(digest)).await? else { return Ok(()) };
        let about = about.or_else(|| document.subject.as_ref().map(|subject| subject.digest.clone()));
        let Some(subject) = about.and_then(|about| self.subject(&about)) else {
            self.note(&format!("{}: it is about none of the image's platforms", manifest.digest));
            return Ok(());
        };
        let may_hold = |layer: &&Descriptor| {
            layer.media_type == STATEMENT && layer.annotations.get(PREDICATE_TYPE).is_some_and(|kind| is_document(kind))
        };
        for layer in document.layers.iter().flatten().filter(may_hold).take(MAX_LAYERS) {
            self.statement(&subject, &manifest.digest, layer).await?;
        }
        Ok(())
    }

    async fn statement(&mut self, subject: &Subject, manifest: &Digest, layer: &Descriptor) -> oci::Result<()> {
        let Some(statement) = self.layer(layer).await? else { return Ok(()) };
        match Statement::read(&statement) {
            Ok(statement) if statement.is_document() => {
                let at = Kept { manifest, source: "BuildKit attestation", trust: Trust::Unsigned };
                self.keep_statement(subject, &statement, at);
            }
            Ok(_) => {}
            Err(reason) => self.note(&format!("{manifest}: {reason}")),
        }
        Ok(())
    }
}
