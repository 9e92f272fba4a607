//! Step 2: sigstore bundles among the referrers.

use oci::{Descriptor, Reference};

use super::Evidence;
use super::search::{Kept, Search};
use super::statement::{Statement, is_document, of_bundle};
use super::subjects::{Subject, is_of_unknown_kind};

/// What the types of bundles begin with.
const BUNDLE: &str = "application/vnd.dev.sigstore.bundle";
/// The annotation that says what is in a bundle.
const PREDICATE_TYPE: &str = "dev.sigstore.bundle.predicateType";

impl Search<'_> {
    /// Looks at all bundles that may hold a document.
    ///
    /// # Errors
    /// The registry can't be reached or entered.
    pub(super) async fn bundles(&mut self) -> oci::Result<()> {
        let may_hold = |referrer: &Descriptor| {
            let is_bundle = referrer.artifact_type.as_deref().is_some_and(|kind| kind.starts_with(BUNDLE));
            (is_bundle || is_of_unknown_kind(referrer))
                && referrer.annotations.get(PREDICATE_TYPE).is_none_or(|kind| is_document(kind))
        };
        for (subject, referrer) in self.referrers_where(may_hold) {
            self.bundle(&subject, &referrer).await?;
        }
        Ok(())
    }

    async fn bundle(&mut self, subject: &Subject, referrer: &Descriptor) -> oci::Result<()> {
        let Some((manifest, document)) = self.manifest(Reference::Digest(referrer.digest.clone())).await? else {
            return Ok(());
        };
        let layers = document.layers.unwrap_or_default();
        let [layer] = layers.as_slice() else { return Ok(()) };
        if !layer.media_type.starts_with(BUNDLE) {
            return Ok(());
        }
        let Some(bundle) = self.layer(layer).await? else { return Ok(()) };
        let opened = of_bundle(&bundle);
        let read = opened.as_deref().map_err(Clone::clone).and_then(Statement::read);
        match read {
            Ok(statement) if statement.is_document() => {
                let trust = self.trust(&subject.digest, &Evidence::Bundle(&bundle));
                if let Some(trust) = trust {
                    let at = Kept { manifest: &manifest.digest, source: "sigstore bundle", trust };
                    self.keep_statement(subject, &statement, at);
                }
            }
            Ok(_) => {}
            Err(reason) => self.note(&format!("{}: {reason}", manifest.digest)),
        }
        Ok(())
    }
}
