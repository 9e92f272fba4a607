//! What the server accepts with a warning (W1, W2; `WarningsOnCreate` and `WarningsOnUpdate`).

use std::collections::{BTreeMap, BTreeSet};

use crate::formats::Format;
use crate::internal::Internal;
use crate::path::{FieldPath, Path};
use crate::schema::{Items, Schema};
use crate::schema_walk;
use crate::target::Target;

/// A warning and what it is about, in the server's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The server's text.
    pub text: String,
    /// The first schema that gives it.
    pub field: FieldPath,
}

/// The warnings at create.
#[must_use]
pub fn at_create(definition: &Internal<'_>, target: Target) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut sets = BTreeMap::new();
    for_each_schema(definition, &mut |schema, at| {
        if !schema.format.is_empty() && !knows_format(schema) {
            let text = format!("unrecognized format {}", gostd::strconv::quote(&schema.format));
            warnings.push(Warning { text, field: at.to_field() });
        }
        if target >= Target::V1_37
            && let Some(text) = set_warning(schema)
        {
            sets.entry(text).or_insert_with(|| at.to_field());
        }
    });
    warnings.extend(sets.into_iter().map(|(text, field)| Warning { text, field }));
    warnings
}

/// The warnings at update: those that the old definition did not give.
#[must_use]
pub fn at_update(new: &Internal<'_>, old: &Internal<'_>, target: Target) -> Vec<Warning> {
    let before = at_create(old, target);
    let known: BTreeSet<&str> = before.iter().map(|warning| warning.text.as_str()).collect();
    at_create(new, target).into_iter().filter(|warning| !known.contains(warning.text.as_str())).collect()
}

fn for_each_schema(definition: &Internal<'_>, look: &mut dyn FnMut(&Schema, &Path<'_>)) {
    let root = Path::root();
    let spec = root.child("spec");
    if let Some(schema) = definition.schema() {
        schema_walk::visit(schema, &spec.child("validation").child("openAPIV3Schema"), look);
    }
    let versions = spec.child("versions");
    for (index, version) in definition.definition.versions.iter().enumerate() {
        if let Some(schema) = definition.schema_of(version) {
            schema_walk::visit(schema, &versions.index(index).child("schema").child("openAPIV3Schema"), look);
        }
    }
}

fn knows_format(schema: &Schema) -> bool {
    let format = schema.format.as_str();
    match schema.kind.as_str() {
        "" | "string" => Format::named(format).is_some(),
        "integer" => matches!(format, "int32" | "int64"),
        "number" => matches!(format, "float" | "double"),
        _ => false,
    }
}

fn set_warning(schema: &Schema) -> Option<String> {
    let Some(Items::One(item)) = &schema.items else { return None };
    let is_set = schema.list_type.as_deref() == Some("set") && matches!(item.kind.as_str(), "object" | "array");
    let kind = &item.kind;
    is_set.then(|| {
        format!(
            "x-kubernetes-list-type: set for items of type \"{kind}\" is not supported by server-side apply or CEL \
             validation rules"
        )
    })
}
