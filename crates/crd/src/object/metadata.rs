//! `metadata` (M1–M6; `api/validation` of `k8s.io/apimachinery`).

use std::collections::BTreeMap;

use super::dns::{Unit, subdomain_problems};
use super::{labels, owners};
use crate::definition::{Definition, Metadata};
use crate::gathered::MAX;
use crate::path::Path;
use crate::target::Target;
use crate::violation::{ErrorKind, Violation};

/// All annotations together, keys and values, may have this many bytes.
pub(crate) const ANNOTATIONS_LIMIT: usize = 256 << 10;

/// What is wrong at create.
pub(crate) fn check(definition: &Definition, target: Target) -> Vec<Violation> {
    let (root, metadata) = (Path::root(), &definition.metadata);
    let at = root.child("metadata");
    let mut errors = name_errors(definition, &at);
    if !metadata.namespace.is_empty() {
        errors.push(Violation::forbidden(&at.child("namespace"), "not allowed on this type"));
    }
    errors.extend(common_errors(metadata, target, &at));
    errors.extend(finalizer_errors(&metadata.finalizers, &at.child("finalizers")));
    errors
}

/// What is wrong at update. What only the server sets (uid, times, generation) is taken to be right.
pub(crate) fn check_update(new: &Metadata, old: &Metadata, target: Target) -> Vec<Violation> {
    let root = Path::root();
    let at = root.child("metadata");
    let mut errors = Vec::new();
    for (key, new, old) in [("name", &new.name, &old.name), ("namespace", &new.namespace, &old.namespace)] {
        if new != old {
            errors.push(Violation::invalid_text(&at.child(key), new, "field is immutable"));
        }
    }
    errors.extend(common_errors(new, target, &at));
    errors
}

pub(crate) fn common_errors(metadata: &Metadata, target: Target, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = label_errors(&metadata.labels, &at.child("labels"));
    errors.extend(annotation_errors(&metadata.annotations, &at.child("annotations")));
    errors.extend(owners::check(&metadata.owner_references, target, &at.child("ownerReferences")));
    errors
}

fn name_errors(definition: &Definition, at: &Path<'_>) -> Vec<Violation> {
    let Metadata { name, generate_name, .. } = &definition.metadata;
    let expected = format!("{}.{}", definition.names.plural, definition.group);
    let problems = |text: &str, masked: &[u8]| {
        let mut problems = subdomain_problems(masked, Unit::Characters);
        if text != expected {
            problems.push("must be spec.names.plural+\".\"+spec.group".to_owned());
        }
        problems
    };
    let mut errors = Vec::new();
    if !generate_name.is_empty() {
        let path = at.child("generateName");
        let problems = problems(generate_name, &without_trailing_dash(generate_name));
        errors.extend(problems.into_iter().map(|problem| Violation::invalid_text(&path, generate_name, problem)));
    }
    if name.is_empty() {
        errors.push(Violation::required(&at.child("name"), "name or generateName is required"));
    } else {
        let path = at.child("name");
        let problems = problems(name, name.as_bytes());
        errors.extend(problems.into_iter().map(|problem| Violation::invalid_text(&path, name, problem)));
    }
    errors
}

/// A prefix of names may end with a dash; the server puts a letter in the place of its last *two* bytes
/// (`maskTrailingDash`).
pub(crate) fn without_trailing_dash(text: &str) -> Vec<u8> {
    match text.as_bytes() {
        [before @ .., _, b'-'] => [before, b"a"].concat(),
        bytes => bytes.to_vec(),
    }
}

/// What is wrong with labels.
pub(crate) fn label_errors(labels: &BTreeMap<String, String>, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (key, value) in labels {
        let place = at.key(key).to_field();
        let of_key = labels::key_problems(key).into_iter().map(|problem| Violation::invalid_text(at, key, problem));
        let of_value =
            labels::value_problems(value).into_iter().map(|problem| Violation::invalid_text(at, value, problem));
        errors.extend(of_key.chain(of_value).map(|error| error.placed(place.clone())));
        if errors.len() > MAX {
            break;
        }
    }
    errors
}

/// What is wrong with annotations: keys, and the size of all.
pub(crate) fn annotation_errors(annotations: &BTreeMap<String, String>, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    for key in annotations.keys() {
        let place = at.key(key).to_field();
        let problems = labels::key_problems(&lower(key)).into_iter();
        errors.extend(problems.map(|problem| Violation::invalid_text(at, key, problem).placed(place.clone())));
        if errors.len() > MAX {
            break;
        }
    }
    let size = annotations.iter().fold(0_usize, |sum, (key, value)| sum.saturating_add(key.len() + value.len()));
    if size > ANNOTATIONS_LIMIT {
        errors.push(Violation::new(ErrorKind::TooLong, at, format!("may not be more than {ANNOTATIONS_LIMIT} bytes")));
    }
    errors
}

pub(crate) fn finalizer_errors(finalizers: &[String], at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    for (index, finalizer) in finalizers.iter().enumerate() {
        let place = at.index(index).to_field();
        let problems = labels::key_problems(finalizer).into_iter();
        errors.extend(problems.map(|problem| Violation::invalid_text(at, finalizer, problem).placed(place.clone())));
        if errors.len() > MAX {
            break;
        }
    }
    let has = |name: &str| finalizers.iter().any(|finalizer| finalizer == name);
    if has("orphan") && has("foregroundDeletion") {
        let detail = "finalizer orphan and foregroundDeletion cannot be both set";
        errors.push(Violation::invalid(at, json_list(finalizers), detail));
    }
    errors
}

/// A list of texts in JSON.
pub(crate) fn json_list(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| gostd::json::quote(text)).collect();
    format!("[{}]", items.join(","))
}

/// Lower case, character by character as Go does it.
pub(crate) fn lower(text: &str) -> String {
    text.chars().map(gostd::unicode::to_lower).collect()
}
