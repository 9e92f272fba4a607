//! In-toto statements: what a signature says about a release.
//!
//! Sources: in-toto attestation framework 1 (`spec/v1/statement.md`), `intoto.Statement` of its protobuf form.

use oci::Digest;
use serde_json::{Map, Value, json};

/// The `_type` of a statement.
pub const TYPE: &str = "https://in-toto.io/Statement/v1";

/// Predicate types: the kinds of things that are said.
pub mod predicate {
    /// "I signed this": cosign's signature, with an empty predicate (cosign 3, `CosignSignPredicateType`).
    pub const SIGNATURE: &str = "https://sigstore.dev/cosign/sign/v1";
    /// An SPDX 2 document; the address that policies in the field match (cosign, `attestation/predicate.go`).
    pub const SPDX: &str = "https://spdx.dev/Document";
    /// A CycloneDX document (cosign, `attestation/predicate.go`).
    pub const CYCLONEDX: &str = "https://cyclonedx.org/bom";
    /// How and from what a release was built (SLSA provenance 1).
    pub const SLSA_PROVENANCE: &str = "https://slsa.dev/provenance/v1";
    /// Which checks ran before a release, and their results.
    pub const RELEASE_RECORD: &str = "https://portolan.dev/release-record/v1";
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// A file's name, or nothing: readers match by digest only.
    pub name: Option<String>,
    /// The digest.
    pub digest: Digest,
}

impl From<Digest> for Subject {
    fn from(digest: Digest) -> Self {
        Self { name: None, digest }
    }
}

/// The bytes of a statement: compact JSON, fields in the order of the protobuf message, no line break at the end.
/// Equal arguments give equal bytes.
///
/// `predicate` is an object; Go's readers take nothing else (`structpb.Struct`), so nothing else is put in its place:
/// anything that is not an object is left out, which they read as an empty one.
pub fn statement(subjects: &[Subject], predicate_type: &str, predicate: &Value) -> Vec<u8> {
    let mut document = Map::new();
    document.insert("_type".to_owned(), TYPE.into());
    document.insert("subject".to_owned(), subjects.iter().map(subject).collect());
    document.insert("predicateType".to_owned(), predicate_type.into());
    if predicate.is_object() {
        document.insert("predicate".to_owned(), predicate.clone());
    }
    Value::Object(document).to_string().into_bytes()
}

/// The statement of a plain signature of `digest`, as cosign 3 makes it (its empty `annotations` aside).
pub fn signature(digest: &Digest) -> Vec<u8> {
    statement(&[Subject::from(digest.clone())], predicate::SIGNATURE, &json!({}))
}

fn subject(subject: &Subject) -> Value {
    let mut fields = Map::new();
    if let Some(name) = &subject.name {
        fields.insert("name".to_owned(), name.as_str().into());
    }
    let digest = json!({ subject.digest.algorithm().name(): subject.digest.hex() });
    fields.insert("digest".to_owned(), digest);
    Value::Object(fields)
}
