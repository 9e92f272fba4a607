//! Names and labels (apimachinery: `pkg/api/validation/objectmeta.go`).

mod labels;
mod names;

use gostd::json::Value;

use crate::judge::Walk;
use crate::{FaultKind, Versions};

/// Looks at the name and the labels of an object.
pub(crate) fn look(walk: &mut Walk<'_>, object: &Value, of: (&str, &str), versions: Versions) {
    let metadata = object.get("metadata").filter(|metadata| !metadata.is_null());
    let name = metadata.and_then(|metadata| metadata.get("name"));
    let is_wrong = metadata.is_some_and(|metadata| metadata.as_object().is_none());
    // Lists have no name, and what only asks the server something needs none.
    if is_wrong || of.1.ends_with("List") || of.1.ends_with("Review") {
        return;
    }
    walk.at_field("metadata", |walk| {
        match name {
            None | Some(Value::Null) => required(walk, versions),
            Some(Value::String(name)) if name.is_empty() => required(walk, versions),
            Some(Value::String(name)) => names::look(walk, name, of, versions),
            Some(_) => {}
        }
        labels::look(walk, metadata, versions);
    });
}

fn required(walk: &mut Walk<'_>, versions: Versions) {
    let what = "Required value: name or generateName is required";
    walk.at_field("name", |walk| walk.refuse(FaultKind::Required, what, versions));
}

/// Looks at the labels of a template of pods.
pub(crate) fn of_template(walk: &mut Walk<'_>, template: &Value, versions: Versions) {
    walk.at_field("metadata", |walk| labels::look(walk, template.get("metadata"), versions));
}
