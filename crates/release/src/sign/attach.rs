//! Pushing what was made, and showing it: referrers in one write, the tags `.sig` and `.sbom` beside it.

use futures_util::future::{join3, try_join_all};
use oci::{Descriptor, Digest, Store, copy_manifests};
use signing::{Attachment, attachment, bundle};

use super::classic::{self, Classic};
use super::documents::{self, Tagged};
use super::held::{self, Present};
use super::wanted::Made;
use super::{Attached, Kind, Signatures};
use crate::stage::Staged;
use crate::{Error, Result};

/// Times that what others overwrote is attached again.
const MOST_REPAIRS: usize = 5;

/// A referrer to push.
struct Referrer {
    kind: Kind,
    attachment: Attachment,
}

/// What everybody sees afterwards.
pub(super) struct Shown {
    pub(super) referrers: Vec<Attached>,
    pub(super) classic: Option<Classic>,
    pub(super) tagged: Option<Tagged>,
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
    let prepared = classic::prepare(staged, present, &made)?;
    let attachments = new.iter().map(|one| &one.attachment).chain(prepared.attachment());
    push(store, attachments, tagged.attachment()).await?;
    let descriptors = new.iter().map(|one| descriptor(staged, one)).collect::<Result<Vec<_>>>()?;
    let shown = join3(
        async { Ok(store.attach(&made.kept.subject.digest, &descriptors).await?) },
        classic::show(store, staged, prepared),
        documents::show(store, staged, tagged),
    );
    // All to their ends: what one can't write must not keep the others from being found.
    let (attached, classic, tagged): (Result<()>, _, _) = shown.await;
    attached?;
    let (classic, tagged) = (classic?, tagged?);
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

/// Pushes everything side by side. The document of the `.sbom` tag mostly is that of a referrer, too: it is uploaded once.
async fn push<'a>(
    store: &dyn Store,
    attachments: impl Iterator<Item = &'a Attachment>,
    mut tagged: Option<&'a Attachment>,
) -> Result<()> {
    let mut groups: Vec<Vec<&Attachment>> = Vec::new();
    for one in attachments {
        let joins = tagged.take_if(|tagged| tagged.blobs.last().is_some_and(|(last, _)| holds(one, &last.digest)));
        groups.push(std::iter::once(one).chain(joins).collect());
    }
    groups.extend(tagged.map(|alone| vec![alone]));
    try_join_all(groups.iter().map(|group| together(store, group))).await.map(drop)
}

fn holds(attachment: &Attachment, digest: &Digest) -> bool {
    attachment.blobs.iter().any(|(blob, _)| blob.digest == *digest)
}

async fn together(store: &dyn Store, group: &[&Attachment]) -> Result<()> {
    let mut blobs: Vec<(Descriptor, bytes::Bytes)> = Vec::new();
    for (blob, content) in group.iter().flat_map(|one| &one.blobs) {
        if blobs.iter().all(|(known, _)| known.digest != blob.digest) {
            blobs.push((blob.clone(), content.clone()));
        }
    }
    let manifests: Vec<_> = group.iter().map(|one| &one.manifest).collect();
    Ok(copy_manifests(store, &manifests, &blobs).await?)
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

fn descriptor(staged: &Staged<'_>, one: &Referrer) -> Result<Descriptor> {
    let described = one.attachment.manifest.referrer_descriptor();
    described.map_err(|error| Error::Plan { chart: staged.chart.path.clone(), detail: error.to_string() })
}

/// Sees whether everything is listed for a stranger, and attaches again what another writer overwrote meanwhile.
///
/// # Errors
/// [`Error::NotListed`] when it does not last; whatever a store reports.
pub async fn check(staged: &Staged<'_>, stranger: &dyn Store, signatures: &Signatures) -> Result<()> {
    if signatures.holder.is_none() {
        return Ok(());
    }
    for repair in 0..=MOST_REPAIRS {
        let lost = lost(staged, stranger, signatures).await?;
        match lost {
            Lost { referrers, classic: false } if referrers.is_empty() => return Ok(()),
            lost if repair == MOST_REPAIRS => return Err(not_listed(staged, &lost)),
            lost => mend(staged, &lost, signatures).await?,
        }
    }
    Ok(())
}

/// What is not listed.
struct Lost {
    referrers: Vec<Digest>,
    classic: bool,
}

async fn lost(staged: &Staged<'_>, stranger: &dyn Store, signatures: &Signatures) -> Result<Lost> {
    let held = held::look(stranger, &staged.manifest.digest).await?;
    let is_listed = |digest: &Digest| held.referrers.iter().any(|listed| listed.digest == *digest);
    let referrers = signatures.referrers.iter().filter(|one| !is_listed(&one.digest));
    let referrers = referrers.map(|one| one.digest.clone()).collect();
    let is_shown = |ours: &Classic| held.classic.as_ref().is_some_and(|manifest| ours.is_in(manifest));
    let classic = signatures.classic.as_ref().is_some_and(|ours| !is_shown(ours));
    Ok(Lost { referrers, classic })
}

async fn mend(staged: &Staged<'_>, lost: &Lost, signatures: &Signatures) -> Result<()> {
    let store = &*staged.store;
    let mut descriptors = Vec::new();
    for digest in &lost.referrers {
        let manifest = store.manifest(&oci::Reference::Digest(digest.clone())).await?;
        descriptors.extend(manifest.referrer_descriptor());
    }
    if !descriptors.is_empty() {
        store.attach(&staged.manifest.digest, &descriptors).await?;
    }
    match &signatures.classic {
        Some(ours) if lost.classic => {
            classic::show_again(store, staged, ours).await?;
            // Whoever read before our write may write after it: only what is seen later has lasted.
            store.settle().await;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn not_listed(staged: &Staged<'_>, lost: &Lost) -> Error {
    let mut missing: Vec<String> = lost.referrers.iter().map(ToString::to_string).collect();
    if lost.classic {
        missing.push(signing::classic::tag(&staged.manifest.digest).to_string());
    }
    Error::NotListed { reference: staged.chart.reference.clone(), missing: missing.join(", ") }
}
