//! Is this signature what the policy asks for? Without network, files and clock: everything comes as an argument.
//!
//! The steps of [`bundle()`]:
//!
//! 1. The bundle is well formed ([`crate::bundle`]): version 0.3, one DSSE signature over an in-toto statement, bounds.
//! 2. The statement is well formed, and one of its subjects is the digest.
//! 3. What the bundle was signed with is what the policy names: a key, or a certificate.
//!
//! With a key:
//!
//! 4. One of the policy's keys made the signature over the statement (in DSSE's encoding).
//! 5. Every log entry is of a trusted log, was in it (inclusion proof, signed checkpoint, entry timestamp), and is about
//!    this signature; at least one if the policy asks for it. Or none is looked at, which is said.
//! 6. Every timestamp is of a trusted authority and over this signature.
//!
//! With an identity:
//!
//! 4. The certificate says one subject and one issuer, both what the policy asks for.
//! 5. Log entries as above; each checkpoint is of the log that the entry names.
//! 6. The time is proven, by a timestamp authority or by a log's entry timestamp; an `integratedTime` that nothing signed
//!    proves nothing.
//! 7. The certificate (and any above it that came along) was issued by an authority of the trusted root, is for signing code, and was valid at every proven
//!    time, as was the authority; a trusted certificate transparency log knows it.
//! 8. The certificate's key made the signature.
//!
//! And for both:
//!
//! 9. No proven time is in the future, and every log key was valid at the proven times.
//!
//! [`classic()`] does the same with a layer of a `.sig` manifest: the payload in place of the statement, the annotations
//! in place of the bundle; [`attestation()`] with a layer of a `.att` manifest: a DSSE envelope, and the same annotations.
//!
//! Steps 5 to 8 are sigstore-verify's; around them stands what it leaves open: unlogged keys, limits, names of checkpoints,
//! differing issuers, patterns. It also reads the system's clock, to refuse entries from the future.

mod certificate;
mod chain;
mod classic;
mod evidence;
mod identity;
mod key;
mod log;
mod timestamps;
mod translate;

use oci::{Descriptor, Digest, RawManifest};

pub use crate::proven::{Logged, Proven, SignedAt, TimeSource, hidden_classic_signature};

use crate::bundle::{self, BundleMaterial};
use crate::message::{STATEMENT_TYPE, encoded};
use crate::policy::{Policy, Weakening};
use crate::refusal::Refusal;
use crate::trust::TrustedRoot;
use evidence::{Content, Evidence};

/// Verifies a bundle. `now` is in seconds since 1970.
///
/// # Errors
/// [`Refusal`]: the first step that fails, and what was expected there.
pub fn bundle(
    bytes: &[u8],
    subject: &Digest,
    policy: &Policy,
    root: &TrustedRoot,
    now: i64,
) -> Result<Proven, Refusal> {
    // 1.
    let bundle = bundle::read(bytes)?;
    // 2.
    let statement = bundle.statement()?;
    statement.must_name(subject)?;
    let weakening = (!bundle.has_log_field).then_some(Weakening::NoLogField);
    let certificate = match bundle.material {
        BundleMaterial::Key(_) => None,
        BundleMaterial::Certificate(leaf) => Some(leaf),
    };
    let evidence = Evidence {
        message: encoded(STATEMENT_TYPE, &bundle.payload),
        content: Content::Statement { payload: bundle.payload, subject: subject.clone() },
        signature: bundle.signature,
        certificate,
        certificate_decides: true,
        chain: Vec::new(),
        log_entries: bundle.log_entries,
        timestamps: bundle.timestamps,
    };
    // 3. to 9.
    let mut proven = evidence.verify(policy, root, now)?;
    proven.predicate_type = Some(statement.predicate_type);
    proven.statement = Some(statement.document);
    proven.weakenings.extend(weakening);
    Ok(proven)
}

/// Verifies a classic signature: a layer of a `.sig` manifest with its payload. `now` is in seconds since 1970.
///
/// # Errors
/// [`Refusal`]: the first step that fails, and what was expected there.
#[expect(clippy::too_many_arguments, reason = "what is verified, against what: seven things, none of them optional")]
pub fn classic(
    manifest: &RawManifest,
    layer: &Descriptor,
    payload: &[u8],
    subject: &Digest,
    policy: &Policy,
    root: &TrustedRoot,
    now: i64,
) -> Result<Proven, Refusal> {
    let (evidence, payload) = classic::evidence(manifest, layer, payload, subject)?;
    let mut proven = evidence.verify(policy, root, now)?;
    proven.payload = Some(payload);
    Ok(proven)
}

/// Verifies an attestation of cosign 2: a layer of a `.att` manifest with its envelope. `now` is in seconds since 1970.
///
/// # Errors
/// [`Refusal`]: the first step that fails, and what was expected there.
pub fn attestation(
    layer: &Descriptor,
    envelope: &[u8],
    subject: &Digest,
    (policy, root): (&Policy, &TrustedRoot),
    now: i64,
) -> Result<Proven, Refusal> {
    let (evidence, statement) = classic::attestation(layer, envelope, subject)?;
    let mut proven = evidence.verify(policy, root, now)?;
    proven.predicate_type = Some(statement.predicate_type);
    proven.statement = Some(statement.document);
    Ok(proven)
}
