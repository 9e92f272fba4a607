//! `metadata` of custom resources and of what is embedded in them.

use gostd::json::Value;

use crate::decode;
use crate::definition::Metadata;
use crate::object::dns::{Unit, label_1123_problems, subdomain_problems};
use crate::object::metadata::{common_errors, finalizer_errors, without_trailing_dash};
use crate::path::Path;
use crate::target::Target;
use crate::violation::Violation;

/// What names may be: the problems of a text, which is the beginning of a name if the second says so.
pub(super) type NameRule = fn(&str, bool) -> Vec<String>;

/// What is wrong with the metadata of an object at create.
pub(super) fn check(
    metadata: &Metadata,
    namespaced: bool,
    names: NameRule,
    target: Target,
    at: &Path<'_>,
) -> Vec<Violation> {
    let mut errors = name_errors(metadata, names, at);
    errors.extend(namespace_errors(&metadata.namespace, namespaced, &at.child("namespace")));
    errors.extend(common_errors(metadata, target, at));
    errors.extend(finalizer_errors(&metadata.finalizers, &at.child("finalizers")));
    errors
}

fn name_errors(metadata: &Metadata, names: NameRule, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut malformed = |key: &str, name: &str, prefix: bool| {
        let path = at.child(key);
        errors.extend(names(name, prefix).into_iter().map(|problem| Violation::invalid_text(&path, name, problem)));
    };
    if !metadata.generate_name.is_empty() {
        malformed("generateName", &metadata.generate_name, true);
    }
    if !metadata.name.is_empty() {
        malformed("name", &metadata.name, false);
    } else {
        errors.push(Violation::required(&at.child("name"), "name or generateName is required"));
    }
    errors
}

fn namespace_errors(namespace: &str, namespaced: bool, at: &Path<'_>) -> Vec<Violation> {
    match (namespaced, namespace.is_empty()) {
        (true, true) => vec![Violation::required(at, "")],
        (true, false) => {
            let problems = label_1123_problems(namespace).into_iter();
            problems.map(|problem| Violation::invalid_text(at, namespace, problem)).collect()
        }
        (false, true) => Vec::new(),
        (false, false) => vec![Violation::forbidden(at, "not allowed on this type")],
    }
}

/// Names of custom resources are DNS subdomains.
pub(super) fn subdomain(name: &str, prefix: bool) -> Vec<String> {
    match prefix {
        true => subdomain_problems(&without_trailing_dash(name), Unit::Characters),
        false => subdomain_problems(name.as_bytes(), Unit::Characters),
    }
}

/// Names of embedded resources only have to fit into a URL.
pub(super) fn path_segment(name: &str, prefix: bool) -> Vec<String> {
    if !prefix && matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    let within = ["/", "%"].into_iter().filter(|illegal| name.contains(illegal));
    within.map(|illegal| format!("may not contain '{illegal}'")).collect()
}

/// The metadata of an object, if it has any: which fields the server does not know (as the server names
/// them), and what is left as the server keeps it.
///
/// # Errors
///
/// Go's text for a value of the wrong type.
pub(super) fn read(object: &Value, prefix: &str) -> Result<Option<ReadMetadata>, String> {
    let Some(value) = object.get("metadata") else {
        return Ok(None);
    };
    let (_, unknown) = decode::metadata(value).map_err(|error| error.to_string())?;
    let unknown: Vec<String> = unknown.iter().map(|path| format!("{prefix}metadata.{path}")).collect();
    Ok(Some(ReadMetadata { unknown, kept: kept(value) }))
}

/// Metadata that was read.
pub(super) struct ReadMetadata {
    /// Which fields the server does not know.
    pub(super) unknown: Vec<String>,
    /// The JSON that the server keeps: known fields that are not empty.
    pub(super) kept: Value,
}

fn kept(metadata: &Value) -> Value {
    let members = metadata.as_object().into_iter().flatten();
    let known = members.filter(|(name, value)| decode::is_metadata_field(name) && !is_empty(value));
    Value::Object(known.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// What Go leaves out when it writes.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(number) => number.as_f64() == 0.0,
        Value::Bool(_) => false,
    }
}
