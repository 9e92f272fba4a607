//! Kind and version, which the server reads first.

use std::collections::BTreeMap;

use gostd::json::{Value, encode};

use super::error::DecodeError;
use crate::path::Path;

/// How Go names the struct that it reads kind and version into.
const HEAD: &str =
    r#"struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }"#;

const PREFIX: &str = "couldn't get version/kind; json parse error: json: cannot unmarshal";

/// Whether this is a CustomResourceDefinition in the version that is known here.
pub(super) fn check(value: &Value) -> Result<(), DecodeError> {
    let root = Path::root();
    let empty = BTreeMap::new();
    let members = match value {
        Value::Object(members) => members,
        Value::Null => &empty,
        _ => {
            let text = format!("{PREFIX} {} into Go value of type {HEAD}", value.type_name());
            return Err(DecodeError::new(text, &root));
        }
    };
    let version = text(members, "apiVersion")?;
    let kind = text(members, "kind")?;
    if version.matches('/').count() > 1 {
        return Err(DecodeError::new(format!("unexpected GroupVersion string: {version}"), &root.child("apiVersion")));
    }
    for (name, found) in [("Kind", kind), ("apiVersion", version.trim_end_matches('/'))] {
        if found.is_empty() {
            return Err(DecodeError::new(format!("Object '{name}' is missing in '{}'", encode(value)), &root));
        }
    }
    known(kind, version)
}

fn text<'a>(members: &'a BTreeMap<String, Value>, key: &str) -> Result<&'a str, DecodeError> {
    match members.get(key) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(other) => {
            let text = format!("{PREFIX} {} into Go struct field .{key} of type string", other.type_name());
            Err(DecodeError::new(text, &Path::root().child(key)))
        }
    }
}

fn known(kind: &str, version: &str) -> Result<(), DecodeError> {
    if kind == "CustomResourceDefinition" && version == "apiextensions.k8s.io/v1" {
        return Ok(());
    }
    let text = format!("no matches for kind \"{kind}\" in version \"{version}\"");
    Err(DecodeError::new(text, &Path::root()))
}
