//! The layer of one classic signature: annotations beside the payload.
//!
//! Source: cosign, `pkg/oci/static/signature.go` and `pkg/cosign/bundle`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oci::Descriptor;
use serde_json::{Map, Value, json};
use sigstore_types::TransparencyLogEntry;

use crate::attachment::in_go_order;
use crate::{Material, Signature, pem};

/// Media type of payloads.
pub const PAYLOAD_TYPE: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
/// Annotation with the signature, in base64.
pub const SIGNATURE: &str = "dev.cosignproject.cosign/signature";
/// Annotation with the certificate, in PEM.
pub const CERTIFICATE: &str = "dev.sigstore.cosign/certificate";
/// Annotation with the certificates above it, in PEM, the root last.
pub const CHAIN: &str = "dev.sigstore.cosign/chain";
/// Annotation with Rekor's signed entry timestamp.
pub const BUNDLE: &str = "dev.sigstore.cosign/bundle";
/// Annotation with a timestamp by an authority.
pub const TIMESTAMP: &str = "dev.sigstore.cosign/rfc3161timestamp";

/// The descriptor of a payload's layer, its annotations sorted as Go sorts the keys of a map.
pub(super) fn layer(payload: &[u8], signature: &Signature) -> Value {
    let mut layer = in_go_order(&Descriptor::of(PAYLOAD_TYPE, payload));
    layer["annotations"] = Value::Object(annotations(signature));
    layer
}

fn annotations(signature: &Signature) -> Map<String, Value> {
    let mut found = Map::new();
    found.insert(SIGNATURE.to_owned(), STANDARD.encode(&signature.bytes).into());
    if let Some(entry) = signature.log_entries.iter().find_map(log_bundle) {
        found.insert(BUNDLE.to_owned(), entry.to_string().into());
    }
    if let Material::Certificate { leaf, chain } = &signature.material {
        found.insert(CERTIFICATE.to_owned(), certificate(leaf).into());
        found.insert(CHAIN.to_owned(), chain.iter().map(|one| certificate(one)).collect::<String>().into());
    }
    if let Some(response) = signature.timestamps.first() {
        let timestamp = json!({ "SignedRFC3161Timestamp": STANDARD.encode(response) });
        found.insert(TIMESTAMP.to_owned(), timestamp.to_string().into());
    }
    found
}

/// Rekor's promise as the annotation holds it. Entries of Rekor v2 have none and can't be told in this format.
fn log_bundle(entry: &TransparencyLogEntry) -> Option<Value> {
    let promise = entry.inclusion_promise.as_ref()?;
    let integrated = entry.integrated_time?;
    Some(json!({
        "SignedEntryTimestamp": promise.signed_entry_timestamp,
        "Payload": {
            "body": entry.canonicalized_body,
            "integratedTime": integrated.as_second(),
            "logIndex": entry.log_index.get(),
            "logID": hex(entry.log_id.key_id.as_bytes()),
        },
    }))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn certificate(der: &[u8]) -> String {
    pem::write("CERTIFICATE", der)
}
