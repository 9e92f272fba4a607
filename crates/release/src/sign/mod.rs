//! Step 7: the digest is signed, what is known about it is attested, and all of it is attached while no tag shows the
//! version.
//!
//! 1. **What is there** ([`held`]): referrers of the digest, and the manifests under cosign's tags `.sig` and `.sbom`.
//! 2. **What is wanted** (`wanted`): a signature and the attestations as bundles, a classic signature, plain documents.
//! 3. **What may stay**: valid signatures of the same holder that say the same. Nothing is signed twice.
//! 4. **One call** of the [`signing::Signer`] makes all that is missing: one certificate, one password, one touch.
//! 5. **Push** (`attach`): blobs and manifests by digest, side by side.
//! 6. **Show them**: the tags `.sig` (`classic`) and `.sbom` (`documents`), and one write for all referrers where the
//!    registry has no API for them.
//! 7. **Look again**, twice: that all are listed is checked as a stranger in the next step ([`check()`]), and once more
//!    before the tag ([`check_again`]).
//!
//! A run that is killed anywhere leaves less than all of it; the next run finds what is there and adds the rest.

mod attach;
mod check;
mod classic;
mod documents;
pub mod held;
mod wanted;

use async_trait::async_trait;
use oci::{Digest, Store};
use signing::policy::Policy;
use signing::trust::TrustedRoot;
use signing::{Holder, Signer, SignerError};

pub use check::{check, check_again};
pub use classic::Classic;
pub use documents::Tagged;

use crate::attest::{self, Beside, record::Manner};
use crate::stage::Staged;
use crate::{Error, Ports, Result, Step};

/// Somebody who will sign. It is asked for each chart when that is staged and not before: the tokens of identities live
/// for minutes.
#[async_trait]
pub trait Signatory: Send + Sync {
    /// Who signs, ready to do so.
    ///
    /// # Errors
    /// When the key or the identity can't be had.
    async fn signing(&self) -> Result<Signing<'_>, SignerError>;
}

/// Who signs, and when a signature that is there is as good.
pub struct Signing<'a> {
    /// Makes signatures.
    pub signer: &'a dyn Signer,
    /// What signatures of the same holder must prove to be kept.
    pub policy: Policy,
    /// What they are verified with.
    pub root: &'a TrustedRoot,
    /// Now, Unix seconds: for the validity of keys and certificates only.
    pub now: i64,
    /// Whether cosign's classic signature is made.
    pub classic: ClassicRule,
}

/// Whether cosign's classic signature is made.
#[derive(Clone, Debug)]
pub enum ClassicRule {
    /// It is, and what one that is there must prove to be kept.
    Made(Policy),
    /// It is not, since nobody could verify it; and why.
    LeftOut(String),
}

impl ClassicRule {
    /// Whether it is made.
    pub fn is_made(&self) -> bool {
        matches!(self, Self::Made(_))
    }
}

/// A staged chart with everything attached.
pub struct Signed<'a> {
    /// The chart as it is staged.
    pub staged: Staged<'a>,
    /// What is attached to it.
    pub signatures: Signatures,
}

/// Everything of ours that is attached to a digest.
#[derive(Clone, Debug, Default)]
pub struct Signatures {
    /// Whose signatures they are; none: the release is not signed.
    pub holder: Option<Holder>,
    /// Bundles and documents, those of earlier runs too.
    pub referrers: Vec<Attached>,
    /// cosign's classic signature.
    pub classic: Option<Classic>,
    /// Why there is none, although the release is signed.
    pub classic_left_out: Option<String>,
    /// The document under cosign's `.sbom` tag.
    pub tagged: Option<Tagged>,
}

impl Signatures {
    /// Referrers that were attached in this run.
    pub fn new_referrers(&self) -> impl Iterator<Item = &Digest> {
        self.referrers.iter().filter(|one| !one.reused).map(|one| &one.digest)
    }

    /// Whether anything was attached in this run.
    fn are_new(&self) -> bool {
        self.new_referrers().next().is_some() || self.classic.as_ref().is_some_and(|classic| !classic.is_reused())
    }
}

/// A referrer of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// What it is.
    pub kind: Kind,
    /// Digest of its manifest.
    pub digest: Digest,
    /// Whether an earlier run made it.
    pub reused: bool,
}

/// What a referrer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sigstore bundle with a claim.
    Bundle {
        /// What is claimed.
        predicate_type: String,
    },
    /// A document without signature.
    Document {
        /// Its media type.
        media_type: String,
    },
}

/// Signs, attests and attaches; without [`Ports::signatory`] there is nothing to do.
///
/// # Errors
/// [`Error::Signing`] when nothing can be signed, [`Error::SignatureTag`] when the `.sig` tag can't be written; whatever
/// the store reports.
pub async fn sign<'a>(ports: &Ports<'_>, staged: Staged<'a>) -> Result<Signed<'a>> {
    let Some(signatory) = ports.signatory else { return Ok(Signed { staged, signatures: Signatures::default() }) };
    ports.progress.step(Step::Sign, &staged.chart.reference);
    let signing = signatory.signing().await;
    let signing = signing.map_err(|source| Error::Signing { reference: staged.chart.reference.clone(), source })?;
    let signatures = sign_digest(&signing, &staged).await?;
    Ok(Signed { staged, signatures })
}

async fn sign_digest(signing: &Signing<'_>, staged: &Staged<'_>) -> Result<Signatures> {
    let store = &*staged.store;
    let subject = staged.manifest.descriptor();
    let failed = |source| Error::Signing { reference: staged.chart.reference.clone(), source };
    let holder = signing.signer.holder().await.map_err(failed)?;
    // 1.
    let held = held_for(store, staged).await?;
    let present = held::read(store, &subject.digest, held, signing).await?;
    // 2. and 3.
    let created = gostd::time::Timestamp::from_unix(staged.chart.time.seconds).to_rfc3339();
    let documents = attest::documents(staged.chart, &staged.manifest);
    let documents = documents::kept(store, &present.held, documents, (&subject, &created)).await?;
    let tagged = documents::prepare(&present.held, &documents);
    let signed =
        Manner { classic: signing.classic.is_made(), witnesses: present.witnesses(signing.signer.witnesses()) };
    let beside = Beside { signed, documents, tagged: tagged.digest().cloned() };
    let evidence = attest::evidence_beside(staged.chart, &staged.manifest, beside);
    let wanted = wanted::wanted(staged.chart, &staged.manifest, &evidence);
    let wanted = if signing.classic.is_made() { wanted } else { wanted.without_classic() };
    let missing = wanted.missing(&present);
    // 4.
    let made = missing.signed(signing.signer).await.map_err(failed)?;
    // 5. and 6.
    let shown = attach::attach(store, staged, (&present, made, tagged), &created).await?;
    let classic_left_out = match &signing.classic {
        ClassicRule::Made(_) => None,
        ClassicRule::LeftOut(reason) => Some(reason.clone()),
    };
    let attach::Shown { referrers, classic, tagged } = shown;
    Ok(Signatures { holder: Some(holder), referrers, classic, classic_left_out, tagged })
}

/// What was found while looking, if that was for this digest.
async fn held_for(store: &dyn Store, staged: &Staged<'_>) -> Result<held::Held> {
    match &staged.held {
        Some(held) if held.subject == staged.manifest.digest => Ok(held.clone()),
        _ => held::look(store, &staged.manifest.digest).await,
    }
}
