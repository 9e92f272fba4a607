//! The manifest under cosign's `.sig` tag: it holds the signatures of everybody, and whoever writes it may overwrite what
//! another wrote at the same moment. So it is read back, and written again with both.

use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, TagRule, copy_manifest};
use signing::{Attachment, Signature, classic};

use super::held::Present;
use super::wanted::Made;
use crate::stage::Staged;
use crate::{Error, Result};

/// Times the tag is written, if others keep overwriting it.
const MOST_WRITES: usize = 10;

/// Our classic signature as the tag shows it.
#[derive(Clone, Debug)]
pub struct Classic {
    /// The layer with our signature.
    layer: Descriptor,
    /// Payload and signature, if this run made them.
    made: Option<(Vec<u8>, Signature)>,
    /// The manifest that holds it.
    pub manifest: Digest,
}

impl Classic {
    /// Whether an earlier run made it.
    pub fn is_reused(&self) -> bool {
        self.made.is_none()
    }

    /// Whether a manifest holds our signature.
    pub(super) fn is_in(&self, manifest: &RawManifest) -> bool {
        let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
        let signature = |layer: &Descriptor| layer.annotations.get(classic::SIGNATURE).cloned();
        layers.iter().any(|one| one.digest == self.layer.digest && signature(one) == signature(&self.layer))
    }
}

/// Adds our signature to what the tag holds, unless an earlier run did.
///
/// # Errors
/// [`Error::SignatureTag`] when the tag can't be written or does not keep what is written.
pub(super) async fn show(
    store: &dyn Store,
    staged: &Staged<'_>,
    present: &Present,
    made: &Made,
) -> Result<Option<Classic>> {
    let held = present.held.classic.as_ref();
    match (&made.classic, &made.kept.payload, held) {
        (Some(entry), _, held) => write(store, staged, held.cloned(), entry.clone()).await.map(Some),
        (None, Some(layer), Some(held)) => {
            Ok(Some(Classic { layer: layer.clone(), made: None, manifest: held.digest.clone() }))
        }
        _ => Ok(None),
    }
}

/// Writes a signature of this run once more, after somebody overwrote it.
///
/// # Errors
/// As [`show`].
pub(super) async fn show_again(store: &dyn Store, staged: &Staged<'_>, ours: &Classic) -> Result<()> {
    let Some(entry) = &ours.made else { return Ok(()) };
    store.settle().await;
    let held = read(store, staged).await?;
    write(store, staged, held, entry.clone()).await.map(drop)
}

async fn write(
    store: &dyn Store,
    staged: &Staged<'_>,
    mut held: Option<RawManifest>,
    entry: (Vec<u8>, Signature),
) -> Result<Classic> {
    let tag = classic::tag(&staged.manifest.digest);
    let layer = layer_of(&entry);
    let mut ours = Classic { layer, made: Some(entry.clone()), manifest: staged.manifest.digest.clone() };
    for _ in 0..MOST_WRITES {
        let Attachment { manifest, blobs } = extended(staged, held.as_ref(), &entry)?;
        copy_manifest(store, &manifest, &blobs).await?;
        store.tag(&tag, &manifest, TagRule::Move).await.map_err(|source| refused(staged, source))?;
        held = read(store, staged).await?;
        if let Some(found) = held.as_ref().filter(|found| ours.is_in(found)) {
            ours.manifest = found.digest.clone();
            return Ok(ours);
        }
        store.settle().await;
    }
    let detail = format!("it was overwritten {MOST_WRITES} times by other writers");
    Err(refused(staged, StoreError::Unreachable { location: store.location(), detail }))
}

fn extended(staged: &Staged<'_>, held: Option<&RawManifest>, entry: &(Vec<u8>, Signature)) -> Result<Attachment> {
    let entries = std::slice::from_ref(entry);
    let Some(held) = held else { return Ok(classic::manifest(entries)) };
    classic::extend(held, entries)
        .map_err(|source| Error::Signing { reference: staged.chart.reference.clone(), source })
}

/// The layer that a signature becomes.
fn layer_of(entry: &(Vec<u8>, Signature)) -> Descriptor {
    let alone = classic::manifest(std::slice::from_ref(entry)).manifest;
    let layers = alone.document().ok().and_then(|document| document.layers).unwrap_or_default();
    layers.into_iter().next().unwrap_or_else(|| Descriptor::of(classic::PAYLOAD_TYPE, &entry.0))
}

async fn read(store: &dyn Store, staged: &Staged<'_>) -> Result<Option<RawManifest>> {
    match store.manifest(&Reference::Tag(classic::tag(&staged.manifest.digest))).await {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A tag that can't be changed any more is a matter of the repository's settings, and has its own words.
fn refused(staged: &Staged<'_>, source: StoreError) -> Error {
    match source {
        StoreError::Refused { .. } | StoreError::TagMoved { .. } => Error::SignatureTag {
            reference: staged.chart.reference.clone(),
            tag: classic::tag(&staged.manifest.digest).to_string(),
            source: Box::new(source),
        },
        source => source.into(),
    }
}
