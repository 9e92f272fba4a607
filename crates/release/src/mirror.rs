//! Step 13, and `portolan mirror`: the same graph by digest at another place, its tag last there too.

use oci::{CopyScope, Digest, RawManifest, Reference, Store, Tag, TagRule, copy, copy_manifest};
use signing::{Attachment, classic};

use crate::commit::Published;
use crate::verify::{tag_agrees, verify};
use crate::{Error, Place, Ports, Result, Step};

/// What a mirror holds after a run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mirrored {
    /// The mirror.
    pub place: String,
    /// Reference of the copy.
    pub reference: String,
    /// Manifests and blobs that were written.
    pub written: usize,
    /// Referrers that came along, as digests.
    pub referrers: Vec<String>,
    /// Why the mirror is behind, if it is.
    pub behind: Option<String>,
}

/// Copies everything published to every mirror. A mirror that fails is reported as behind: running again completes it.
pub async fn mirror_all(ports: &Ports<'_>, published: &[Published<'_>]) -> Vec<Mirrored> {
    let mut mirrored = Vec::new();
    for place in &ports.mirrors {
        for chart in published {
            let reference = format!("{}/{}:{}", place.location(), chart.chart.name, chart.chart.tag);
            ports.progress.step(Step::Mirror, &reference);
            mirrored.push(to_place(ports, *place, chart, &reference).await.unwrap_or_else(|error| Mirrored {
                place: place.location(),
                reference: reference.clone(),
                written: 0,
                referrers: Vec::new(),
                behind: Some(error.to_string()),
            }));
        }
    }
    mirrored
}

async fn to_place(ports: &Ports<'_>, place: &dyn Place, chart: &Published<'_>, reference: &str) -> Result<Mirrored> {
    let from = ports.target.open(&chart.chart.repository).await?;
    let to = place.open(&place.repository(&chart.chart.name)?).await?;
    let (written, referrers) = mirror(&*from, &*to, &chart.manifest, &chart.chart.tag, reference).await?;
    Ok(Mirrored { place: place.location(), reference: reference.to_owned(), written, referrers, behind: None })
}

/// Copies a manifest with its referrers and signature tags, verifies the copy, then sets the tag.
/// Returns how many manifests and blobs were written, and the referrers.
///
/// # Errors
/// [`Error::Conflict`] when the mirror has other content under the tag; whatever the stores report.
pub async fn mirror(
    from: &dyn Store,
    to: &dyn Store,
    manifest: &RawManifest,
    tag: &Tag,
    reference: &str,
) -> Result<(usize, Vec<String>)> {
    refuse_other(to, tag, &manifest.digest, reference).await?;
    let copied = copy(from, to, &manifest.digest, CopyScope::WithReferrers).await?;
    let signatures = copy_signature_tags(from, to, &manifest.digest).await?;
    let unsound = |source| Error::Verification { reference: reference.to_owned(), source };
    let verified = verify(to, &Reference::Digest(manifest.digest.clone())).await.map_err(unsound)?;
    tag_agrees(tag, &verified.chart).map_err(unsound)?;
    if !refuse_other(to, tag, &manifest.digest, reference).await? {
        to.tag(tag, manifest, TagRule::Keep).await?;
    }
    let found = to.manifest(&Reference::Tag(tag.clone())).await?;
    if found.digest != manifest.digest {
        let (found, ours) = (found.digest, manifest.digest.clone());
        return Err(Error::Moved { reference: reference.to_owned(), found, ours });
    }
    let referrers = copied.referrers.iter().map(Digest::to_string).collect();
    Ok((copied.manifests + copied.blobs + signatures, referrers))
}

/// Whether the tag holds ours already; an error when it holds something else.
async fn refuse_other(to: &dyn Store, tag: &Tag, ours: &Digest, reference: &str) -> Result<bool> {
    match to.manifest(&Reference::Tag(tag.clone())).await {
        Ok(found) if found.digest != *ours => Err(Error::Conflict {
            reference: reference.to_owned(),
            published: found.digest,
            ours: ours.clone(),
            differences: "  the mirror was not written".to_owned(),
        }),
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() || error.is_access() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Signatures and attestations in cosign's tag form are not referrers, so they are looked for by name. What the mirror
/// has of others under the same tag stays: its manifest gets ours added.
async fn copy_signature_tags(from: &dyn Store, to: &dyn Store, digest: &Digest) -> Result<usize> {
    let mut written = 0;
    for suffix in [".sig", ".att", ".sbom"] {
        let tag = Tag::parse(&format!("{}{suffix}", digest.referrers_tag())).map_err(oci::StoreError::from)?;
        let Some(found) = held(from, &tag).await? else { continue };
        let copied = copy(from, to, &found.digest, CopyScope::Manifest).await?;
        written += copied.manifests + copied.blobs;
        match held(to, &tag).await? {
            Some(theirs) if theirs.digest == found.digest => {}
            // One document of one tool: two in one manifest would be none that readers know.
            Some(theirs) if suffix != ".sbom" => written += join(to, &tag, &theirs, &found).await?,
            _ => to.tag(&tag, &found, TagRule::Move).await?,
        }
    }
    Ok(written)
}

async fn held(store: &dyn Store, tag: &Tag) -> Result<Option<RawManifest>> {
    match store.manifest(&Reference::Tag(tag.clone())).await {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Adds what `ours` holds to what the tag holds; returns the number of objects written.
async fn join(to: &dyn Store, tag: &Tag, theirs: &RawManifest, ours: &RawManifest) -> Result<usize> {
    let refused = |source| Error::Signing { reference: format!("{}:{tag}", to.location()), source };
    let Some(Attachment { manifest, blobs }) = classic::joined(theirs, ours).map_err(refused)? else { return Ok(0) };
    copy_manifest(to, &manifest, &blobs).await?;
    to.tag(tag, &manifest, TagRule::Move).await?;
    Ok(1 + blobs.len())
}
