//! Embedded resources (`x-kubernetes-embedded-resource`): their `apiVersion`, `kind` and `metadata`
//! (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta`).

use std::collections::BTreeMap;

use gostd::json::{Value, encode};

use super::meta;
use crate::object::dns::label_1035_problem;
use crate::object::metadata::lower;
use crate::path::Path;
use crate::structural::{Structural, StructuralOrBool};
use crate::target::Target;
use crate::violation::Violation;

/// Whether the object itself is an embedded resource although its schema does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// As its schema says.
    AsDeclared,
    /// It is a resource.
    Resource,
}

impl Root {
    fn is_embedded(self, structural: &Structural) -> bool {
        self == Self::Resource || structural.extensions.embedded_resource
    }
}

/// Makes embedded metadata what the server keeps of it, and gives the paths of what went.
///
/// # Errors
///
/// A value of the wrong type: the server does not read such an object.
pub(crate) fn coerce(
    value: &mut Value,
    structural: &Structural,
    root: Root,
    path: &Path<'_>,
) -> Result<Vec<String>, Violation> {
    let mut unknown = Vec::new();
    match value {
        Value::Object(members) => {
            if root.is_embedded(structural) {
                unknown.extend(coerce_head(members, path)?);
            }
            for (name, member) in members.iter_mut() {
                match (structural.properties.get(name), &structural.additional_properties) {
                    (Some(property), _) => {
                        unknown.extend(coerce(member, property, Root::AsDeclared, &path.child(name))?);
                    }
                    (None, Some(StructuralOrBool::Structural(additional))) => {
                        unknown.extend(coerce(member, additional, Root::AsDeclared, &path.key(name))?);
                    }
                    _ => {}
                }
            }
        }
        Value::Array(items) => {
            if let Some(of_items) = &structural.items {
                for (index, item) in items.iter_mut().enumerate() {
                    unknown.extend(coerce(item, of_items, Root::AsDeclared, &path.index(index))?);
                }
            }
        }
        _ => {}
    }
    Ok(unknown)
}

fn coerce_head(members: &mut BTreeMap<String, Value>, path: &Path<'_>) -> Result<Vec<String>, Violation> {
    for name in ["apiVersion", "kind"] {
        if let Some(value) = members.get(name).filter(|value| value.as_str().is_none()) {
            return Err(Violation::invalid(&path.child(name), encode(value), "must be a string"));
        }
    }
    let Some(value) = members.get("metadata").cloned() else {
        return Ok(Vec::new());
    };
    let field = path.to_field();
    let prefix = if field.0.is_empty() { String::new() } else { format!("{field}.") };
    let of_metadata = Value::Object(BTreeMap::from([("metadata".to_owned(), value.clone())]));
    let read = meta::read(&of_metadata, &prefix)
        .map_err(|error| Violation::invalid(&path.child("metadata"), encode(&value), error))?;
    let Some(read) = read else {
        return Ok(Vec::new());
    };
    members.insert("metadata".to_owned(), read.kept);
    Ok(read.unknown)
}

/// What is wrong with embedded resources.
pub(crate) fn check(
    value: &Value,
    structural: &Structural,
    root: Root,
    target: Target,
    path: &Path<'_>,
) -> Vec<Violation> {
    let mut found = Vec::new();
    match value {
        Value::Object(members) => {
            if root.is_embedded(structural) {
                found.extend(check_head(members, target, path));
            }
            for (name, member) in members {
                match (structural.properties.get(name), &structural.additional_properties) {
                    (Some(property), _) => {
                        found.extend(check(member, property, Root::AsDeclared, target, &path.child(name)));
                    }
                    (None, Some(StructuralOrBool::Structural(additional))) => {
                        found.extend(check(member, additional, Root::AsDeclared, target, &path.key(name)));
                    }
                    _ => {}
                }
            }
        }
        Value::Array(items) => {
            if let Some(of_items) = &structural.items {
                for (index, item) in items.iter().enumerate() {
                    found.extend(check(item, of_items, Root::AsDeclared, target, &path.index(index)));
                }
            }
        }
        _ => {}
    }
    found
}

fn check_head(members: &BTreeMap<String, Value>, target: Target, path: &Path<'_>) -> Vec<Violation> {
    let mut found = head_text(members, "apiVersion", path, group_version_problem);
    found.extend(head_text(members, "kind", path, kind_problem));
    if let Some(value) = members.get("metadata") {
        let at = path.child("metadata");
        match crate::decode::metadata(value) {
            Err(error) => found.push(Violation::invalid(&at, encode(value), error.to_string())),
            Ok((mut metadata, _)) => {
                if metadata.name.is_empty() {
                    "fakename".clone_into(&mut metadata.name);
                }
                let namespaced = !metadata.namespace.is_empty();
                found.extend(meta::check(&metadata, namespaced, meta::path_segment, target, &at));
            }
        }
    }
    found
}

/// A text that must be there, not be empty and have no problem.
fn head_text(
    members: &BTreeMap<String, Value>,
    name: &str,
    path: &Path<'_>,
    problem: fn(&str) -> Option<String>,
) -> Vec<Violation> {
    let at = path.child(name);
    let problem = match members.get(name) {
        None => return vec![Violation::required(&at, "")],
        Some(Value::String(text)) if text.is_empty() => Some((text.as_str(), "must not be empty".to_owned())),
        Some(Value::String(text)) => problem(text).map(|problem| (text.as_str(), problem)),
        Some(other) => return vec![Violation::invalid(&at, encode(other), "must be a string")],
    };
    problem.map(|(text, problem)| Violation::invalid_text(&at, text, problem)).into_iter().collect()
}

fn kind_problem(kind: &str) -> Option<String> {
    label_1035_problem(&lower(kind))
        .map(|problem| format!("may have mixed case, but should otherwise match: {problem}"))
}

/// Why a text is no group and version (`schema.ParseGroupVersion`).
pub(super) fn group_version_problem(text: &str) -> Option<String> {
    (text.matches('/').count() > 1).then(|| format!("unexpected GroupVersion string: {text}"))
}
