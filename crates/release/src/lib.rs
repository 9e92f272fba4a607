//! A release: plan, stages, report. Everything outside is behind [`Ports`].
//!
//! [`release()`] reads like the recipe:
//!
//! 1. **Plan** ([`plan`]), 2. **check** ([`gate`]), 3. **package** and 4. **describe** ([`artifact`]) are pure and
//!    happen before: they fix every byte and name.
//! 5. **Look** at the target ([`look`]): absent, ours, equal content, other content, or not to be known yet.
//! 6. **Stage** ([`stage`]): blobs, then the manifest by digest. No tag shows it.
//! 7. **Sign** ([`mod@sign`]): the digest is signed, what is known of it is attested ([`attest`]), all is attached.
//! 8. **Verify as a stranger** ([`verify`]): fresh store, only the digest.
//! 9. **Look again** at the tag, and at what was attached. Before something else is published the tag is looked at
//!    beside step 8, too.
//! 10. **Hub metadata** ([`hub_metadata`]) under its own tag; its content was staged beside the chart's. It is read back
//!     beside step 9.
//! 11. **Commit** ([`commit`]): the version tag, the one moment at which anybody can see the version.
//! 12. **Read back** as a stranger.
//! 13. **Mirror** ([`mirror`]) and **report** ([`report`]).
//!
//! With several charts each step is done for all of them before the next begins; tags are set in dependency order.

pub mod artifact;
pub mod attest;
pub mod commit;
mod error;
pub mod gate;
pub mod hub_metadata;
pub mod look;
pub mod mirror;
pub mod notes;
pub mod plan;
mod ports;
pub mod report;
pub mod sign;
pub mod stage;
pub mod verify;
pub mod versions;

pub use error::{Error, Result};
pub use plan::{ChartPlan, Plan};
pub use ports::{Place, Ports, Progress, Silent, Step};
pub use report::Report;

use futures_util::future::{join, try_join, try_join_all};

use sign::Signed;
use stage::Staged;

/// Releases every chart of the plan.
///
/// # Errors
/// [`Error`]; whatever happened, no version tag was written unless the error says so, and running again with the
/// same plan completes the release.
pub async fn release(plan: &Plan, ports: &Ports<'_>) -> Result<Report> {
    let looked = try_join_all(plan.charts.iter().map(|chart| look::look(ports, chart)));
    let metadata = try_join_all(plan.charts.iter().map(|chart| hub_metadata::look(ports, chart)));
    let (looked, metadata) = try_join(looked, metadata).await?;
    let staged = try_join_all(looked.into_iter().map(|looked| stage::stage(ports, looked)));
    let metadata = try_join_all(metadata.into_iter().map(|looked| hub_metadata::stage(ports, looked)));
    let (staged, metadata) = try_join(staged, metadata).await?;
    let signed = try_join_all(staged.into_iter().map(|staged| sign(ports, staged))).await?;
    let verified = try_join_all(signed.into_iter().map(|signed| verify::as_stranger(ports, signed))).await?;
    let metadata = try_join_all(metadata.into_iter().map(|staged| hub_metadata::publish(ports, staged))).await?;
    let ready = try_join_all(verified.into_iter().map(|verified| commit::look_again(ports, verified)));
    let metadata = try_join_all(metadata.into_iter().map(|published| hub_metadata::read_back(ports, published)));
    let (ready, metadata) = try_join(ready, metadata).await?;
    let mut published = Vec::new();
    for ready in ready {
        match commit::commit(ports, ready).await {
            Ok(done) => published.push(done),
            Err(error) => return Err(error.after(&published)),
        }
    }
    let mirrored = mirror::mirror_all(ports, &published).await;
    Ok(Report::new(plan, published, metadata, mirrored))
}

/// Step 7; meanwhile the stranger of step 8 comes to the door.
async fn sign<'a>(ports: &Ports<'_>, staged: Staged<'a>) -> Result<Signed<'a>> {
    if ports.signatory.is_none() {
        return sign::sign(ports, staged).await;
    }
    let (chart, digest) = (staged.chart, staged.manifest.digest.clone());
    let (signed, ()) = join(sign::sign(ports, staged), verify::introduce(ports, chart, &digest)).await;
    signed
}
