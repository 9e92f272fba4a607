//! Whether what was attached is found by a stranger, and goes on to be.
//!
//! Lists and the `.sig` tag are rewritten by everybody who attaches something, and whoever had read them before our write
//! may write after it. So they are looked at twice: while the release is verified ([`check`]), and as late as there is
//! time before the version tag ([`check_again`]). Whoever finds nothing but its own there, later than twice the time that
//! reading and writing took, was alone. Everybody else waits for slower writers and looks once more.

use futures_util::future::join;
use oci::{Digest, Store};

use super::classic::{self, Classic};
use super::held;
use super::{Signatures, Staged};
use crate::{Error, Result};

/// Times that what others overwrote is attached again.
const MOST_REPAIRS: usize = 20;

/// Sees whether everything is listed for a stranger, and attaches again what another writer overwrote meanwhile.
///
/// # Errors
/// [`Error::NotListed`] when it does not last; whatever a store reports.
pub async fn check(staged: &Staged<'_>, stranger: &dyn Store, signatures: &Signatures) -> Result<()> {
    if signatures.holder.is_none() {
        return Ok(());
    }
    for _ in 0..MOST_REPAIRS {
        let found = look(staged, stranger, signatures).await?;
        if found.is_everything() {
            return Ok(());
        }
        mend(staged, &found, signatures).await?;
    }
    match look(staged, stranger, signatures).await? {
        found if found.is_everything() => Ok(()),
        found => Err(not_listed(staged, &found)),
    }
}

/// Sees whether everything has stayed. Nothing is looked at where nothing was written.
///
/// # Errors
/// As [`check`].
pub async fn check_again(staged: &Staged<'_>, stranger: &dyn Store, signatures: &Signatures) -> Result<()> {
    if !signatures.are_new() {
        return Ok(());
    }
    staged.store.settled(true).await;
    let found = look(staged, stranger, signatures).await?;
    if found.is_everything() && !found.others {
        return Ok(());
    }
    staged.store.settled(false).await;
    check(staged, stranger, signatures).await
}

/// What a look has found.
struct Found {
    /// What is not listed.
    lost: Vec<Digest>,
    /// Whether our classic signature is gone.
    lost_classic: bool,
    /// Whether there is something that this run did not write.
    others: bool,
}

impl Found {
    fn is_everything(&self) -> bool {
        self.lost.is_empty() && !self.lost_classic
    }
}

async fn look(staged: &Staged<'_>, stranger: &dyn Store, signatures: &Signatures) -> Result<Found> {
    let held = held::look(stranger, &staged.manifest.digest).await?;
    let is_listed = |digest: &Digest| held.referrers.iter().any(|listed| listed.digest == *digest);
    let is_ours = |digest: &Digest| signatures.referrers.iter().any(|one| one.digest == *digest);
    let lost = signatures.referrers.iter().filter(|one| !is_listed(&one.digest));
    let is_shown = |ours: &Classic| held.classic.as_ref().is_some_and(|manifest| ours.is_in(manifest));
    let is_alone = |ours: &Classic| held.classic.as_ref().is_some_and(|manifest| manifest.digest == ours.manifest);
    let classic = signatures.classic.as_ref();
    Ok(Found {
        lost: lost.map(|one| one.digest.clone()).collect(),
        lost_classic: classic.is_some_and(|ours| !is_shown(ours)),
        others: held.referrers.iter().any(|one| !is_ours(&one.digest)) || classic.is_some_and(|ours| !is_alone(ours)),
    })
}

async fn mend(staged: &Staged<'_>, found: &Found, signatures: &Signatures) -> Result<()> {
    let store = &*staged.store;
    let mut descriptors = Vec::new();
    for digest in &found.lost {
        let manifest = store.manifest(&oci::Reference::Digest(digest.clone())).await?;
        descriptors.extend(manifest.referrer_descriptor());
    }
    let list = async {
        match descriptors.as_slice() {
            [] => Ok(()),
            lost => Ok(store.attach(&staged.manifest.digest, lost).await?),
        }
    };
    let show = async {
        match &signatures.classic {
            Some(ours) if found.lost_classic => classic::show_again(store, staged, ours).await,
            _ => Ok(()),
        }
    };
    let (listed, shown): (Result<()>, Result<()>) = join(list, show).await;
    shown.and(listed)?;
    // Whoever read before our write may write after it: only what is seen later has lasted.
    store.settled(false).await;
    Ok(())
}

fn not_listed(staged: &Staged<'_>, found: &Found) -> Error {
    let mut missing: Vec<String> = found.lost.iter().map(ToString::to_string).collect();
    if found.lost_classic {
        missing.push(signing::classic::tag(&staged.manifest.digest).to_string());
    }
    Error::NotListed { reference: staged.chart.reference.clone(), missing: missing.join(", ") }
}
