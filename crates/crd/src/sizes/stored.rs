//! What etcd gets of a definition.

use gostd::json::{Value, encoded_len, quoted_len};

/// An allowance for what the server adds: uid, times, generation, `status` with its conditions and the accepted names, and who
/// manages which fields.
const ADDED: usize = 2_048;

/// What the version of the API is called in etcd.
const API_VERSION: &str = "apiextensions.k8s.io/v1beta1";

/// What all versions share stands once.
const SHARED: [(&str, &str); 4] = [
    ("schema", "validation"),
    ("subresources", "subresources"),
    ("additionalPrinterColumns", "additionalPrinterColumns"),
    ("selectableFields", "selectableFields"),
];

/// About how many bytes etcd stores of a definition. The server keeps it as JSON of `apiextensions.k8s.io/v1beta1`, in
/// which what all versions share stands once.
///
/// An estimate: what the server adds itself is a fixed sum, and keys that it drops or writes out though they are empty are
/// not counted. That is within a few hundred bytes of definitions as people write them. If the object was applied by
/// `kubectl apply` without `--server-side`, its annotation comes on top ([`super::last_applied`], each quote escaped).
#[must_use]
pub fn stored_definition(object: &Value) -> usize {
    let added = ADDED + API_VERSION.len() + 2;
    let given = object.get("apiVersion").map_or(0, encoded_len);
    let status = object.get("status").map_or(0, |status| entry("status", status));
    let sum = (encoded_len(object) + added).saturating_sub(given + status);
    match object.get("spec") {
        Some(spec) => with_what_is_shared(sum, spec),
        None => sum,
    }
}

/// The bytes of an entry and its comma.
fn entry(key: &str, value: &Value) -> usize {
    quoted_len(key) + encoded_len(value) + 2
}

/// The sum, what all versions share counted once, and the name of the first version, which stands in `spec` too.
fn with_what_is_shared(sum: usize, spec: &Value) -> usize {
    let versions = spec.get("versions").and_then(Value::as_array).unwrap_or_default();
    let Some(first) = versions.first() else { return sum };
    let shared =
        |own: &str| first.get(own).filter(|first| versions.iter().all(|version| version.get(own) == Some(first)));
    let mut sum = sum + first.get("name").map_or(0, |name| entry("version", name));
    for (own, top) in SHARED {
        if let Some(value) = shared(own) {
            sum = (sum + entry(top, value)).saturating_sub(versions.len() * entry(own, value));
        }
    }
    sum
}
