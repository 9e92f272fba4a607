//! Classic signatures.

use oci::{Descriptor, Digest, RawManifest, media_type};
use serde_json::{Value, json};
use signing::policy::{LogRule, Weakening};
use signing::{Holder, Material, Part, Policy, Proven, Refusal, Signature, TrustedRoot, classic, verify};

use crate::refused;
use crate::world::{Leaf, NOW, SIGNED, SUBJECT, World, base64, certificate, identity, log, pem, subject};

/// A layer with its payload, in the only manifest that holds it.
pub struct Signed {
    pub layer: Value,
    pub payload: Vec<u8>,
}

impl Signed {
    pub fn manifest(&self) -> RawManifest {
        let config = Descriptor::of("application/vnd.oci.image.config.v1+json", b"{}");
        let document = json!({
            "schemaVersion": 2,
            "mediaType": media_type::IMAGE_MANIFEST,
            "config": {"mediaType": config.media_type, "digest": config.digest, "size": config.size},
            "layers": [self.layer],
        });
        RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string())
    }

    pub fn judge(&self, policy: &Policy, root: &TrustedRoot) -> Result<Proven, Refusal> {
        let manifest = self.manifest();
        let layer: Descriptor = serde_json::from_value(self.layer.clone())
            .map_err(|error| Refusal::new(Part::Manifest, error.to_string(), "a layer"))?;
        verify::classic(&manifest, &layer, &self.payload, &subject(), policy, root, NOW)
    }

    fn annotate(&mut self, key: &str, value: &str) {
        self.layer["annotations"][key] = json!(value);
    }
}

fn of(payload: Vec<u8>, signature: &[u8]) -> Signed {
    let layer = Descriptor::of(classic::PAYLOAD_TYPE, &payload);
    let layer = json!({
        "mediaType": layer.media_type,
        "digest": layer.digest,
        "size": layer.size,
        "annotations": {classic::SIGNATURE: base64(signature)},
    });
    Signed { layer, payload }
}

/// A key's signature over a payload.
fn by_key(world: &World, payload: Vec<u8>) -> Signed {
    let signature = world.signer.sign(&payload).unwrap();
    of(payload, signature.as_bytes())
}

fn payload() -> Vec<u8> {
    classic::payload("registry.test/charts/demo", &subject())
}

fn log_bundle(world: &World, signed: &Signed, signature: &[u8], verifier: &str) -> String {
    let body = log::hashed_body(&signed.payload, signature, verifier);
    let promise = log::promise(&world.log, &body, SIGNED, log::INDEX);
    let id: String = log::id(&world.log, false).iter().map(|byte| format!("{byte:02x}")).collect();
    let covered = json!({"body": base64(&body), "integratedTime": SIGNED, "logIndex": log::INDEX, "logID": id});
    json!({"SignedEntryTimestamp": base64(&promise), "Payload": covered}).to_string()
}

/// A key's signature with a log entry.
pub fn logged_by_key(world: &World) -> Signed {
    let payload = payload();
    let signature = world.signer.sign(&payload).unwrap();
    let mut signed = of(payload, signature.as_bytes());
    let verifier = pem("PUBLIC KEY", &certificate::spki(&world.signer));
    let bundle = log_bundle(world, &signed, signature.as_bytes(), &verifier);
    signed.annotate(classic::BUNDLE, &bundle);
    signed
}

/// An identity's signature with everything.
pub fn keyless(world: &World, leaf: &Leaf, stamped: bool) -> Signed {
    let payload = payload();
    let signature = world.signer.sign(&payload).unwrap();
    let mut signed = of(payload, signature.as_bytes());
    let verifier = pem("CERTIFICATE", &world.certificate(leaf));
    let bundle = log_bundle(world, &signed, signature.as_bytes(), &verifier);
    signed.annotate(classic::BUNDLE, &bundle);
    signed.annotate(classic::CERTIFICATE, &verifier);
    signed.annotate(classic::CHAIN, &pem("CERTIFICATE", &certificate::authority("authority.test", &world.ca)));
    if stamped {
        let stamp = json!({"SignedRFC3161Timestamp": base64(&world.stamp(signature.as_bytes(), SIGNED))});
        signed.annotate(classic::TIMESTAMP, &stamp.to_string());
    }
    signed
}

#[test]
fn i05_a_signature_of_a_key_is_believed() {
    let world = World::new();
    let proven = by_key(&world, payload()).judge(&world.key_policy(LogRule::Accepted), &TrustedRoot::none()).unwrap();
    assert_eq!(proven.holder, Holder::Key(world.public()));
    assert_eq!(proven.weakenings, [Weakening::NoLogEntry]);
    assert_eq!(proven.payload.as_ref().unwrap().docker_reference.as_deref(), Some("registry.test/charts/demo"));
    assert!(proven.is_signature() && proven.predicate_type.is_none());
}

#[test]
fn what_this_room_writes_it_reads() {
    let world = World::new();
    let payload = payload();
    let bytes = world.signer.sign(&payload).unwrap().as_bytes().to_vec();
    let material = Material::Key(world.public());
    let signature = Signature { bytes, material, log_entries: Vec::new(), timestamps: Vec::new() };
    let attachment = classic::manifest(&[(payload.clone(), signature)]);
    let layers = classic::layers(&attachment.manifest, &subject()).unwrap();
    let policy = world.key_policy(LogRule::Accepted);
    let root = TrustedRoot::none();
    let proven = verify::classic(&attachment.manifest, &layers[0], &payload, &subject(), &policy, &root, NOW);
    assert!(proven.is_ok());
}

#[test]
fn c07_a_payload_about_another_digest_is_refused() {
    let world = World::new();
    let other = Digest::of(b"another manifest");
    let signed = by_key(&world, classic::payload("registry.test/charts/demo", &other));
    let refusal = signed.judge(&world.key_policy(LogRule::Accepted), &TrustedRoot::none()).unwrap_err();
    assert_eq!(refusal.part, Part::Subject);
    assert!(refusal.found.contains(other.hex()) && refusal.expected == subject().to_string());
}

#[test]
fn c22_signatures_that_are_no_der_or_have_a_zero_are_refused_and_high_s_is_taken() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let judged = |signature: &[u8]| of(payload(), signature).judge(&policy, &TrustedRoot::none());
    let der = world.signer.sign(&payload()).unwrap().as_bytes().to_vec();
    assert!(judged(&der).is_ok());
    let (r, s) = halves(&der);
    assert!(judged(&written(&r, &negated(&s))).is_ok(), "Go takes both halves of s");
    refused(judged(&[padded(&r), padded(&s)].concat()), &Part::Signature, "does not verify");
    refused(judged(&written(&[0], &s)), &Part::Signature, "does not verify");
    refused(judged(&written(&r, &[0])), &Part::Signature, "does not verify");
    refused(judged(&[&der[..], &[0]].concat()), &Part::Signature, "does not verify");
    refused(judged(&der[..der.len() - 1]), &Part::Signature, "does not verify");
    // A length in two bytes where one would do, as BER allows.
    let long = [&[0x30, 0x81][..], &der[1..]].concat();
    refused(judged(&long), &Part::Signature, "does not verify");
}

/// The two numbers of a signature, as they stand in DER.
fn halves(der: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let length = usize::from(der[3]);
    (der[4..4 + length].to_vec(), der[6 + length..].to_vec())
}

fn padded(number: &[u8]) -> Vec<u8> {
    let bare: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
    [vec![0; 32 - bare.len()], bare].concat()
}

fn written(r: &[u8], s: &[u8]) -> Vec<u8> {
    use crate::world::der::{element, sequence};
    sequence(&[element(0x02, r), element(0x02, s)])
}

/// The order of P-256 minus a number, in DER.
fn negated(number: &[u8]) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad,
        0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let number = padded(number);
    let (mut result, mut borrow) = (vec![0; 32], 0);
    for place in (0..32).rev() {
        let difference = i16::from(ORDER[place]) - i16::from(number[place]) - borrow;
        borrow = i16::from(difference < 0);
        result[place] = difference.rem_euclid(256) as u8;
    }
    let bare: Vec<u8> = result.into_iter().skip_while(|byte| *byte == 0).collect();
    if bare[0] >= 0x80 { [vec![0], bare].concat() } else { bare }
}

#[test]
fn logged_signatures_of_keys_and_identities_are_proven() {
    let world = World::new();
    let proven = logged_by_key(&world).judge(&world.key_policy(LogRule::Required), &world.root()).unwrap();
    assert_eq!((proven.log[0].index, proven.signed_at[0].time), (log::INDEX, SIGNED));
    for stamped in [false, true] {
        let proven = keyless(&world, &Leaf::default(), stamped).judge(&identity(), &world.root()).unwrap();
        assert_eq!(proven.identity().unwrap().subject, SUBJECT);
        assert_eq!(proven.signed_at.len(), 1 + usize::from(stamped));
        assert!(proven.weakenings.is_empty());
    }
    let expired = Leaf { not_after: SIGNED - 1, ..Leaf::default() };
    refused(keyless(&world, &expired, false).judge(&identity(), &world.root()), &Part::Certificate, "");
}

#[test]
fn c28_an_unlogged_classic_signature_is_refused_where_a_log_is_demanded() {
    let world = World::new();
    let signed = by_key(&world, payload());
    refused(signed.judge(&world.key_policy(LogRule::Required), &world.root()), &Part::LogEntry, "there is none");
    let mut unlogged = keyless(&world, &Leaf::default(), true);
    unlogged.layer["annotations"].as_object_mut().unwrap().remove(classic::BUNDLE);
    refused(unlogged.judge(&identity(), &world.root()), &Part::LogEntry, "there is none");
    let accepting = crate::world::identity_with(
        LogRule::Accepted,
        signing::policy::CertificateLogRule::Required,
        signing::policy::TimestampRule::Accepted,
    );
    assert!(unlogged.judge(&accepting, &world.root()).is_ok());
}

#[test]
fn a_key_s_policy_does_not_look_at_a_certificate() {
    let world = World::new();
    let signed = keyless(&world, &Leaf::default(), false);
    assert!(signed.judge(&world.key_policy(LogRule::Ignored), &TrustedRoot::none()).is_ok());
}

#[test]
fn an_entry_of_another_signature_is_refused() {
    let world = World::new();
    let (one, other) = (logged_by_key(&world), logged_by_key(&world));
    let mut mixed = Signed { layer: one.layer.clone(), payload: one.payload };
    mixed.layer["annotations"][classic::BUNDLE] = other.layer["annotations"][classic::BUNDLE].clone();
    refused(mixed.judge(&world.key_policy(LogRule::Accepted), &world.root()), &Part::LogEntry, "");
}

#[test]
fn annotations_are_read_strictly_and_named() {
    let world = World::new();
    let judged = |key: &str, value: &str| {
        let mut signed = keyless(&world, &Leaf::default(), true);
        signed.annotate(key, value);
        signed.judge(&identity(), &world.root())
    };
    let about = |key: &str| Part::Annotation(key.to_owned());
    refused(judged(classic::SIGNATURE, ""), &about(classic::SIGNATURE), "nothing");
    refused(judged(classic::SIGNATURE, "%"), &about(classic::SIGNATURE), "standard base64");
    refused(judged(classic::CERTIFICATE, "no PEM"), &about(classic::CERTIFICATE), "no certificate");
    let two = pem("CERTIFICATE", b"1").repeat(2);
    refused(judged(classic::CERTIFICATE, &two), &about(classic::CERTIFICATE), "2 certificates");
    refused(judged(classic::CHAIN, &pem("PRIVATE KEY", b"1")), &about(classic::CHAIN), "PRIVATE KEY");
    refused(judged(classic::CHAIN, &pem("CERTIFICATE", b"1").repeat(17)), &about(classic::CHAIN), "more than 16");
    refused(judged(classic::BUNDLE, "{}"), &about(classic::BUNDLE), "SignedEntryTimestamp: nothing");
    refused(judged(classic::BUNDLE, r#"{"a":1,"a":2}"#), &about(classic::BUNDLE), "appears twice");
    refused(judged(classic::TIMESTAMP, r#"{"x":1}"#), &about(classic::TIMESTAMP), "x: a field that is not known");
}

#[test]
fn payloads_are_read_as_cosign_reads_them() {
    let world = World::new();
    let policy = world.key_policy(LogRule::Accepted);
    let judged = |text: String| by_key(&world, text.into_bytes()).judge(&policy, &TrustedRoot::none());
    let digest = subject();
    let critical = format!(r#""critical":{{"image":{{"docker-manifest-digest":"{digest}"}},"more":1}}"#);
    assert!(judged(format!(r#"{{{critical},"optional":{{"a":"b"}},"more":[]}}"#)).is_ok());
    refused(judged(format!("{{{critical},{critical}}}")), &Part::Document, "appears twice");
    refused(judged("{}".to_owned()), &Part::Field("critical".to_owned()), "nothing");
    let number = r#"{"critical":{"image":{"docker-manifest-digest":1}}}"#;
    let path = "critical.image.docker-manifest-digest";
    refused(judged(number.to_owned()), &Part::Field(path.to_owned()), "a number; expected a text");
}

#[test]
fn manifests_are_bounded_and_about_the_subject() {
    let world = World::new();
    let signed = by_key(&world, payload());
    let manifest = |layers: Vec<Value>, subject: Option<Digest>| {
        let mut document: Value = serde_json::from_slice(&signed.manifest().bytes).unwrap();
        document["layers"] = json!(layers);
        if let Some(digest) = subject {
            document["subject"] = json!({"mediaType": media_type::IMAGE_MANIFEST, "digest": digest, "size": 1});
        }
        classic::layers(&RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string()), &self::subject())
    };
    let layer = signed.layer.clone();
    assert_eq!(manifest(vec![layer.clone(); 1000], None).unwrap().len(), 1000);
    let text = |result: Result<Vec<Descriptor>, Refusal>| result.unwrap_err().to_string();
    assert!(text(manifest(vec![layer.clone(); 1001], None)).contains("1001 signatures; expected at most 1000"));
    assert!(manifest(vec![layer.clone()], Some(subject())).is_ok());
    assert!(text(manifest(vec![layer.clone()], Some(Digest::of(b"x")))).contains("a referrer of sha256:"));
    let mut other = layer;
    other["mediaType"] = json!("application/json");
    assert!(text(manifest(vec![other], None)).contains("a layer of type \"application/json\""));
}

#[test]
fn the_payload_must_be_the_layer_s() {
    let world = World::new();
    let mut signed = by_key(&world, payload());
    signed.payload.push(b' ');
    refused(
        signed.judge(&world.key_policy(LogRule::Accepted), &TrustedRoot::none()),
        &Part::Document,
        "that is not sha256:",
    );
    let signed = by_key(&world, payload());
    let other: Descriptor = serde_json::from_value(logged_by_key(&world).layer).unwrap();
    let policy = world.key_policy(LogRule::Accepted);
    let root = TrustedRoot::none();
    let result = verify::classic(&signed.manifest(), &other, &signed.payload, &subject(), &policy, &root, NOW);
    refused(result, &Part::Manifest, "is not in manifest");
}

#[test]
fn cosign_s_old_referrers_are_recognised() {
    let kind = "application/vnd.dev.cosign.artifact.sig.v1+json";
    let world = World::new();
    let mut document: Value = serde_json::from_slice(&by_key(&world, payload()).manifest().bytes).unwrap();
    let read =
        |document: &Value| RawManifest::new(media_type::IMAGE_MANIFEST, document.to_string()).document().unwrap();
    assert!(!classic::is_signature_referrer(&read(&document)));
    document["config"]["mediaType"] = json!(kind);
    assert!(classic::is_signature_referrer(&read(&document)));
}
