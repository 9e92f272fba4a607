//! Whose signature it must be, about what.

use oci::Digest;
use serde_json::json;
use signing::policy::{CertificateLogRule, LogRule, Matcher, Pattern, TimestampRule, Weakening};
use signing::statement::predicate::{SIGNATURE, SPDX};
use signing::verify::{TimeSource, hidden_classic_signature};
use signing::{Holder, Part, Policy, PublicKey, TrustedRoot};

use crate::world::{
    ISSUER, Leaf, Recipe, SIGNED, SUBJECT, World, base64, certificate, identity, identity_with, statement_of, subject,
};
use crate::{at, judge, judge_with, refused};

fn unlogged() -> Recipe {
    Recipe { first_log: false, ..Recipe::default() }
}

#[test]
fn a_key_s_signature_is_believed_without_any_root() {
    let world = World::new();
    let proven = judge_with(&world.keyed(&unlogged()), &Policy::keys(vec![world.public()]), &TrustedRoot::none());
    let proven = proven.unwrap();
    assert_eq!(proven.holder, Holder::Key(world.public()));
    assert_eq!(proven.predicate_type.as_deref(), Some(SIGNATURE));
    assert_eq!(proven.weakenings, [Weakening::NoLogEntry]);
    assert!(proven.is_signature() && proven.statement.is_some());
}

#[test]
fn any_of_several_keys_will_do_and_others_are_refused() {
    let (world, other) = (World::new(), World::new());
    let bundle = world.keyed(&unlogged());
    let both = Policy::keys(vec![other.public(), world.public()]);
    assert_eq!(judge(&world, &bundle, &both).unwrap().holder, Holder::Key(world.public()));
    let neither = Policy::keys(vec![other.public(), World::new().public()]);
    refused(judge(&world, &bundle, &neither), &Part::Signature, "any of the 2 keys given");
    refused(judge(&world, &bundle, &Policy::keys(Vec::new())), &Part::Signature, "no key was given");
    let unreadable = Policy::keys(vec![PublicKey::from_spki(b"no key".to_vec())]);
    refused(judge(&world, &bundle, &unreadable), &Part::Signature, "key");
}

#[test]
fn c06_another_subject_is_refused() {
    let world = World::new();
    let other = Digest::of(b"another manifest");
    for bundle in [
        world.keyed(&Recipe { statement: statement_of(&other, SIGNATURE), ..unlogged() }),
        world.keyless(&Recipe { statement: statement_of(&other, SIGNATURE), ..Recipe::default() }),
    ] {
        let refusal = judge(&world, &bundle, &world.key_policy(LogRule::Accepted)).unwrap_err();
        assert_eq!(refusal.part, Part::Subject);
        assert!(refusal.found.contains(other.hex()) && refusal.expected == subject().to_string(), "{refusal}");
    }
}

#[test]
fn c08_a_changed_payload_and_a_borrowed_signature_are_refused() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let sbom = Recipe { statement: statement_of(&subject(), SPDX), ..unlogged() };
    let (mut signature, sbom) = (world.keyed(&unlogged()), world.keyed(&sbom));
    signature["dsseEnvelope"]["signatures"] = sbom["dsseEnvelope"]["signatures"].clone();
    refused(judge(&world, &signature, &policy), &Part::Signature, "does not verify");
    let mut keyless = world.keyless(&Recipe::default());
    *at(&mut keyless, "/dsseEnvelope/payload") = json!(base64(&statement_of(&subject(), SPDX)));
    assert!(judge(&world, &keyless, &identity()).is_err());
}

#[test]
fn c28_an_unlogged_signature_is_refused_where_a_log_is_demanded() {
    let world = World::new();
    let refusal = judge(&world, &world.keyed(&unlogged()), &world.key_policy(LogRule::Required)).unwrap_err();
    assert_eq!(refusal.part, Part::LogEntry);
    assert!(refusal.hint.is_some_and(|hint| hint.contains("--log")));
    let bundle = world.keyless(&Recipe { first_log: false, stamped: Some(SIGNED), ..Recipe::default() });
    refused(judge(&world, &bundle, &identity()), &Part::LogEntry, "there is none");
}

#[test]
fn logged_key_signatures_are_proven_in_both_versions_of_the_log() {
    let world = World::new();
    let both = Recipe { second_log: true, stamped: Some(SIGNED + 1), ..Recipe::default() };
    let proven = judge(&world, &world.keyed(&both), &world.key_policy(LogRule::Required)).unwrap();
    let urls: Vec<&str> = proven.log.iter().map(|entry| entry.url.as_str()).collect();
    assert_eq!(urls, ["https://log.test", "https://log2.test:443/x"]);
    let sources: Vec<TimeSource> = proven.signed_at.iter().map(|at| at.source).collect();
    assert_eq!(sources, [TimeSource::TransparencyLog, TimeSource::TimestampAuthority]);
    assert!(proven.weakenings.is_empty());
    let ignored = judge(&world, &world.keyed(&both), &world.key_policy(LogRule::Ignored)).unwrap();
    assert_eq!(ignored.weakenings, [Weakening::LogIgnored(2)]);
    assert!(ignored.log.is_empty());
}

#[test]
fn timestamps_without_a_trusted_authority_are_said_to_prove_nothing() {
    let world = World::new();
    let bundle = world.keyed(&Recipe { stamped: Some(SIGNED), ..unlogged() });
    let proven = judge_with(&bundle, &world.key_policy(LogRule::Accepted), &TrustedRoot::none()).unwrap();
    assert_eq!(proven.weakenings, [Weakening::NoLogEntry, Weakening::TimestampsIgnored(1)]);
    assert!(proven.signed_at.is_empty());
}

#[test]
fn log_entries_of_logs_that_are_not_trusted_are_refused_unless_ignored() {
    let world = World::new();
    let bundle = world.keyed(&Recipe::default());
    let result = judge_with(&bundle, &world.key_policy(LogRule::Accepted), &TrustedRoot::none());
    refused(result, &Part::LogEntry, "which is not trusted");
    assert!(judge_with(&bundle, &world.key_policy(LogRule::Ignored), &TrustedRoot::none()).is_ok());
}

#[test]
fn i07_an_identity_s_signature_is_proven_with_everything() {
    let world = World::new();
    let both = Recipe { second_log: true, stamped: Some(SIGNED), ..Recipe::default() };
    let proven = judge(&world, &world.keyless(&both), &identity()).unwrap();
    let named = proven.identity().unwrap();
    assert_eq!((named.subject.as_str(), named.issuer.as_str()), (SUBJECT, ISSUER));
    assert_eq!(proven.claims, [("source repository URI", "https://forge.test/charts".to_owned())]);
    assert_eq!(proven.log.iter().map(|entry| entry.index).collect::<Vec<_>>(), [4001, 1]);
    assert!(proven.signed_at.iter().all(|at| at.time == SIGNED) && proven.signed_at.len() == 2);
    assert!(proven.weakenings.is_empty());
}

#[test]
fn c15_another_subject_or_issuer_is_refused() {
    let world = World::new();
    let bundle = world.keyless(&Recipe::default());
    let exact = |text: &str| Matcher::Exact(text.to_owned());
    let judged = |subject: Matcher, issuer: Matcher| judge(&world, &bundle, &Policy::identity(subject, issuer));
    refused(judged(exact("release@forge.test"), exact(ISSUER)), &Part::Identity, "subject");
    refused(judged(exact(SUBJECT), exact("https://other.test")), &Part::Identity, "issuer \"https://issuer.test\"");
    let pattern = |text: &str| Matcher::Pattern(Pattern::new(text).unwrap());
    assert!(judged(pattern("https://forge.test/charts/.*"), pattern("https://.*")).is_ok());
    refused(judged(pattern("https://forge.test/charts/"), exact(ISSUER)), &Part::Identity, "covers as a whole");
}

#[test]
fn c15_patterns_are_anchored_where_cosign_s_are_not() {
    let world = World::new();
    let leaf = Leaf { subjects: vec!["https://evil-example.com/https://example.com/"], ..Leaf::default() };
    let bundle = world.keyless(&Recipe { leaf, ..Recipe::default() });
    let subject = Matcher::Pattern(Pattern::new("https://example.com/.*").unwrap());
    let policy = Policy::identity(subject, Matcher::Exact(ISSUER.to_owned()));
    refused(judge(&world, &bundle, &policy), &Part::Identity, "evil-example.com");
}

#[test]
fn a_key_s_policy_does_not_take_a_certificate_and_the_reverse() {
    let world = World::new();
    let result = judge(&world, &world.keyless(&Recipe::default()), &world.key_policy(LogRule::Accepted));
    refused(result, &Part::Policy, "a signature of an identity, with a certificate");
    refused(judge(&world, &world.keyed(&Recipe::default()), &identity()), &Part::Policy, "without a certificate");
}

#[test]
fn without_a_root_no_identity_is_believed() {
    let world = World::new();
    let result = judge_with(&world.keyless(&Recipe::default()), &identity(), &TrustedRoot::none());
    refused(result, &Part::TrustedRoot, "none was given");
    let result = judge_with(&world.keyless(&Recipe::default()), &identity(), &TrustedRoot::public_good());
    assert!(result.is_err());
}

#[test]
fn waived_logs_are_said() {
    let world = World::new();
    let (ignored, waived) = (LogRule::Ignored, CertificateLogRule::Waived);
    let policy = identity_with(ignored, waived, TimestampRule::Accepted);
    let recipe = Recipe { stamped: Some(SIGNED), ..Recipe::default() };
    let proven = judge(&world, &world.keyless(&recipe), &policy).unwrap();
    assert_eq!(proven.weakenings, [Weakening::LogIgnored(1), Weakening::CertificateLogWaived]);
    // With the log ignored, its time is not believed either.
    refused(judge(&world, &world.keyless(&Recipe::default()), &policy), &Part::Timestamp, "no proof of when");
    let demanding = identity_with(LogRule::Required, CertificateLogRule::Required, TimestampRule::Required);
    assert!(judge(&world, &world.keyless(&recipe), &demanding).is_ok());
    refused(judge(&world, &world.keyless(&Recipe::default()), &demanding), &Part::Timestamp, "there is none");
}

#[test]
fn i17_an_sbom_by_the_right_key_is_no_signature() {
    let world = World::new();
    let recipe = Recipe { statement: statement_of(&subject(), SPDX), ..unlogged() };
    let proven = judge(&world, &world.keyed(&recipe), &world.key_policy(LogRule::Accepted)).unwrap();
    assert!(!proven.is_signature());
    let refusal = proven.demand(SIGNATURE).unwrap_err();
    assert_eq!(refusal.part, Part::PredicateType);
    assert!(refusal.found.contains(SPDX) && refusal.expected == SIGNATURE, "{refusal}");
    assert!(proven.demand(SPDX).is_ok());
}

#[test]
fn i16_a_foreign_bundle_hides_a_classic_signature() {
    assert!(hidden_classic_signature(true, 1, 0).is_some_and(|text| text.contains("cosign 3 and Flux")));
    for (classic, parsed, proven) in [(true, 0, 0), (true, 2, 1), (false, 1, 0)] {
        assert_eq!(hidden_classic_signature(classic, parsed, proven), None);
    }
}

#[test]
fn the_policy_s_keys_are_the_signer_s() {
    let world = World::new();
    assert_eq!(world.public().spki(), certificate::spki(&world.signer));
}
