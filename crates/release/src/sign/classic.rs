//! The manifest under cosign's `.sig` tag: it holds the signatures of everybody, and whoever writes it may overwrite what
//! another wrote at the same moment. So it is written only over what was read, also when the answer to a write was lost;
//! [`super::check()`] reads it back, and has it written again with both.

use bytes::Bytes;
use futures_util::future::join;
use oci::{Descriptor, Digest, RawManifest, Reference, Store, StoreError, Tag, TagRule, copy_manifest};
use signing::{Attachment, Signature, classic};

use super::held::Present;
use super::wanted::Made;
use crate::stage::Staged;
use crate::{Error, Result};

/// Times the tag is looked at and written, if others keep overwriting it.
const MOST_WRITES: usize = 20;

/// Our classic signature as the tag shows it.
#[derive(Clone, Debug)]
pub struct Classic {
    /// The layer with our signature.
    layer: Descriptor,
    /// Payload and signature, if this run made them.
    made: Option<(Vec<u8>, Signature)>,
    /// The manifest that holds it.
    pub manifest: Digest,
    /// The same with everything in it: what others have signed in it is shown again with ours.
    whole: RawManifest,
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

/// What is to be shown under the tag.
pub(super) enum Prepared {
    /// No signature.
    Nothing,
    /// One of an earlier run.
    Kept(Box<Classic>),
    /// One of this run, in a manifest with what the tag held when it was looked at.
    New(Box<New>),
}

/// A signature of this run.
pub(super) struct New {
    ours: Classic,
    entry: (Vec<u8>, Signature),
    attachment: Attachment,
}

impl Prepared {
    /// Blobs that must be there before the tag can show it.
    pub(super) fn blobs(&self) -> &[(Descriptor, Bytes)] {
        match self {
            Self::New(new) => &new.attachment.blobs,
            Self::Nothing | Self::Kept(_) => &[],
        }
    }
}

/// Puts our signature beside what the tag held, unless an earlier run did.
///
/// # Errors
/// [`Error::Signing`] when the manifest there can't be extended.
pub(super) fn prepare(staged: &Staged<'_>, present: &Present, made: &Made) -> Result<Prepared> {
    let held = present.held.classic.as_ref();
    match (&made.classic, &made.kept.payload, held) {
        (Some(entry), _, held) => Ok(Prepared::New(Box::new(new(staged, held, entry.clone())?))),
        (None, Some(layer), Some(held)) => {
            let (layer, manifest) = (layer.clone(), held.digest.clone());
            let classic = Classic { layer, made: None, manifest, whole: held.clone() };
            Ok(Prepared::Kept(Box::new(classic)))
        }
        _ => Ok(Prepared::Nothing),
    }
}

fn new(staged: &Staged<'_>, held: Option<&RawManifest>, entry: (Vec<u8>, Signature)) -> Result<New> {
    let attachment = extended(staged, held, &entry)?;
    let whole = attachment.manifest.clone();
    let ours = Classic { layer: layer_of(&entry), made: Some(entry.clone()), manifest: whole.digest.clone(), whole };
    Ok(New { ours, entry, attachment })
}

/// Shows what was prepared and whose blobs are there.
///
/// # Errors
/// [`Error::SignatureTag`] when the tag can't be written.
pub(super) async fn show(store: &dyn Store, staged: &Staged<'_>, prepared: &Prepared) -> Result<Option<Classic>> {
    match prepared {
        Prepared::Nothing => Ok(None),
        Prepared::Kept(classic) => Ok(Some(Classic::clone(classic))),
        Prepared::New(new) => write(store, staged, new).await.map(Some),
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
    let mut new = new(staged, held.as_ref(), entry.clone())?;
    new.attachment = joined(staged, new.attachment, &ours.whole)?;
    copy_manifest(store, &new.attachment.manifest, &new.attachment.blobs).await?;
    write(store, staged, &new).await.map(drop)
}

/// What is pushed is shown if the tag still holds what it was made from: between that look and the write there is as
/// little time as there can be.
async fn write(store: &dyn Store, staged: &Staged<'_>, new: &New) -> Result<Classic> {
    let New { ours, entry, attachment } = new;
    let shown = |whole: RawManifest| Classic { manifest: whole.digest.clone(), whole, ..ours.clone() };
    let tag = classic::tag(&staged.manifest.digest);
    let mut pushed = attachment.manifest.clone();
    let (done, mut held) = join(store.push_manifest(&pushed), read(store, staged)).await;
    done?;
    for _ in 0..MOST_WRITES {
        let found = match held? {
            Some(found) if ours.is_in(&found) => return Ok(shown(found)),
            found => found,
        };
        let extended = extended(staged, found.as_ref(), entry)?;
        let Attachment { manifest, blobs } = joined(staged, extended, &pushed)?;
        if manifest.digest == pushed.digest {
            match store.tag(&tag, &pushed, TagRule::after(found.as_ref())).await {
                Ok(()) => return Ok(shown(pushed)),
                Err(StoreError::TagMoved { .. }) => {}
                Err(source) => return Err(refused(staged, &tag, source)),
            }
        } else {
            copy_manifest(store, &manifest, &blobs).await?;
            pushed = manifest;
        }
        held = read(store, staged).await;
    }
    let detail = format!("others kept overwriting it, {MOST_WRITES} times");
    Err(refused(staged, &tag, StoreError::Unreachable { location: store.location(), detail }))
}

/// A manifest with the layers of an `earlier` one that it lacks: somebody overwrote them, and whose they are may be gone.
fn joined(staged: &Staged<'_>, made: Attachment, earlier: &RawManifest) -> Result<Attachment> {
    let failed = |source| Error::Signing { reference: staged.chart.reference.clone(), source };
    let Some(joined) = classic::joined(&made.manifest, earlier).map_err(failed)? else { return Ok(made) };
    // Its config is another one; our payload is still among the layers.
    let blobs = made.blobs.into_iter().chain(joined.blobs).collect();
    Ok(Attachment { manifest: joined.manifest, blobs })
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
pub(super) fn refused(staged: &Staged<'_>, tag: &Tag, source: StoreError) -> Error {
    match source {
        StoreError::Refused { .. } => Error::SignatureTag {
            reference: staged.chart.reference.clone(),
            tag: tag.to_string(),
            source: Box::new(source),
        },
        source => source.into(),
    }
}
