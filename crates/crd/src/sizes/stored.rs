//! What etcd gets of a definition.

use std::collections::BTreeMap;

use gostd::json::{Value, encode};

/// An allowance for what the server adds: uid, times, generation, `status` with its conditions and the accepted names, and who
/// manages which fields.
const ADDED: usize = 2_048;

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
    let mut object = object.clone();
    if let Value::Object(members) = &mut object {
        members.remove("status");
        members.insert("apiVersion".to_owned(), Value::String("apiextensions.k8s.io/v1beta1".to_owned()));
        if let Some(Value::Object(spec)) = members.get_mut("spec") {
            share(spec);
        }
    }
    encode(&object).len() + ADDED
}

fn share(spec: &mut BTreeMap<String, Value>) {
    let Some(Value::Array(versions)) = spec.get_mut("versions") else { return };
    let mut shared = Vec::new();
    for (own, top) in SHARED {
        let first = versions.first().and_then(|version| version.get(own)).cloned();
        let Some(first) = first.filter(|first| versions.iter().all(|version| version.get(own) == Some(first))) else {
            continue;
        };
        for version in versions.iter_mut() {
            if let Value::Object(version) = version {
                version.remove(own);
            }
        }
        shared.push((top, first));
    }
    let name = versions.first().and_then(|version| version.get("name")).cloned();
    spec.extend(shared.into_iter().map(|(top, value)| (top.to_owned(), value)));
    spec.extend(name.map(|name| ("version".to_owned(), name)));
}
