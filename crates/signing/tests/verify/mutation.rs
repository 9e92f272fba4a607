//! Whatever byte is changed, either it is noticed or nothing that was proven has changed.
//!
//! Of whole bundles some bytes are changed, always the same ones; of everything within them each.

use serde_json::Value;
use signing::policy::LogRule;
use signing::{Policy, Proven, Refusal, TrustedRoot, verify};

use crate::classic::{Signed, keyless, logged_by_key};
use crate::world::{Leaf, NOW, Recipe, SIGNED, World, identity, subject};

/// How many changes of a whole bundle are tried.
const ROUNDS: usize = 700;

/// A small generator of numbers, always the same ones.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// What a change may not touch: everything but remarks.
fn content(proven: &Proven) -> Proven {
    Proven { weakenings: Vec::new(), ..proven.clone() }
}

/// Changes bytes one by one; returns how many changes were refused.
fn flipped(bytes: &[u8], rounds: usize, judge: &dyn Fn(&[u8]) -> Result<Proven, Refusal>) -> usize {
    let proven = content(&judge(bytes).unwrap());
    let mut numbers = Numbers(0x5eed_0006);
    let mut refused = 0;
    for round in 0..rounds {
        let mut changed = bytes.to_vec();
        let place = if rounds >= bytes.len() { round % bytes.len() } else { numbers.below(bytes.len()) };
        changed[place] ^= 1 << numbers.below(8);
        match judge(&changed) {
            Err(_) => refused += 1,
            Ok(other) => assert_eq!(content(&other), proven, "byte {place} was changed"),
        }
    }
    refused
}

fn full() -> Recipe {
    Recipe { second_log: true, stamped: Some(SIGNED), ..Recipe::default() }
}

fn judging<'j>(policy: &'j Policy, root: &'j TrustedRoot) -> impl Fn(&[u8]) -> Result<Proven, Refusal> + 'j {
    move |bytes| verify::bundle(bytes, &subject(), policy, root, NOW)
}

#[test]
fn every_byte_of_an_identity_s_bundle() {
    let world = World::new();
    let (root, policy) = (world.root(), identity());
    let bytes = world.keyless(&full()).to_string().into_bytes();
    let refused = flipped(&bytes, ROUNDS, &judging(&policy, &root));
    assert!(refused > ROUNDS * 95 / 100, "{refused} of {ROUNDS}");
}

#[test]
fn every_byte_of_a_key_s_bundle() {
    let world = World::new();
    let (root, policy) = (world.root(), world.key_policy(LogRule::Required));
    let bytes = world.keyed(&full()).to_string().into_bytes();
    let refused = flipped(&bytes, ROUNDS, &judging(&policy, &root));
    assert!(refused > ROUNDS * 95 / 100, "{refused} of {ROUNDS}");
}

/// The same within what is encoded: certificate, timestamp, body, statement, signature.
#[test]
fn every_byte_within_the_encoded_fields_of_a_bundle() {
    let world = World::new();
    let (root, policy) = (world.root(), identity());
    let bundle = world.keyless(&full());
    for pointer in [
        "/verificationMaterial/certificate/rawBytes",
        "/verificationMaterial/tlogEntries/0/canonicalizedBody",
        "/verificationMaterial/tlogEntries/0/inclusionPromise/signedEntryTimestamp",
        "/verificationMaterial/tlogEntries/1/canonicalizedBody",
        "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp",
        "/dsseEnvelope/payload",
        "/dsseEnvelope/signatures/0/sig",
    ] {
        let inner = decoded(bundle.pointer(pointer).unwrap());
        let judge = |bytes: &[u8]| {
            let mut changed = bundle.clone();
            *changed.pointer_mut(pointer).unwrap() = crate::world::base64(bytes).into();
            verify::bundle(changed.to_string().as_bytes(), &subject(), &policy, &root, NOW)
        };
        let refused = flipped(&inner, inner.len(), &judge);
        assert!(refused * 10 > inner.len() * 8, "{pointer}: {refused} of {}", inner.len());
    }
}

fn decoded(value: &Value) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(value.as_str().unwrap()).unwrap()
}

#[test]
fn every_byte_of_classic_payloads_and_annotations() {
    let world = World::new();
    let root = world.root();
    let (by_key, by_identity) = (logged_by_key(&world), keyless(&world, &Leaf::default(), true));
    for (signed, policy) in [(&by_key, world.key_policy(LogRule::Required)), (&by_identity, identity())] {
        let payload =
            |bytes: &[u8]| Signed { layer: signed.layer.clone(), payload: bytes.to_vec() }.judge(&policy, &root);
        assert_eq!(flipped(&signed.payload, signed.payload.len(), &payload), signed.payload.len());
        for (key, value) in signed.layer["annotations"].as_object().unwrap() {
            let annotation = |bytes: &[u8]| {
                let mut layer = signed.layer.clone();
                layer["annotations"][key] = String::from_utf8_lossy(bytes).into_owned().into();
                Signed { layer, payload: signed.payload.clone() }.judge(&policy, &root)
            };
            let value = value.as_str().unwrap().as_bytes();
            flipped(value, value.len(), &annotation);
        }
    }
}
