//! Signatures of keys.

use sigstore_types::{DerPublicKey, SignatureBytes};
use sigstore_verify::PublicKeyVerificationPolicy;
use sigstore_verify::crypto::{KeyAlgorithm, SigningScheme, verify_signature};

use super::evidence::{Evidence, Who};
use super::{log, timestamps, translate};
use crate::policy::{LogRule, Weakening};
use crate::proven::{Proven, SignedAt, TimeSource};
use crate::refusal::{Part, Refusal, shown};
use crate::trust::TrustedRoot;
use crate::{Holder, PublicKey};

/// Steps 4 to 6 and 9 with a key.
pub(super) fn verify(
    evidence: &Evidence,
    keys: &[PublicKey],
    rule: LogRule,
    root: &TrustedRoot,
    now: i64,
) -> Result<Proven, Refusal> {
    // 4.
    let key = signer(keys, &evidence.message, &evidence.signature)?;
    let mut proven = Proven::of(Holder::Key(key.clone()));
    // 5.
    logged(evidence, key, rule, root, &mut proven)?;
    // 6.
    match timestamps::times(&evidence.timestamps, &evidence.signature, root)? {
        Some(times) => proven.signed_at.extend(times),
        None => proven.weakenings.push(Weakening::TimestampsIgnored(evidence.timestamps.len())),
    }
    // 9.
    timestamps::not_in_the_future(&proven.signed_at, now)?;
    log::valid_at(&proven.log, &proven.signed_at, root)?;
    Ok(proven)
}

/// Which of the keys made the signature.
fn signer<'k>(keys: &'k [PublicKey], message: &[u8], signature: &[u8]) -> Result<&'k PublicKey, Refusal> {
    let mut last = "no key was given".to_owned();
    for key in keys {
        match made_by(key, message, signature) {
            Ok(()) => return Ok(key),
            Err(reason) => last = reason,
        }
    }
    let expected = match keys {
        [_] => "one made with the key given".to_owned(),
        _ => format!("one made with any of the {} keys given", keys.len()),
    };
    let hint = "another key signed it, or it was changed after signing";
    Err(Refusal::new(Part::Signature, shown(&last), expected).hint(hint))
}

/// Whether a key made a signature.
fn made_by(key: &PublicKey, message: &[u8], signature: &[u8]) -> Result<(), String> {
    let spki = DerPublicKey::new(key.spki().to_vec());
    let algorithm = KeyAlgorithm::from_spki(&spki).map_err(|error| error.to_string())?;
    let signature = SignatureBytes::new(signature.to_vec());
    let results = schemes(algorithm).into_iter().map(|scheme| verify_signature(&spki, message, &signature, scheme));
    let mut error = String::new();
    for result in results {
        match result {
            Ok(()) => return Ok(()),
            Err(found) => error = format!("it does not verify ({found})"),
        }
    }
    Err(error)
}

/// How a kind of key signs. cosign hashes with SHA-256 for every curve unless told otherwise, so both are tried.
fn schemes(algorithm: KeyAlgorithm) -> Vec<SigningScheme> {
    let usual = algorithm.default_signing_scheme();
    match algorithm {
        KeyAlgorithm::EcdsaP384 => vec![usual, SigningScheme::EcdsaP384Sha256],
        _ => vec![usual],
    }
}

fn logged(
    evidence: &Evidence,
    key: &PublicKey,
    rule: LogRule,
    root: &TrustedRoot,
    proven: &mut Proven,
) -> Result<(), Refusal> {
    let entries = &evidence.log_entries;
    match (rule, entries.is_empty()) {
        (LogRule::Required, true) => return Err(log::missing("make signatures with `--log`, or ask for no log entry")),
        (LogRule::Accepted | LogRule::Ignored, true) => proven.weakenings.push(Weakening::NoLogEntry),
        (LogRule::Ignored, false) => proven.weakenings.push(Weakening::LogIgnored(entries.len())),
        (LogRule::Required | LogRule::Accepted, false) => {
            proven.log = log::known(entries, root)?;
            let policy = PublicKeyVerificationPolicy::new(DerPublicKey::new(key.spki().to_vec()));
            let bundle = evidence.as_bundle(Who::Key, entries, &[]);
            let result = root.verifier()?.verify(evidence.artifact()?, &bundle, &policy);
            let result = result.map_err(translate::refusal)?;
            let times = result.verified_timestamps().iter().map(|time| time.as_second());
            proven.signed_at.extend(times.map(|time| SignedAt { time, source: TimeSource::TransparencyLog }));
        }
    }
    Ok(())
}
