//! Step 8 of a release: what was staged, read back by somebody who knows nothing but its digest.

use futures_util::future::join3;
use oci::{Digest, Reference, StoreError};
use signing::Policy;

use super::chart::VerifyError;
use super::request::{Request, Source};
use super::{HUB, Verification, recipe};
use crate::commit::still_free;
use crate::look::Standing;
use crate::sign::{self, ClassicRule, Signatures, Signed, Signing};
use crate::stage::{Staged, upload};
use crate::{ChartPlan, Error, Ports, Result, Step};

/// Further looks at what does not verify, since other writers of the same moment may have overwritten it meanwhile.
const MOST_LOOKS: usize = 5;

/// A release that a stranger could read back by digest.
pub struct Verified<'a> {
    /// The chart as it is staged.
    pub staged: Staged<'a>,
    /// What is attached to it.
    pub signatures: Signatures,
}

/// Has a stranger knock before it is needed: where it takes a token to read, the registry gives it meanwhile. What the
/// stranger sees counts only in [`as_stranger`].
pub async fn introduce(ports: &Ports<'_>, chart: &ChartPlan, digest: &Digest) {
    if let Ok(stranger) = ports.target.open_as_stranger(&chart.repository).await {
        let _ = stranger.has_manifest(digest).await;
    }
}

/// Verifies what was staged through a fresh store, by digest only.
///
/// # Errors
/// [`Error::NotPublic`] when the place is declared public but does not let a stranger read,
/// [`Error::Verification`] when what comes back does not agree.
pub async fn as_stranger<'a>(ports: &Ports<'_>, signed: Signed<'a>) -> Result<Verified<'a>> {
    let Signed { staged, signatures } = signed;
    let reference = format!("{}/{}@{}", ports.target.location(), staged.chart.name, staged.manifest.digest);
    ports.progress.step(Step::Verify, &reference);
    let stranger = ports.target.open_as_stranger(&staged.chart.repository).await?;
    // Artifact Hub's metadata comes before the last look at the tag: it is not touched for a version that is taken.
    let free = async {
        match staged.chart.hub_metadata {
            Some(_) => still_free(&staged).await.map(drop),
            None => Ok(()),
        }
    };
    // What others overwrote at the same moment is mended meanwhile; then it is worth another look.
    let (mut outcome, listed, free) =
        join3(verified(ports, &*stranger, &staged), sign::check(&staged, &*stranger, &signatures), free).await;
    if lost_content(&outcome) && matches!(staged.standing, Standing::Ours) {
        upload(&*staged.store, staged.chart).await?;
        outcome = verified(ports, &*stranger, &staged).await;
    }
    // The chart comes first: where a stranger can't read at all, that is what there is to say.
    match (outcome, listed) {
        (Err(VerifyError::Store(source)), _) | (Ok(_), Err(Error::Store(source))) => {
            return Err(unreadable(ports, reference, source));
        }
        (found, listed) => {
            listed?;
            outcome = found;
        }
    }
    free?;
    let mut sound = outcome.and_then(Verification::sound);
    for _ in 0..MOST_LOOKS {
        if sound.is_ok() {
            break;
        }
        sign::check(&staged, &*stranger, &signatures).await?;
        sound = verified(ports, &*stranger, &staged).await.and_then(Verification::sound);
    }
    match sound {
        Ok(_) => Ok(Verified { staged, signatures }),
        Err(VerifyError::Store(source)) => Err(unreadable(ports, reference, source)),
        Err(source) => Err(Error::Verification { reference, source }),
    }
}

/// The recipe of `portolan verify`, with whoever signed this release as its policy.
async fn verified(
    ports: &Ports<'_>,
    stranger: &dyn oci::Store,
    staged: &Staged<'_>,
) -> Result<Verification, VerifyError> {
    let nobody = signing::TrustedRoot::none();
    let signing = match ports.signatory {
        Some(signatory) => signatory.signing().await.ok(),
        None => None,
    };
    let signing = signing.as_ref();
    let request = Request {
        reference: &Reference::Digest(staged.manifest.digest.clone()),
        image_name: &ports.target.image_name(&staged.chart.repository),
        policy: signing.map(for_both_forms),
        root: signing.map_or(&nobody, |signing| signing.root),
        keyring: None,
        required: &[],
        source: &Source::default(),
        now: signing.map_or(staged.chart.time.seconds, |signing| signing.now),
    };
    // The repository's metadata is published after this, and read back then.
    recipe(stranger, &request).await.map(|verification| verification.without(HUB))
}

/// The policy that bundles and classic signature both meet: a logged key's classic signature may have no entry.
fn for_both_forms<'a>(signing: &'a Signing<'_>) -> &'a Policy {
    match &signing.classic {
        ClassicRule::Made(policy) => policy,
        ClassicRule::LeftOut(_) => &signing.policy,
    }
}

/// A version that is published but whose blobs are gone: they are pushed again.
fn lost_content(outcome: &Result<Verification, VerifyError>) -> bool {
    match outcome {
        Err(VerifyError::Missing { .. }) => true,
        Err(VerifyError::Store(error)) => error.is_not_found(),
        _ => false,
    }
}

fn unreadable(ports: &Ports<'_>, reference: String, source: StoreError) -> Error {
    let hidden = source.is_access() || source.is_not_found();
    match source {
        source if ports.target.is_public() && hidden => Error::NotPublic { reference, source },
        source @ (StoreError::DigestMismatch { .. } | StoreError::WrongSize { .. } | StoreError::Manifest { .. }) => {
            Error::Verification { reference, source: source.into() }
        }
        source => source.into(),
    }
}
