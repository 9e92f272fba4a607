//! What real programs wrote.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::{Digest, RawManifest, media_type};
use signing::policy::LogRule;
use signing::statement::predicate::SIGNATURE;
use signing::{Part, Policy, PublicKey, TrustedRoot, classic, verify};

use crate::world::NOW;

const CHART: &[u8] = include_bytes!("../fixtures/cosign/chart.json");
const BUNDLE: &[u8] = include_bytes!("../fixtures/cosign/bundle.json");
const SIGNATURES: &[u8] = include_bytes!("../fixtures/cosign/signatures.json");
const PAYLOAD: &[u8] = include_bytes!("../fixtures/cosign/payload.json");

fn key(pem: &str) -> PublicKey {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    PublicKey::from_spki(STANDARD.decode(text).unwrap())
}

fn policy() -> Policy {
    Policy::keys(vec![key(include_str!("../fixtures/cosign/empty.pub"))])
}

#[test]
fn cosign_3_s_bundle_of_a_key_is_believed() {
    let proven = verify::bundle(BUNDLE, &Digest::of(CHART), &policy(), &TrustedRoot::none(), NOW).unwrap();
    assert_eq!(proven.predicate_type.as_deref(), Some(SIGNATURE));
    assert_eq!(proven.weakenings.len(), 2, "no log entry, and not even the field");
}

#[test]
fn c06_cosign_3_s_bundle_is_about_its_own_digest() {
    let refusal = verify::bundle(BUNDLE, &Digest::of(b"x"), &policy(), &TrustedRoot::none(), NOW).unwrap_err();
    assert_eq!(refusal.part, Part::Subject);
    let other = Policy::keys(vec![key(include_str!("../fixtures/cosign/spoken.pub"))]);
    let refusal = verify::bundle(BUNDLE, &Digest::of(CHART), &other, &TrustedRoot::none(), NOW).unwrap_err();
    assert_eq!(refusal.part, Part::Signature);
}

#[test]
fn cosign_s_classic_signature_is_believed() {
    let manifest = RawManifest::new(media_type::IMAGE_MANIFEST, SIGNATURES);
    let subject = Digest::of(CHART);
    let layers = classic::layers(&manifest, &subject).unwrap();
    let judged =
        |policy: &Policy| verify::classic(&manifest, &layers[0], PAYLOAD, &subject, policy, &TrustedRoot::none(), NOW);
    assert!(judged(&policy()).unwrap().is_signature());
    let Policy::Key { keys, .. } = policy() else { return };
    assert_eq!(judged(&Policy::Key { keys, log: LogRule::Required }).unwrap_err().part, Part::LogEntry);
}
