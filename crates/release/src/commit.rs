//! Steps 9, 11 and 12: look again, set the version tag, read it back.

use futures_util::future::join;
use oci::{RawManifest, Reference, StoreError, TagRule};

use crate::look::{Standing, standing};
use crate::report::Outcome;
use crate::sign::{self, Signatures};
use crate::stage::{Staged, upload};
use crate::verify::Verified;
use crate::{ChartPlan, Error, Ports, Result, Step};

/// A chart whose tag may be set now.
pub struct Ready<'a> {
    verified: Verified<'a>,
}

/// A chart whose version everybody can see.
pub struct Published<'a> {
    /// The chart.
    pub chart: &'a ChartPlan,
    /// What its tag holds.
    pub manifest: RawManifest,
    /// How it came there.
    pub outcome: Outcome,
    /// What is attached to it.
    pub signatures: Signatures,
}

/// Step 9: the tag must still be as it was, and now it must be known; what was attached must still be listed.
///
/// # Errors
/// [`Error::Moved`], [`Error::Conflict`], [`Error::Unknown`] when the registry still does not say, [`Error::NotListed`].
pub async fn look_again<'a>(ports: &Ports<'_>, verified: Verified<'a>) -> Result<Ready<'a>> {
    let Verified { staged, signatures } = verified;
    let stranger = ports.target.open_as_stranger(&staged.chart.repository).await?;
    // Both to their ends, and what became of the tag comes first.
    let (free, listed) = join(still_free(&staged), sign::check_again(&staged, &*stranger, &signatures)).await;
    let standing = if free? { Standing::Absent } else { Standing::Ours };
    listed?;
    let staged = match staged.standing {
        Standing::Absent | Standing::Unknown(_) => Staged { standing, ..staged },
        Standing::Ours | Standing::EqualContent(_) => staged,
    };
    Ok(Ready { verified: Verified { staged, signatures } })
}

/// Whether the tag is still to be set, and may be.
///
/// # Errors
/// As [`look_again`].
pub(crate) async fn still_free(staged: &Staged<'_>) -> Result<bool> {
    if !matches!(staged.standing, Standing::Absent | Standing::Unknown(_)) {
        return Ok(false);
    }
    let reference = staged.chart.reference.clone();
    match standing(&*staged.store, staged.chart).await? {
        Standing::Unknown(source) => Err(Error::Unknown { reference, source }),
        Standing::EqualContent(found) => {
            Err(Error::Moved { reference, found: found.digest, ours: staged.manifest.digest.clone() })
        }
        Standing::Absent => Ok(true),
        Standing::Ours => Ok(false),
    }
}

/// Steps 11 and 12: sets the version tag unless it is set, and reads it back as a stranger.
///
/// # Errors
/// [`Error::Moved`] when somebody else set it; whatever the store reports.
pub async fn commit<'a>(ports: &Ports<'_>, ready: Ready<'a>) -> Result<Published<'a>> {
    let Verified { staged, signatures } = ready.verified;
    let outcome = match &staged.standing {
        Standing::Ours => Outcome::AlreadyPublished,
        Standing::EqualContent(_) => Outcome::Adopted,
        Standing::Absent | Standing::Unknown(_) => {
            ports.progress.step(Step::Commit, &staged.chart.reference);
            set_tag(&staged).await?;
            read_back(ports, &staged).await?;
            Outcome::Released
        }
    };
    Ok(Published { chart: staged.chart, manifest: staged.manifest, outcome, signatures })
}

/// A registry that collected the blobs as garbage meanwhile gets them once more.
async fn set_tag(staged: &Staged<'_>) -> Result<()> {
    let set = || staged.store.tag(&staged.chart.tag, &staged.manifest, TagRule::Keep);
    let answer = match set().await {
        Err(StoreError::BlobUnknown { .. }) => {
            upload(&*staged.store, staged.chart).await?;
            set().await
        }
        answer => answer,
    };
    match answer {
        Err(error @ StoreError::TagMoved { .. }) => Err(moved(staged, error).await),
        Err(error) if is_refusal(&error) => Err(error.into()),
        Err(error) => settle(staged, error).await,
        Ok(()) => Ok(()),
    }
}

/// Whether the store has surely not written.
fn is_refusal(error: &StoreError) -> bool {
    match error {
        StoreError::Refused { status, .. } => (400..500).contains(status),
        StoreError::Unauthenticated { .. } | StoreError::Denied { .. } | StoreError::NoRepository { .. } => true,
        StoreError::NotFound { .. } | StoreError::BlobUnknown { .. } | StoreError::Name(_) => true,
        _ => false,
    }
}

/// The write failed in a way that leaves open whether it took place: what the tag holds now tells.
async fn settle(staged: &Staged<'_>, failure: StoreError) -> Result<()> {
    let reference = staged.chart.reference.clone();
    match staged.store.manifest(&Reference::Tag(staged.chart.tag.clone())).await {
        Ok(found) if found.digest == staged.manifest.digest => Ok(()),
        Ok(found) => Err(Error::Moved { reference, found: found.digest, ours: staged.manifest.digest.clone() }),
        Err(error) if error.is_not_found() => Err(failure.into()),
        Err(_) => Err(Error::Uncertain { reference, source: failure }),
    }
}

async fn moved(staged: &Staged<'_>, error: StoreError) -> Error {
    match staged.store.manifest(&Reference::Tag(staged.chart.tag.clone())).await {
        Ok(found) => Error::Moved {
            reference: staged.chart.reference.clone(),
            found: found.digest,
            ours: staged.manifest.digest.clone(),
        },
        Err(_) => error.into(),
    }
}

async fn read_back(ports: &Ports<'_>, staged: &Staged<'_>) -> Result<()> {
    let stranger = ports.target.open_as_stranger(&staged.chart.repository).await?;
    let found = stranger.manifest(&Reference::Tag(staged.chart.tag.clone())).await;
    let reference = staged.chart.reference.clone();
    let found =
        found.map_err(|source| match ports.target.is_public() && (source.is_access() || source.is_not_found()) {
            true => Error::NotPublic { reference, source },
            false => Error::NotReadBack { reference, source },
        })?;
    if found.digest == staged.manifest.digest {
        return Ok(());
    }
    Err(Error::Moved {
        reference: staged.chart.reference.clone(),
        found: found.digest,
        ours: staged.manifest.digest.clone(),
    })
}
