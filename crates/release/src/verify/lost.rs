//! Step 1: the manifest, and what it means when it is not there.
//!
//! A tag or digest that nobody knows is the asker's affair. But where the repository itself still speaks of the manifest
//! (it lists the tag, the digest has signatures, or attestations name this very version), the release is broken:
//!
//! 1. Asked by tag: the tag is listed, and what is under it is gone.
//! 2. Asked by digest: something refers to the digest.
//! 3. Asked by tag: tags made of a digest (`sha256-<hex>`, `.sig`, `.att`) tell of a manifest, and that says that it is this
//!    version; or it is gone, and a statement about it names an archive of this version.

use futures_util::future::join_all;
use oci::{Digest, RawManifest, Reference, Store, StoreError, Tag, limits};
use signing::{bundle, classic};

use super::attached::is_broken;
use super::chart::VerifyError;

/// Digests without a manifest whose attestations are looked at, and attestations of each.
const MOST_LOST: usize = 8;
/// The annotation with a chart's version (OCI image specification, `annotations.md`).
const VERSION: &str = "org.opencontainers.image.version";
/// Digests that are asked for.
const MOST_ASKED: usize = 64;

/// Reads the manifest that a reference names.
///
/// # Errors
/// [`VerifyError::Missing`] and [`VerifyError::Broken`] when the release lost it, [`VerifyError::Store`] when nobody knows
/// it or the store can't say.
pub(super) async fn manifest(store: &dyn Store, reference: &Reference) -> Result<RawManifest, VerifyError> {
    let error = match store.manifest(reference).await {
        Ok(manifest) => return Ok(manifest),
        Err(error) => error,
    };
    let object = format!("manifest {reference}");
    if is_broken(&error) {
        return Err(VerifyError::Broken { object, detail: error.to_string() });
    }
    if !error.is_not_found() {
        return Err(error.into());
    }
    let named = match reference {
        Reference::Tag(tag) => named_by_tags(store, tag).await,
        Reference::Digest(digest) => named_by_referrers(store, digest).await,
    };
    match named {
        Some(named) => Err(VerifyError::Missing { object: format!("{object}, {named},"), detail: error.to_string() }),
        None => Err(error.into()),
    }
}

/// What still speaks of a tag. A store that can't say leaves it at "not found".
async fn named_by_tags(store: &dyn Store, tag: &Tag) -> Option<String> {
    let tags = store.tags().await.ok()?;
    if tags.contains(tag) {
        return Some("which the list of tags names".to_owned());
    }
    let mut subjects: Vec<Digest> = tags.iter().filter_map(subject).collect();
    subjects.dedup();
    subjects.truncate(MOST_ASKED);
    let by_digest: Vec<Reference> = subjects.iter().cloned().map(Reference::Digest).collect();
    let read = join_all(by_digest.iter().map(|reference| store.manifest(reference))).await;
    let mut lost = Vec::new();
    for (subject, read) in subjects.iter().zip(read) {
        match read {
            Ok(manifest) if is_of_version(&manifest, tag) => {
                return Some(format!(
                    "which {subject} says that it is (its tag was taken away, or its release is not done)"
                ));
            }
            Err(error) if error.is_not_found() => lost.push(subject),
            _ => {}
        }
    }
    for subject in lost.into_iter().take(MOST_LOST) {
        if let Some(by) = statement_about(store, subject, tag).await {
            return Some(format!("which {by} names as {subject}"));
        }
    }
    None
}

fn is_of_version(manifest: &RawManifest, tag: &Tag) -> bool {
    let annotations = manifest.document().unwrap_or_default().annotations;
    annotations.get(VERSION).is_some_and(|version| version.replace('+', "_") == tag.as_str())
}

/// The digest that a tag of signatures or referrers is made of.
fn subject(tag: &Tag) -> Option<Digest> {
    let hex: String = tag.as_str().strip_prefix("sha256-")?.chars().take(64).collect();
    Digest::parse(&format!("sha256:{hex}")).ok()
}

/// What refers to a digest.
async fn named_by_referrers(store: &dyn Store, digest: &Digest) -> Option<String> {
    let listed = store.dangling().await.unwrap_or_default().iter().any(|one| one.digest == *digest);
    if listed {
        return Some("which the layout's index names".to_owned());
    }
    let referrers = store.referrers(digest).await.unwrap_or_default();
    if let Some(first) = referrers.first() {
        return Some(format!("to which {} objects refer, {} among them", referrers.len(), first.digest));
    }
    let tag = classic::tag(digest);
    let signed = store.manifest(&Reference::Tag(tag.clone())).await.is_ok();
    signed.then(|| format!("whose signatures are at {tag}"))
}

/// The bundle about `subject` whose statement names the archive of this version: nothing proves whose it is, but somebody
/// released it.
async fn statement_about(store: &dyn Store, subject: &Digest, version: &Tag) -> Option<String> {
    let file = format!("{}-{version}.tgz", store.name().base());
    for listed in store.referrers(subject).await.ok()?.into_iter().take(MOST_LOST) {
        if let Ok(Some(statement)) = statement(store, &listed.digest).await
            && statement.subjects.iter().filter_map(|one| one.name.as_ref()).any(|name| name.replace('+', "_") == file)
            && statement.names(subject)
        {
            return Some(format!("bundle {}", listed.digest));
        }
    }
    None
}

async fn statement(store: &dyn Store, digest: &Digest) -> Result<Option<bundle::statement::Statement>, StoreError> {
    let manifest = store.manifest(&Reference::Digest(digest.clone())).await?;
    let layers = manifest.document().ok().and_then(|document| document.layers).unwrap_or_default();
    let Some(layer) = layers.first().filter(|layer| bundle::is_bundle_type(&layer.media_type)) else {
        return Ok(None);
    };
    let bytes = store.blob(layer, (bundle::LIMIT as u64).min(limits::BLOB)).await?;
    Ok(bundle::read(&bytes).ok().and_then(|read| read.statement().ok()))
}
