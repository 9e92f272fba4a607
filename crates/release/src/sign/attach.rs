//! Pushing what was made, and showing it: referrers in one write, the tags `.sig` and `.sbom` beside it.
//!
//! 1. All blobs, each once, side by side.
//! 2. All manifests, and the `.sbom` tag; what the list and the `.sig` tag hold is read meanwhile.
//! 3. The list and the `.sig` tag are written, where there is something to write.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::future::{join3, try_join_all};
use oci::{Descriptor, Digest, RawManifest, Store, StoreError};
use signing::{Attachment, attachment, bundle};

use super::classic::{self, Classic};
use super::documents::{self, Tagged};
use super::held::Present;
use super::wanted::Made;
use super::{Attached, Kind};
use crate::stage::Staged;
use crate::{Error, Result};

/// Times that everything is pushed again to a registry that has lost a blob meanwhile.
const MOST_UPLOADS: usize = 3;

/// A referrer to push.
struct Referrer {
    kind: Kind,
    attachment: Attachment,
}

/// What everybody sees afterwards.
pub(super) struct Shown {
    /// Bundles and documents.
    pub(super) referrers: Vec<Attached>,
    /// What the `.sig` tag holds of us.
    pub(super) classic: Option<Classic>,
    /// What the `.sbom` tag holds of us.
    pub(super) tagged: Option<Tagged>,
}

/// What is to be pushed.
struct Parcel<'a> {
    referrers: &'a [Referrer],
    classic: classic::Prepared,
    tagged: documents::Prepared,
}

/// Pushes everything by digest, then shows it.
pub(super) async fn attach(
    store: &dyn Store,
    staged: &Staged<'_>,
    (present, made, tagged): (&Present, Made, documents::Prepared),
    created: &str,
) -> Result<Shown> {
    let referrers = referrers(staged, &made, created)?;
    let is_listed = |digest: &Digest| present.held.referrers.iter().any(|one| one.digest == *digest);
    let (listed, new): (Vec<_>, Vec<_>) =
        referrers.into_iter().partition(|one| is_listed(&one.attachment.manifest.digest));
    let classic = classic::prepare(staged, present, &made)?;
    let (classic, tagged) = show(store, staged, &Parcel { referrers: &new, classic, tagged }).await?;
    let kept = made.kept.bundles.into_iter().map(|(predicate_type, digest)| Attached {
        kind: Kind::Bundle { predicate_type },
        digest,
        reused: true,
    });
    let of = |one: Referrer, reused| Attached { kind: one.kind, digest: one.attachment.manifest.digest, reused };
    let listed = listed.into_iter().map(|one| of(one, true));
    let new = new.into_iter().map(|one| of(one, false));
    Ok(Shown { referrers: kept.chain(listed).chain(new).collect(), classic, tagged })
}

async fn show(
    store: &dyn Store,
    staged: &Staged<'_>,
    parcel: &Parcel<'_>,
) -> Result<(Option<Classic>, Option<Tagged>)> {
    let Parcel { referrers, classic, tagged } = parcel;
    let of_referrers = referrers.iter().flat_map(|one| &one.attachment.blobs);
    let blobs: Vec<_> = of_referrers.chain(classic.blobs()).chain(tagged.blobs()).collect();
    let manifests: Vec<RawManifest> = referrers.iter().map(|one| one.attachment.manifest.clone()).collect();
    let mut uploads = 0;
    loop {
        uploads += 1;
        // 1.
        push_blobs(store, &blobs).await?;
        // 2. and 3. All to their ends: what one can't write must not keep the others from being found.
        let (listed, classic, tagged) = join3(
            store.push_referrers(&staged.manifest.digest, &manifests),
            classic::show(store, staged, classic),
            documents::show(store, staged, tagged),
        )
        .await;
        let shown = listed.map_err(Error::from).and(classic).and_then(|classic| Ok((classic, tagged?)));
        match shown {
            Err(Error::Store(StoreError::BlobUnknown { .. })) if uploads < MOST_UPLOADS => {}
            shown => return shown,
        }
    }
}

async fn push_blobs(store: &dyn Store, blobs: &[&(Descriptor, Bytes)]) -> Result<()> {
    let distinct: BTreeMap<&Digest, &(Descriptor, Bytes)> = blobs.iter().map(|blob| (&blob.0.digest, *blob)).collect();
    try_join_all(distinct.values().map(|(blob, content)| store.push_blob(blob, content.clone()))).await?;
    Ok(())
}

fn referrers(staged: &Staged<'_>, made: &Made, created: &str) -> Result<Vec<Referrer>> {
    let subject = &made.kept.subject;
    let failed = |source| Error::Signing { reference: staged.chart.reference.clone(), source };
    let mut referrers = Vec::new();
    for (predicate_type, statement, signature) in &made.bundles {
        let bundle = bundle::write(statement, signature).map_err(failed)?;
        let attachment = attachment::bundle(&bundle, predicate_type, subject, created);
        referrers.push(Referrer { kind: Kind::Bundle { predicate_type: predicate_type.clone() }, attachment });
    }
    referrers.extend(made.kept.documents.iter().map(|one| Referrer {
        kind: Kind::Document { media_type: one.media_type.to_owned() },
        attachment: attachment::document(one.media_type, &one.file_name, &one.content, subject, created),
    }));
    Ok(referrers)
}
