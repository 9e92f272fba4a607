//! From the JSON of a custom resource to what the server would store: unknown fields go, defaults come.

use gostd::json::Value;

use super::embedded::{self, Root, group_version_problem};
use super::served::Served;
use super::{default, meta, nulls, prune};
use crate::path::Path;
use crate::validate::Work;

/// A custom resource as the server has read it.
#[derive(Debug)]
pub(super) struct Read {
    /// The object, pruned and with its defaults.
    pub(super) object: Value,
    /// The paths of fields that the server does not know.
    pub(super) unknown: Vec<String>,
}

/// Reads an object.
///
/// # Errors
///
/// The server's text for values of the wrong type in what every resource has.
pub(super) fn read(mut object: Value, served: &Served, work: &Work) -> Result<Read, String> {
    if object.as_object().is_none() {
        let text = "json: cannot unmarshal into Go value of type map[string]interface {}";
        return Err(text.to_owned());
    }
    let kind = head(&object, "kind")?;
    let api_version = head(&object, "apiVersion")?;
    if let Some(problem) = group_version_problem(&api_version) {
        return Err(problem);
    }
    let mut unknown = Vec::new();
    let metadata = meta::read(&object, "")?;
    let is_of_kind = kind == served.kind && api_version.split('/').next() == Some(served.group.as_str());
    unknown.extend(metadata.iter().flat_map(|metadata| metadata.unknown.clone()));
    if is_of_kind {
        unknown.extend(prune::prune(&mut object, &served.structural, true));
        nulls::drop_nulls(&mut object, Some(&served.structural));
        let paths = embedded::coerce(&mut object, &served.structural, Root::AsDeclared, &Path::root());
        unknown.extend(paths.map_err(|error| error.to_string())?);
    }
    if let (Value::Object(members), Some(metadata)) = (&mut object, metadata) {
        members.insert("metadata".to_owned(), metadata.kept);
    }
    if is_of_kind {
        default::apply(&mut object, &served.structural, work);
    }
    if served.namespaced {
        fill_namespace(&mut object);
    }
    unknown.sort();
    Ok(Read { object, unknown })
}

/// A text that every resource has; empty if it is missing.
fn head(object: &Value, name: &str) -> Result<String, String> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => {
            let kind = super::scale::go_type(other);
            let shown = gostd::json::encode(other);
            Err(format!(".{name} accessor error: {shown} is of the type {kind}, expected string"))
        }
    }
}

/// The namespace of a request that names none.
fn fill_namespace(object: &mut Value) {
    let Value::Object(members) = object else {
        return;
    };
    let metadata =
        members.entry("metadata".to_owned()).or_insert_with(|| Value::Object(std::collections::BTreeMap::new()));
    if let Value::Object(metadata) = metadata {
        metadata.entry("namespace".to_owned()).or_insert_with(|| Value::String("default".to_owned()));
    }
}
