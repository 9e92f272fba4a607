//! Signatures of identities.

use sigstore_verify::VerificationPolicy;

use super::certificate::{self, Named};
use super::evidence::{Evidence, IdentityRules, Who};
use super::{chain, log, timestamps, translate};
use crate::policy::{CertificateLogRule, LogRule, Matcher, TimestampRule, Weakening};
use crate::proven::{Proven, SignedAt, TimeSource};
use crate::refusal::{Part, Refusal, shown};
use crate::trust::TrustedRoot;
use crate::{Holder, Identity};

/// Steps 4 to 9 with an identity.
pub(super) fn verify(
    evidence: &Evidence,
    leaf: &[u8],
    rules: &IdentityRules<'_>,
    root: &TrustedRoot,
    now: i64,
) -> Result<Proven, Refusal> {
    // 4.
    let Named { identity, claims } = certificate::read(leaf)?;
    asked_for(&identity, rules)?;
    let verifier = root.verifier()?;
    chain::made_by_authorities(leaf, &evidence.chain, root)?;
    if rules.timestamp == TimestampRule::Required && evidence.timestamps.is_empty() {
        let hint = "sign with a timestamp authority, or take the log's time";
        return Err(Refusal::new(Part::Timestamp, "there is none", "a timestamp of a trusted authority").hint(hint));
    }
    // 5.
    let (entries, weakening) = match (rules.log, evidence.log_entries.is_empty()) {
        (LogRule::Required, true) => return Err(log::missing("sign again with a transparency log")),
        (LogRule::Accepted | LogRule::Ignored, true) => (&[][..], Some(Weakening::NoLogEntry)),
        (LogRule::Ignored, false) => (&[][..], Some(Weakening::LogIgnored(evidence.log_entries.len()))),
        (LogRule::Required | LogRule::Accepted, false) => (evidence.log_entries.as_slice(), None),
    };
    if entries.is_empty() && evidence.timestamps.is_empty() {
        let expected = "a timestamp of a trusted authority, since no log entry proves the time";
        return Err(Refusal::new(Part::Timestamp, "no proof of when the signature was made", expected));
    }
    let logged = log::known(entries, root)?;
    // 5. to 8.
    let bundle = evidence.as_bundle(Who::Identity, entries, &evidence.timestamps);
    let policy = policy(rules, entries.is_empty());
    let result = verifier.verify(evidence.artifact()?, &bundle, &policy).map_err(translate::refusal)?;
    // 9.
    let by_authority = evidence.timestamps.len();
    let source = |number| match number < by_authority {
        true => TimeSource::TimestampAuthority,
        false => TimeSource::TransparencyLog,
    };
    let times = result.verified_timestamps().iter().enumerate();
    let signed_at: Vec<SignedAt> =
        times.map(|(number, time)| SignedAt { time: time.as_second(), source: source(number) }).collect();
    timestamps::not_in_the_future(&signed_at, now)?;
    log::valid_at(&logged, &signed_at, root)?;
    let mut proven = Proven { claims, signed_at, log: logged, ..Proven::of(Holder::Identity(identity)) };
    proven.weakenings.extend(weakening);
    if rules.certificate_log == CertificateLogRule::Waived {
        proven.weakenings.push(Weakening::CertificateLogWaived);
    }
    Ok(proven)
}

fn policy(rules: &IdentityRules<'_>, without_log: bool) -> VerificationPolicy {
    let policy = VerificationPolicy::any_identity();
    let policy = if without_log { policy.skip_tlog_unsafe() } else { policy };
    match rules.certificate_log {
        CertificateLogRule::Required => policy,
        CertificateLogRule::Waived => policy.skip_sct(),
    }
}

fn asked_for(identity: &Identity, rules: &IdentityRules<'_>) -> Result<(), Refusal> {
    let differ = |what: &str, found: &str, expected: &Matcher| {
        Err(Refusal::new(Part::Identity, format!("{what} {:?}", shown(found)), format!("{what} {expected}")))
    };
    if !rules.subject.matches(&identity.subject) {
        return differ("subject", &identity.subject, rules.subject);
    }
    if !rules.issuer.matches(&identity.issuer) {
        return differ("issuer", &identity.issuer, rules.issuer);
    }
    Ok(())
}
