//! Metadata, kind and version of the object and of embedded ones (T9 to T11).

use super::check::Level;
use super::{Extensions, Structural, ValueValidation};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::schema::InertKey;
use crate::violation::Violation;

pub(super) fn check(schema: &Structural, level: Level, at: &Path<'_>, into: &mut Gathered) {
    let is_resource = level == Level::Root || schema.extensions.embedded_resource;
    let at = at.child("properties");
    if is_resource {
        for (name, wanted, detail) in [
            ("kind", "string", "must be string"),
            ("apiVersion", "string", "must be string"),
            ("metadata", "object", "must be object"),
        ] {
            let found = schema.properties.get(name).map_or(wanted, |property| &property.kind);
            into.add_if(found != wanted, || Violation::invalid_text(&at.key(name).child("type"), found, detail));
        }
    }
    if level == Level::Root
        && let Some(metadata) = schema.properties.get("metadata")
    {
        into.add_if(!is_about_names_only(metadata), || {
            let detail =
                "must not specify anything other than name and generateName, but metadata is implicitly specified";
            Violation::forbidden(&at.key("metadata"), detail)
        });
    }
}

/// Keys that say nothing and yet are refused in metadata.
const REFUSED: [InertKey; 5] =
    [InertKey::Required, InertKey::ListMapKeys, InertKey::Validations, InertKey::Example, InertKey::ExternalDocs];

/// Whether a schema has nothing but a type, a default (which is looked at elsewhere), and those two properties.
fn is_about_names_only(metadata: &Structural) -> bool {
    let demands_nothing =
        |value: &ValueValidation| *value == ValueValidation::default() && !value.inert.has_any(&REFUSED);
    metadata.title.is_empty()
        && metadata.description.is_empty()
        && !metadata.nullable
        && metadata.items.is_none()
        && metadata.additional_properties.is_none()
        && metadata.extensions == Extensions::default()
        && metadata.validations.is_empty()
        && metadata.value.as_deref().is_none_or(demands_nothing)
        && metadata.properties.keys().all(|name| matches!(name.as_str(), "name" | "generateName"))
}
