//! The annotation of `kubectl apply` (`GetModifiedConfiguration` of `k8s.io/kubectl`).

use std::collections::BTreeMap;

use gostd::json::{Value, encode};

use super::as_kubectl_reads;

/// Where kubectl keeps what was applied.
pub const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What kubectl keeps: the object without that annotation, in one line of JSON with a line break. `namespace` is given to
/// objects that have none; for objects that belong to no namespace it is `None`.
#[must_use]
pub fn last_applied(object: &Value, namespace: Option<&str>) -> String {
    let mut object = object.clone();
    as_kubectl_reads(&mut object);
    if let Value::Object(members) = &mut object {
        let metadata = members.entry("metadata".to_owned()).or_insert_with(|| Value::Object(BTreeMap::new()));
        if let Value::Object(metadata) = metadata {
            complete(metadata, namespace);
        }
    }
    let mut text = encode(&object);
    text.push('\n');
    text
}

/// Annotations are written even if there are none.
fn complete(metadata: &mut BTreeMap<String, Value>, namespace: Option<&str>) {
    let mut annotations = annotations(metadata.get("annotations"));
    annotations.remove(ANNOTATION);
    let annotations = annotations.into_iter().map(|(key, text)| (key, Value::String(text))).collect();
    metadata.insert("annotations".to_owned(), Value::Object(annotations));
    let has_none = metadata.get("namespace").is_none_or(|namespace| namespace.as_str().is_none_or(str::is_empty));
    if let Some(namespace) = namespace.filter(|_| has_none) {
        metadata.insert("namespace".to_owned(), Value::String(namespace.to_owned()));
    }
}

/// The annotations as kubectl reads them: `null` is an empty text, and if any is no text there are none.
fn annotations(value: Option<&Value>) -> BTreeMap<String, String> {
    let Some(Value::Object(members)) = value else { return BTreeMap::new() };
    let texts = members.iter().map(|(key, value)| match value {
        Value::String(text) => Some((key.clone(), text.clone())),
        Value::Null => Some((key.clone(), String::new())),
        _ => None,
    });
    texts.collect::<Option<_>>().unwrap_or_default()
}

/// The bytes of all annotations once `kubectl apply` has added its own; more than [`super::ANNOTATIONS_LIMIT`] are refused
/// (`metadata.annotations: Too long`), though not with `--server-side` and not from Helm.
#[must_use]
pub fn applied_annotations(object: &Value, namespace: Option<&str>) -> usize {
    let mut others = annotations(object.get("metadata").and_then(|metadata| metadata.get("annotations")));
    others.remove(ANNOTATION);
    let others: usize = others.iter().map(|(key, text)| key.len() + text.len()).sum();
    ANNOTATION.len() + last_applied(object, namespace).len() + others
}
