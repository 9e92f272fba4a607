//! Bundles, statements, trusted roots and classic signatures are read without panic, and nothing made up is believed.
#![no_main]
use std::sync::LazyLock;

use oci::{Descriptor, Digest, RawManifest};
use signing::policy::{LogRule, Matcher, Pattern, Policy};
use signing::{PublicKey, TrustedRoot, bundle, classic, verify};

/// The public key of nobody: its private half was never kept.
const KEY: [u8; 91] = *b"0Y0\x13\x06\x07*\x86H\xce=\x02\x01\x06\x08*\x86H\xce=\x03\x01\x07\x03B\x00\x04k\x17\xd1\xf2\xe1,BG\
\xf8\xbc\xe6\xe5c\xa4@\xf2w\x03}\x81-\xeb3\xa0\xf4\xa19E\xd8\x98\xc2\x96O\xe3B\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xebJ|\x0f\x9e\
\x16+\xce3Wk1^\xce\xcb\xb6@h7\xbfQ\xf5";
const ANNOTATIONS: [&str; 5] =
    [classic::SIGNATURE, classic::BUNDLE, classic::CERTIFICATE, classic::CHAIN, classic::TIMESTAMP];
const NOW: i64 = 1_900_000_000;

static ROOT: LazyLock<TrustedRoot> = LazyLock::new(TrustedRoot::public_good);
static POLICIES: LazyLock<[Policy; 2]> = LazyLock::new(|| {
    let anybody = || Matcher::Pattern(Pattern::new(".*").unwrap());
    let keys = vec![PublicKey::from_spki(KEY)];
    [Policy::Key { keys, log: LogRule::Accepted }, Policy::identity(anybody(), anybody())]
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = TrustedRoot::read(bytes, "fuzzed");
    let _ = bundle::statement::read(bytes);
    let _ = bundle::read(bytes).map(|bundle| bundle.statement());
    let subject = Digest::of(b"subject");
    for policy in &*POLICIES {
        assert!(verify::bundle(bytes, &subject, policy, &ROOT, NOW).is_err(), "nobody signed this");
    }
    classic_signature(bytes, &subject);
});

/// The input's parts, divided by zero bytes, as the annotations of a layer whose payload is right.
fn classic_signature(bytes: &[u8], subject: &Digest) {
    let _ = classic::Payload::read(bytes);
    let payload = classic::payload("host/charts/demo", subject);
    let mut layer = Descriptor::of(classic::PAYLOAD_TYPE, &payload);
    for (key, value) in ANNOTATIONS.iter().zip(bytes.split(|byte| *byte == 0)) {
        layer.annotations.insert((*key).to_owned(), String::from_utf8_lossy(value).into_owned());
    }
    let Ok(layers) = serde_json::to_string(&[&layer]) else { return };
    let manifest = RawManifest::new(
        "application/vnd.oci.image.manifest.v1+json",
        format!(r#"{{"schemaVersion":2,"layers":{layers}}}"#),
    );
    for policy in &*POLICIES {
        let proven = verify::classic(&manifest, &layer, &payload, subject, policy, &ROOT, NOW);
        assert!(proven.is_err(), "nobody signed this");
    }
}
