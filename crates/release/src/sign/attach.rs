//! Pushing what was made, and showing it: referrers in one write, the `.sig` tag beside it.
//!
//! 1. All blobs, each once, side by side.
//! 2. All manifests; what the list and the `.sig` tag hold is read meanwhile.
//! 3. The list and the `.sig` tag are written, where there is something to write.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures_util::future::{join, try_join_all};
use oci::{Descriptor, Digest, RawManifest, Store, StoreError};
use signing::{Attachment, attachment, bundle};

use super::classic::{self, Classic, Prepared};
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

/// Pushes everything by digest, then shows it.
pub(super) async fn attach(
    store: &dyn Store,
    staged: &Staged<'_>,
    (present, made): (&Present, Made),
    created: &str,
) -> Result<(Vec<Attached>, Option<Classic>)> {
    let referrers = referrers(staged, &made, created)?;
    let is_listed = |digest: &Digest| present.held.referrers.iter().any(|one| one.digest == *digest);
    let (listed, new): (Vec<_>, Vec<_>) =
        referrers.into_iter().partition(|one| is_listed(&one.attachment.manifest.digest));
    let prepared = classic::prepare(staged, present, &made)?;
    let classic = show(store, staged, &new, &prepared).await?;
    let kept = made.kept.bundles.into_iter().map(|(predicate_type, digest)| Attached {
        kind: Kind::Bundle { predicate_type },
        digest,
        reused: true,
    });
    let of = |one: Referrer, reused| Attached { kind: one.kind, digest: one.attachment.manifest.digest, reused };
    let listed = listed.into_iter().map(|one| of(one, true));
    let new = new.into_iter().map(|one| of(one, false));
    Ok((kept.chain(listed).chain(new).collect(), classic))
}

async fn show(
    store: &dyn Store,
    staged: &Staged<'_>,
    new: &[Referrer],
    prepared: &Prepared,
) -> Result<Option<Classic>> {
    let blobs: Vec<_> = new.iter().flat_map(|one| &one.attachment.blobs).chain(prepared.blobs()).collect();
    let manifests: Vec<RawManifest> = new.iter().map(|one| one.attachment.manifest.clone()).collect();
    let mut uploads = 0;
    loop {
        uploads += 1;
        // 1.
        push_blobs(store, &blobs).await?;
        // 2. and 3. Both to their ends: what one can't write must not keep the other from being found.
        let listed = store.push_referrers(&staged.manifest.digest, &manifests);
        let (listed, classic) = join(listed, classic::show(store, staged, prepared)).await;
        match listed.map_err(Error::from).and(classic) {
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
