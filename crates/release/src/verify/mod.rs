//! `portolan verify`, and step 8 of a release: what is published, read back with nothing but its name and public material.
//!
//! The recipe, [`recipe`]:
//!
//! 1. **Resolve** the reference once. Everything after acts on the digest. A manifest that is gone although the repository
//!    still speaks of it is a broken release, another is not found (`lost`).
//! 2. **Read** manifest, config, chart layer and provenance layer, and whatever is attached to the digest; sizes and
//!    digests are checked before anything is parsed.
//! 3. **Compare** the chart in the layer with config, annotations, repository and tag ([`mod@chart`]).
//! 4. **Signatures**: sigstore bundles, cosign's classic ones and attestations of cosign 2, under the policy (`claims`,
//!    `attestations`, `classics`, `signatures`); lists must say of a referrer what it says itself (`descriptors`).
//! 5. **Provenance file** of Helm, under the keyring (`prov`).
//! 6. **SBOMs**: attested and as documents; Portolan's own are made again and compared (`sboms`).
//! 7. **Origin**: SLSA provenance under the asked-for source (`origin`); the release record, and whether everything that
//!    it lists is still there as it was attached (`record`).
//! 8. **Artifact Hub**: repository metadata, compared with what the record says of it, and annotations (`hub`).
//!
//! What disagrees in steps 1 to 3 ends the verification: there is no chart to speak of. Steps 4 to 8 say everything that
//! they find. An outage is an error and never looks like "nothing attached".

mod attached;
mod attestations;
pub mod chart;
mod claims;
mod classics;
mod descriptors;
mod form;
mod hub;
mod judged;
mod lost;
mod origin;
mod prov;
mod rebuild;
mod record;
mod request;
mod sboms;
mod signatures;
mod stranger;

use futures_util::future::join3;
use oci::{Descriptor, Reference, Store};
use signing::Proven;

use attached::Attached;
pub use attached::MOST_REFERRERS;
pub use chart::{VerifiedChart, VerifyError, tag_agrees, verify};
use hub::Metadata;
pub use judged::{Judged, Step, Verdict};
pub use origin::Origin;
pub use rebuild::rebuild;
pub use request::{Request, Requirement, Source};
pub use stranger::{Verified, as_stranger, introduce};

/// The name of step 8.
const HUB: &str = "hub";

/// The evidence of a verification.
pub struct Verification {
    /// The chart.
    pub chart: VerifiedChart,
    /// What each step found.
    pub steps: Vec<Step>,
    /// The signatures that the policy believes: bundles, then classic ones.
    pub proven: Vec<Proven>,
    /// The attestations under cosign 2's tag that the policy believes.
    pub attestations: Vec<Proven>,
    /// Whether a believed classic signature is there.
    pub classic: bool,
    /// Where the chart comes from.
    pub origin: Option<Origin>,
    /// What is listed as referring to it, as far as it was looked at.
    pub referrers: Vec<Descriptor>,
}

impl Verification {
    /// The same with one more step.
    #[must_use]
    pub fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// The same without a step.
    fn without(mut self, step: &str) -> Self {
        self.steps.retain(|one| one.name != step);
        self
    }

    /// What failed.
    pub fn failures(&self) -> impl Iterator<Item = &Judged> {
        self.of(Verdict::Failed)
    }

    /// What a reader may stumble over.
    pub fn warnings(&self) -> impl Iterator<Item = &Judged> {
        self.of(Verdict::Warning)
    }

    fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Judged> {
        self.steps.iter().flat_map(|step| &step.objects).filter(move |judged| judged.verdict == verdict)
    }

    /// What was not proven about signatures, each sentence once.
    pub fn weakenings(&self) -> Vec<String> {
        let mut told: Vec<String> = Vec::new();
        for weakening in self.proven.iter().chain(&self.attestations).flat_map(|proven| &proven.weakenings) {
            let sentence = weakening.to_string();
            if !told.contains(&sentence) {
                told.push(sentence);
            }
        }
        told
    }

    /// The same if nothing failed.
    ///
    /// # Errors
    /// [`VerifyError::Attached`] with everything that failed.
    pub fn sound(self) -> Result<Self, VerifyError> {
        let failures: Vec<String> = self.failures().map(Judged::sentence).collect();
        if failures.is_empty() { Ok(self) } else { Err(VerifyError::Attached(failures.join("\n  "))) }
    }
}

/// Verifies a release; the numbered steps are in the module's documentation.
///
/// # Errors
/// [`VerifyError`] when steps 1 to 3 fail, or the store can't answer.
pub async fn recipe(store: &dyn Store, request: &Request<'_>) -> Result<Verification, VerifyError> {
    // 1. and 2.
    let Read { chart, attached, metadata } = read(store, request.reference).await?;
    let subject = chart.manifest.digest.clone();
    // 3.
    if let Reference::Tag(tag) = request.reference {
        tag_agrees(tag, &chart.chart)?;
    }
    // 4.
    let claims = claims::judge(&attached, &subject, request);
    let classics = classics::judge(&attached, &subject, request);
    // What the records of step 7 tell decides about what is gone.
    let found = record::Found { attached: &attached, claims: &claims, classics: &classics, chart: &chart };
    let recorded = record::judge(&found, request);
    let signatures = signatures::judge(&attached, (&claims, &classics), (&chart, recorded.complete), request);
    // 5.
    let provenance = prov::judge(&chart, request);
    // 6.
    let sboms = sboms::judge(&attached, &claims, &chart, request);
    // 7.
    let (mut built, origin) = origin::judge(&claims, request);
    built.extend(recorded.told);
    // 8.
    let hub = hub::judge(&metadata, &chart, &claims);
    let steps = vec![
        Step { number: 3, name: "chart", objects: chart_lines(&chart) },
        Step { number: 4, name: "signatures", objects: signatures },
        Step { number: 5, name: "provenance", objects: provenance },
        Step { number: 6, name: "sboms", objects: sboms },
        Step { number: 7, name: "origin", objects: built },
        Step { number: 8, name: HUB, objects: hub },
    ];
    let classic = !classics.proven.is_empty();
    let (bundles, attestations): (Vec<_>, Vec<_>) = claims.claims.into_iter().partition(claims::Claim::is_bundle);
    let attestations = attestations.into_iter().filter_map(|claim| claim.proven).collect();
    let bundles = bundles.into_iter().filter_map(|claim| claim.proven);
    let proven = bundles.chain(classics.proven.into_iter().map(|(_, proven)| proven)).collect();
    let referrers = attached.referrers.into_iter().map(|(listed, _)| listed).collect();
    Ok(Verification { chart, steps, proven, attestations, classic, origin, referrers })
}

/// What is read before anything is judged.
struct Read {
    chart: VerifiedChart,
    attached: Attached,
    metadata: Metadata,
}

/// Steps 1 and 2. A digest tells what is attached to it before its manifest is read.
async fn read(store: &dyn Store, reference: &Reference) -> Result<Read, VerifyError> {
    let (subject, resolved) = match reference {
        Reference::Digest(digest) => (digest.clone(), None),
        Reference::Tag(_) => {
            let manifest = lost::manifest(store, reference).await?;
            (manifest.digest.clone(), Some(manifest))
        }
    };
    let chart = async {
        let manifest = match resolved {
            Some(manifest) => manifest,
            None => lost::manifest(store, reference).await?,
        };
        chart::known(store, manifest).await
    };
    // All to their ends: what can't be read of the chart is told first.
    let (chart, attached, metadata) = join3(chart, attached::read(store, &subject), hub::read(store)).await;
    Ok(Read { chart: chart?, attached: attached.map_err(unreadable)?, metadata: metadata.map_err(unreadable)? })
}

/// A list that can't be read because of what it holds is a matter of the release.
fn unreadable(error: oci::StoreError) -> VerifyError {
    match attached::is_broken(&error) {
        true => VerifyError::Broken { object: "the list of what is attached".to_owned(), detail: error.to_string() },
        false => error.into(),
    }
}

/// Lines about what agreed in steps 1 to 3.
fn chart_lines(chart: &VerifiedChart) -> Vec<Judged> {
    let metadata = &chart.chart.metadata;
    let named = format!("{} {}, as config, annotations and repository say", metadata.name, metadata.version);
    let mut told = vec![
        Judged::verified("manifest", Some(&chart.manifest.digest), "read by this digest"),
        Judged::verified("config", Some(&chart.config), "says what the chart says"),
        Judged::verified("chart layer", Some(&chart.layer), named),
    ];
    let document = chart.manifest.document().unwrap_or_default();
    let layers = document.layers.unwrap_or_default();
    if layers.first().is_some_and(|first| first.digest != chart.layer) {
        let detail = "it is not the first layer: readers that take the first one get something else";
        told.push(Judged::warning("chart layer", Some(&chart.layer), detail));
    }
    let known = |digest: &oci::Digest| {
        *digest == chart.layer || chart.provenance.as_ref().is_some_and(|(layer, _)| layer.digest == *digest)
    };
    let other = layers.iter().filter(|layer| !known(&layer.digest));
    told.extend(other.map(|layer| {
        let detail = format!("a layer of type {:?}, which was not looked at", layer.media_type);
        Judged::warning("layer", Some(&layer.digest), detail)
    }));
    told
}
