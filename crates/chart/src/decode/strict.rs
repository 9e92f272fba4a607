//! Keys that no struct has a field for, which `encoding/json` refuses with `DisallowUnknownFields`.

use gostd::json::Value;

use super::path::fold;

/// The folded names of a struct's fields, and the structs below them.
struct Fields {
    names: &'static [&'static str],
    lists: &'static [(&'static str, &'static Fields)],
}

const METADATA: Fields = Fields {
    names: &[
        "name",
        "home",
        "sources",
        "version",
        "description",
        "keywords",
        "maintainers",
        "icon",
        "apiversion",
        "condition",
        "tags",
        "appversion",
        "deprecated",
        "annotations",
        "kubeversion",
        "dependencies",
        "type",
    ],
    lists: &[("maintainers", &MAINTAINER), ("dependencies", &DEPENDENCY)],
};

const MAINTAINER: Fields = Fields { names: &["name", "email", "url"], lists: &[] };

const DEPENDENCY: Fields = Fields {
    names: &["name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias"],
    lists: &[],
};

/// The first key of metadata that Helm knows nothing of, in the order in which Go meets them.
pub fn unknown_field(metadata: &Value) -> Option<&str> {
    find(metadata, &METADATA)
}

/// Two levels deep: the structs below have no lists of structs.
fn find<'v>(value: &'v Value, fields: &Fields) -> Option<&'v str> {
    value.as_object()?.iter().find_map(|(key, value)| {
        let folded = fold(key);
        if !fields.names.contains(&folded.as_str()) {
            return Some(key.as_str());
        }
        let (_, below) = fields.lists.iter().find(|(name, _)| *name == folded)?;
        value.as_array()?.iter().find_map(|item| find(item, below))
    })
}
