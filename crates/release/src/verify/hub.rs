//! Step 8: what Artifact Hub reads: the repository metadata under its tag, and the chart's annotations.
//!
//! The metadata belongs to the repository, not to a release, and nothing signs it where it lies: its owner may change it at
//! any time. But a release record tells which file was published with it. So the same file is proven, another one is
//! told, and one that says that the repository is another's fails.

use hub::{annotations, metadata_artifact, repository_file};
use oci::{Digest, RawManifest, Reference, Store, Tag, limits};
use signing::statement::predicate;

use super::attached::{Fetched, fetched};
use super::chart::VerifiedChart;
use super::claims::{Claim, Claims};
use super::judged::Judged;
use crate::attest::record::HUB_METADATA;

const WHAT: &str = "Artifact Hub metadata";

/// What is under the metadata tag.
pub(super) struct Metadata {
    manifest: Option<Fetched<RawManifest>>,
    file: Option<Fetched<bytes::Bytes>>,
    config: Option<Fetched<bytes::Bytes>>,
}

/// Reads the metadata tag. Somebody who may read the chart and not this is told that there is nothing, as Artifact Hub is.
///
/// # Errors
/// Whatever the store reports but that it is gone, broken or not to be read.
pub(super) async fn read(store: &dyn Store) -> oci::Result<Metadata> {
    let nothing = Metadata { manifest: None, file: None, config: None };
    let found = match store.manifest(&Reference::Tag(Tag::parse(metadata_artifact::TAG)?)).await {
        Err(error) if error.is_access() || error.is_not_found() => return Ok(nothing),
        found => fetched(found)?,
    };
    let Fetched::There(manifest) = &found else { return Ok(Metadata { manifest: Some(found), ..nothing }) };
    let config = manifest.document().ok().and_then(|document| document.config);
    let file = match metadata_artifact::metadata_layer(manifest) {
        Some(layer) => Some(fetched(store.blob(&layer, limits::MANIFEST).await)?),
        None => None,
    };
    let config = match config {
        Some(config) => Some(fetched(store.blob(&config, limits::CONFIG).await)?),
        None => None,
    };
    Ok(Metadata { manifest: Some(found), file, config })
}

/// Lines about what Artifact Hub reads.
pub(super) fn judge(metadata: &Metadata, chart: &VerifiedChart, claims: &Claims) -> Vec<Judged> {
    let records: Vec<Recorded<'_>> = claims.bundles(predicate::RELEASE_RECORD).filter_map(Recorded::of).collect();
    let mut told = vec![file(metadata, &records)];
    if let Some(Fetched::Broken(detail) | Fetched::Gone(detail)) = &metadata.config {
        told.push(Judged::failed(format!("config of {WHAT}"), None, detail));
    }
    let annotations = &chart.chart.metadata.annotations;
    let refused = |key: &str, read: fn(&str) -> Option<String>| {
        let refusal = annotations.get(key).and_then(|value| read(value))?;
        Some(Judged::warning(format!("annotation {key}"), None, refusal))
    };
    told.extend(refused("artifacthub.io/changes", |value| annotations::changes(value).err()));
    told.extend(refused("artifacthub.io/images", |value| annotations::images(value).err()));
    told
}

/// What a release record says about the metadata.
struct Recorded<'a> {
    claim: &'a Claim,
    digest: &'a str,
    id: &'a str,
}

impl<'a> Recorded<'a> {
    fn of(claim: &'a Claim) -> Option<Self> {
        let listed = claim.predicate()?.get(HUB_METADATA)?;
        let text = |name: &str| listed[name].as_str().unwrap_or_default();
        Some(Self { claim, digest: text("digest"), id: text("repositoryID") })
    }
}

fn file(metadata: &Metadata, records: &[Recorded<'_>]) -> Judged {
    let manifest = match (&metadata.manifest, records.first()) {
        (None, None) => return Judged::absent(WHAT, format!("no tag {}", metadata_artifact::TAG)),
        (None, Some(record)) => {
            let tag = metadata_artifact::TAG;
            let detail =
                format!("no tag {tag} here, though the release record lists a file with digest {}", record.digest);
            return Judged::warning(WHAT, None, detail);
        }
        (Some(Fetched::Gone(detail) | Fetched::Broken(detail)), _) => return Judged::failed(WHAT, None, detail),
        (Some(Fetched::There(manifest)), _) => manifest,
    };
    let digest = Some(&manifest.digest);
    let document = manifest.document().unwrap_or_default();
    if document.schema_version != 2 || document.config.is_none() {
        return Judged::failed(WHAT, digest, "it is no whole manifest; expected schemaVersion 2 and a config");
    }
    match &metadata.file {
        None => Judged::failed(WHAT, digest, format!("it has no layer of type {}", oci::media_type::HUB_METADATA)),
        Some(Fetched::Gone(detail) | Fetched::Broken(detail)) => Judged::failed(WHAT, digest, detail),
        Some(Fetched::There(file)) => match repository_file::refusal(file) {
            Some(refusal) => Judged::failed(WHAT, digest, format!("Artifact Hub refuses it: {refusal}")),
            None => compared(manifest, file, records),
        },
    }
}

/// The file as a record lists it, or what is to be thought of another one.
fn compared(manifest: &RawManifest, file: &[u8], records: &[Recorded<'_>]) -> Judged {
    let digest = Some(&manifest.digest);
    let (told, id) = (id(file), repository_file::read(file).metadata.repository_id.unwrap_or_default());
    let Some(newest) = records.first() else {
        return Judged::present(WHAT, digest, format!("{told}; no signature covers it"));
    };
    let found = Digest::of(file).to_string();
    if let Some(same) = records.iter().find(|record| record.digest == found) {
        return match same.claim.proven {
            Some(_) if metadata_artifact::describe(file).0.bytes == manifest.bytes => {
                Judged::verified(WHAT, digest, format!("{told}; the file that the release record lists"))
            }
            _ => Judged::present(WHAT, digest, format!("{told}; the file that the release record lists")),
        };
    }
    if records.iter().all(|record| record.id != id) {
        let detail = format!("it is of repository {id:?}; expected {:?}, which the release record lists", newest.id);
        return Judged::failed(WHAT, digest, detail)
            .hint(Some("the repository was registered anew after this release, or somebody claims it"));
    }
    let detail = format!(
        "{told}; its file {found} is not that of the release record, {}: it was changed after this release, and no signature \
         covers it",
        newest.digest
    );
    Judged::warning(WHAT, digest, detail)
}

fn id(file: &[u8]) -> String {
    let read = repository_file::read(file);
    match read.metadata.repository_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => format!("repository {id}"),
        None => "it names no repository id: the publisher is not verified".to_owned(),
    }
}
