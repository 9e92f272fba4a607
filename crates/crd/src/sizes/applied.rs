//! The annotation of `kubectl apply` (`GetModifiedConfiguration` of `k8s.io/kubectl`).

use std::collections::BTreeMap;

use gostd::json::{Number, Value, encode, encoded_len};

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
    ANNOTATION.len() + last_applied_len(object, namespace) + others
}

/// How long [`last_applied`] is.
fn last_applied_len(object: &Value, namespace: Option<&str>) -> usize {
    let metadata = object.get("metadata").and_then(Value::as_object);
    let (Some(metadata), false) = (metadata, has_other_numbers(object)) else {
        return last_applied(object, namespace).len();
    };
    let given = encoded_len(&Value::Object(metadata.clone()));
    let mut completed = metadata.clone();
    complete(&mut completed, namespace);
    encoded_len(object) + encoded_len(&Value::Object(completed)) - given + 1
}

/// Whether there are numbers that kubectl reads otherwise.
fn has_other_numbers(value: &Value) -> bool {
    match value {
        Value::Number(Number::Float(number)) => *number == 0.0,
        Value::Number(Number::Uint(_)) => true,
        Value::Array(items) => items.iter().any(has_other_numbers),
        Value::Object(members) => members.values().any(has_other_numbers),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{ANNOTATION, applied_annotations, last_applied};

    #[test]
    fn what_kubectl_keeps_is_as_long_as_is_reckoned() {
        let texts = [
            "a: 1",
            "{metadata: {name: a}, spec: {x: '<&>'}}",
            "{metadata: {annotations: null}}",
            "{metadata: {annotations: {a: b, kubectl.kubernetes.io/last-applied-configuration: old}}, x: -0.0}",
            "{metadata: {annotations: {a: null}, namespace: ''}, x: 18446744073709551615}",
            "{metadata: 5}",
        ];
        for text in texts {
            let value = goyaml::to_json(text.as_bytes()).unwrap().unwrap();
            for namespace in [None, Some("default")] {
                let others = usize::from(text.contains("a: b")) * 2 + usize::from(text.contains("a: null"));
                let sum = ANNOTATION.len() + last_applied(&value, namespace).len() + others;
                assert_eq!(applied_annotations(&value, namespace), sum, "{text}");
            }
        }
        let value = goyaml::to_json(b"metadata: {name: a}").unwrap().unwrap();
        assert_eq!(last_applied(&value, None), "{\"metadata\":{\"annotations\":{},\"name\":\"a\"}}\n");
    }
}
