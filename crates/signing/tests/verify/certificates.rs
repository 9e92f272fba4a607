//! Certificates: their window, their issuer, their transparency; trusted roots.

use serde_json::json;
use signing::policy::{CertificateLogRule, LogRule, TimestampRule};
use signing::{Part, Proven, Refusal, TrustedRoot};

use crate::world::{
    ISSUER, Leaf, NOT_AFTER, NOT_BEFORE, NOW, Recipe, SIGNED, Sct, World, identity, identity_with, window,
};
use crate::{at, judge, judge_with, refused};

fn of(leaf: Leaf) -> Result<Proven, Refusal> {
    let world = World::new();
    judge(&world, &world.keyless(&Recipe { leaf, ..Recipe::default() }), &identity())
}

#[test]
fn c13_the_certificate_must_be_valid_when_it_was_used_not_now() {
    assert!(of(Leaf::default()).is_ok(), "it expired years ago, and was valid then");
    let expired = Leaf { not_after: SIGNED - 1, ..Leaf::default() };
    refused(of(expired), &Part::Certificate, "");
    let early = Leaf { not_before: SIGNED + 1, ..Leaf::default() };
    refused(of(early), &Part::Certificate, "");
}

#[test]
fn c14_a_proven_time_outside_the_certificate_is_refused() {
    let world = World::new();
    for (integrated, stamped) in
        [(NOT_AFTER + 1, None), (NOT_BEFORE - 1, None), (SIGNED, Some(NOT_AFTER + 1)), (SIGNED, Some(NOT_BEFORE - 1))]
    {
        let bundle = world.keyless(&Recipe { integrated, stamped, ..Recipe::default() });
        refused(judge(&world, &bundle, &identity()), &Part::Certificate, "");
    }
    for edge in [NOT_BEFORE, NOT_AFTER] {
        let bundle = world.keyless(&Recipe { integrated: edge, stamped: Some(edge), ..Recipe::default() });
        assert!(judge(&world, &bundle, &identity()).is_ok());
    }
}

#[test]
fn c14_a_timestamp_over_other_bytes_is_refused() {
    let world = World::new();
    let mut bundle = world.keyless(&Recipe { stamped: Some(SIGNED), ..Recipe::default() });
    let stamp = crate::world::base64(&world.stamp(b"other bytes", SIGNED));
    let pointer = "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp";
    *at(&mut bundle, pointer) = json!(stamp);
    refused(judge(&world, &bundle, &identity()), &Part::Timestamp, "");
    let mut keyed = world.keyed(&Recipe { first_log: false, stamped: Some(SIGNED), ..Recipe::default() });
    assert!(judge(&world, &keyed, &world.key_policy(LogRule::Accepted)).is_ok());
    *at(&mut keyed, pointer) = json!(stamp);
    refused(judge(&world, &keyed, &world.key_policy(LogRule::Accepted)), &Part::Timestamp, "over this signature");
}

#[test]
fn c14_a_timestamp_of_an_authority_that_is_not_trusted_is_refused() {
    let (world, other) = (World::new(), World::new());
    let mut bundle = world.keyless(&Recipe { stamped: Some(SIGNED), ..Recipe::default() });
    let foreign = other.keyless(&Recipe { stamped: Some(SIGNED), ..Recipe::default() });
    let name = "timestampVerificationData";
    bundle["verificationMaterial"][name] = foreign["verificationMaterial"][name].clone();
    refused(judge(&world, &bundle, &identity()), &Part::Timestamp, "");
}

#[test]
fn c14_a_time_that_nothing_signed_proves_nothing() {
    let world = World::new();
    let mut bundle = world.keyless(&Recipe::default());
    at(&mut bundle, "/verificationMaterial/tlogEntries/0").as_object_mut().unwrap().remove("inclusionPromise");
    refused(judge(&world, &bundle, &identity()), &Part::Timestamp, "no verified timestamp");
    let mut stamped = world.keyless(&Recipe { stamped: Some(SIGNED), ..Recipe::default() });
    at(&mut stamped, "/verificationMaterial/tlogEntries/0").as_object_mut().unwrap().remove("inclusionPromise");
    let proven = judge(&world, &stamped, &identity()).unwrap();
    assert_eq!(proven.log[0].index, 1, "nothing signed the index in the whole log");
    let second = world.keyless(&Recipe { first_log: false, second_log: true, ..Recipe::default() });
    refused(judge(&world, &second, &identity()), &Part::Timestamp, "no verified timestamp");
}

#[test]
fn times_to_come_are_refused() {
    let world = World::new();
    let (leaf, future) = (Leaf { not_after: NOW + 9000, ..Leaf::default() }, NOW + 301);
    let stamped = Recipe { leaf, stamped: Some(future), ..Recipe::default() };
    refused(judge(&world, &world.keyless(&stamped), &identity()), &Part::Timestamp, "301 seconds ahead of now");
    let keyed = world.keyed(&Recipe { stamped: Some(future), ..Recipe::default() });
    refused(judge(&world, &keyed, &world.key_policy(LogRule::Accepted)), &Part::Timestamp, "ahead of now");
}

#[test]
fn c16_extension_eight_decides_and_must_not_be_contradicted() {
    let old = |old_issuer| Leaf { old_issuer, ..Leaf::default() };
    assert!(of(old(None)).is_ok());
    refused(of(old(Some("https://other.test"))), &Part::Identity, "two issuers");
    assert!(of(Leaf { issuer: None, ..Leaf::default() }).is_ok(), "the old one counts where there is no other");
    let other = Leaf { issuer: Some("https://other.test"), old_issuer: Some(ISSUER), ..Leaf::default() };
    refused(of(other), &Part::Identity, "two issuers");
    let neither = Leaf { issuer: None, old_issuer: None, ..Leaf::default() };
    refused(of(neither), &Part::Identity, "without an issuer");
}

#[test]
fn a_certificate_names_exactly_one_subject() {
    let two = Leaf { subjects: vec![crate::world::SUBJECT, "https://other.test"], ..Leaf::default() };
    refused(of(two), &Part::Identity, "2 names");
    refused(of(Leaf { subjects: vec![], ..Leaf::default() }), &Part::Identity, "0 names");
}

#[test]
fn c17_a_missing_forged_or_unknown_sct_is_refused_unless_waived() {
    let world = World::new();
    let waiver = identity_with(LogRule::Required, CertificateLogRule::Waived, TimestampRule::Accepted);
    for sct in [Sct::Missing, Sct::UnknownLog, Sct::Forged] {
        let bundle = world.keyless(&Recipe { leaf: Leaf { sct, ..Leaf::default() }, ..Recipe::default() });
        refused(judge(&world, &bundle, &identity()), &Part::CertificateLog, "");
        let proven = judge(&world, &bundle, &waiver).unwrap();
        assert!(proven.weakenings.iter().any(|weakening| weakening.to_string().contains("waived")));
    }
}

#[test]
fn certificates_of_other_authorities_and_for_other_uses_are_refused() {
    let (world, other) = (World::new(), World::new());
    let result = judge_with(&other.keyless(&Recipe::default()), &identity(), &world.root());
    assert!(result.is_err());
    let mut root = world.root_json();
    root["certificateAuthorities"] = other.root_json()["certificateAuthorities"].clone();
    let root = TrustedRoot::read(root.to_string().as_bytes(), "root.json").unwrap();
    refused(judge_with(&world.keyless(&Recipe::default()), &identity(), &root), &Part::Certificate, "");
    refused(of(Leaf { code_signing: false, ..Leaf::default() }), &Part::Certificate, "");
}

#[test]
fn c20_authorities_and_logs_count_only_within_their_windows() {
    let world = World::new();
    let bundle = world.keyless(&Recipe { stamped: Some(SIGNED), ..Recipe::default() });
    let both = world.keyless(&Recipe { second_log: true, stamped: Some(SIGNED), ..Recipe::default() });
    let judged = |pointer: &str, start, end| {
        let mut root = world.root_json();
        at(&mut root, pointer)["validFor"] = window(start, end);
        let root = TrustedRoot::read(root.to_string().as_bytes(), "root.json").unwrap();
        judge_with(if pointer.contains("/1/") { &both } else { &bundle }, &identity(), &root)
    };
    let authority = "/certificateAuthorities/0";
    let places = [
        (authority, Part::Certificate),
        ("/tlogs/0/publicKey", Part::LogEntry),
        ("/tlogs/1/publicKey", Part::LogEntry),
        ("/ctlogs/0/publicKey", Part::CertificateLog),
        ("/timestampAuthorities/0", Part::Timestamp),
    ];
    for (pointer, part) in places {
        assert!(judged(pointer, SIGNED, Some(SIGNED)).is_ok(), "{pointer}");
        refused(judged(pointer, SIGNED + 1, None), &part, "");
        refused(judged(pointer, 0, Some(SIGNED - 1)), &part, "");
    }
}

#[test]
fn c20_unusable_roots_are_refused_as_files_and_unknown_kinds_of_keys_left_out() {
    let world = World::new();
    let read = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut root = world.root_json();
        change(&mut root);
        TrustedRoot::read(root.to_string().as_bytes(), "root.json")
    };
    let refusal = |change: &dyn Fn(&mut serde_json::Value)| {
        let refusal = read(change).unwrap_err();
        assert_eq!(refusal.part, Part::TrustedRoot);
        refusal.to_string()
    };
    assert!(refusal(&|root| root["mediaType"] = json!("application/json")).contains("root.json: media type"));
    assert!(refusal(&|root| root["tlogs"][1] = root["tlogs"][0].clone()).contains("duplicate"));
    assert!(refusal(&|root| at(root, "/tlogs/0/publicKey")["validFor"] = window(9, Some(8))).contains("ends before"));
    let certificate = "/certificateAuthorities/0/certChain/certificates";
    assert!(refusal(&|root| *at(root, certificate) = json!([{"rawBytes": "AAAA"}])).contains("root.json"));
    assert!(refusal(&|root| *at(root, certificate) = json!([])).contains("empty"));
    let root = read(&|root| *at(root, "/tlogs/0/publicKey/rawBytes") = json!("AAAA")).unwrap();
    assert!(root.left_out()[0].contains("https://log.test"));
    let version = "application/vnd.dev.sigstore.trustedroot.v0.2+json";
    assert!(read(&|root| root["mediaType"] = json!(version)).is_ok());
    assert!(TrustedRoot::read(b"{", "root.json").is_err());
}
