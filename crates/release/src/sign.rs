//! Step 7: what signers make for a digest is pushed and attached to it, while no tag shows it.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::future::try_join_all;
use oci::{Descriptor, Digest, RawManifest, copy_manifest};

use crate::stage::Staged;
use crate::{Error, Ports, Result, Step};

/// Something that refers to a release: a signature or an attestation.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its manifest, with the release as `subject`.
    pub manifest: RawManifest,
    /// Its blobs.
    pub blobs: Vec<(Descriptor, Bytes)>,
}

/// Makes attachments for a digest.
#[async_trait]
pub trait Signer: Send + Sync {
    /// The attachments for `subject`; `existing` are the referrers it already has, so that a valid signature is
    /// reused instead of made again.
    async fn attachments(&self, subject: &Descriptor, existing: &[Descriptor]) -> Result<Vec<Attachment>>;
}

/// A staged chart with everything attached.
pub struct Signed<'a> {
    /// The chart as it is staged.
    pub staged: Staged<'a>,
    /// What was attached in this run.
    pub attached: Vec<Digest>,
}

/// Lets every signer work, pushes what they made and attaches it in one write.
///
/// # Errors
/// Whatever a signer or the store reports.
pub async fn sign<'a>(ports: &Ports<'_>, staged: Staged<'a>) -> Result<Signed<'a>> {
    if ports.signers.is_empty() {
        return Ok(Signed { staged, attached: Vec::new() });
    }
    ports.progress.step(Step::Sign, &staged.chart.reference);
    let subject = staged.manifest.descriptor();
    let existing = staged.store.referrers(&subject.digest).await?;
    let made = try_join_all(ports.signers.iter().map(|signer| signer.attachments(&subject, &existing))).await?;
    let made: Vec<Attachment> = made.into_iter().flatten().collect();
    try_join_all(made.iter().map(|one| copy_manifest(&*staged.store, &one.manifest, &one.blobs))).await?;
    let descriptors = made.iter().map(|one| one.manifest.referrer_descriptor()).collect::<Result<Vec<_>, _>>();
    let descriptors =
        descriptors.map_err(|error| Error::Plan { chart: staged.chart.path.clone(), detail: error.to_string() })?;
    staged.store.attach(&subject.digest, &descriptors).await?;
    Ok(Signed { staged, attached: descriptors.into_iter().map(|one| one.digest).collect() })
}
