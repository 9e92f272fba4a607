//! Two schemas of the same version, field by field.

use super::{Changes, Rule, Where, combined, values};
use crate::path::Segment;
use crate::schema::{Items, Schema, SchemaOrBool};

/// All changes from one to the other and below.
pub(super) fn compare(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    if old == new {
        return;
    }
    if values::kind(old, new, place, changes) {
        return;
    }
    values::compare(old, new, place, changes);
    combined::compare(old, new, place, changes);
    required(old, new, place, changes);
    structure(old, new, place, changes);
    properties(old, new, place, changes);
    if let (Some(Items::One(before)), Some(Items::One(after))) = (&old.items, &new.items) {
        compare(before, after, &below(place, &["items"], "[]"), changes);
    }
    additional(old, new, place, changes);
}

fn below<'a>(place: &Where<'a>, steps: &[&str], field: &str) -> Where<'a> {
    let mut below = place.clone();
    below.place.0.extend(steps.iter().map(|step| Segment::Child((*step).to_owned())));
    below.field.push_str(field);
    below
}

fn properties(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    for (name, before) in &old.properties {
        let place = below(place, &["properties", name], &format!(".{name}"));
        match new.properties.get(name) {
            Some(after) => compare(before, after, &place, changes),
            None => removed(new, &place, changes),
        }
    }
    for name in new.properties.keys().filter(|name| !old.properties.contains_key(*name)) {
        let place = below(place, &["properties", name], &format!(".{name}"));
        changes.add(Rule::new("field.added"), &place, "the field is new");
    }
}

fn removed(new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    if new.preserve_unknown_fields == Some(true) || new.additional_properties.is_some() {
        let detail = "the field is no longer declared; its values stay, unchecked";
        return changes.add(Rule::risky("field.undeclared"), place, detail);
    }
    let detail = "the field is gone: values are dropped at the next write, strict clients are refused";
    changes.add(Rule::breaking("field.removed"), place, detail);
}

fn required(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    for name in new.required.iter().filter(|name| !old.required.contains(name)) {
        let place = below(place, &[], &format!(".{name}"));
        let defaulted = new.properties.get(name).is_some_and(|property| property.default.is_some());
        match defaulted {
            true => {
                changes.add(Rule::new("field.requiredWithDefault"), &place, "the field is required and has a default")
            }
            false => changes.add(Rule::breaking("field.requiredAdded"), &place, "the field is required now"),
        }
    }
    for name in old.required.iter().filter(|name| !new.required.contains(name)) {
        let place = below(place, &[], &format!(".{name}"));
        let detail = "the field is no longer required: readers may miss it";
        changes.add(Rule::risky("field.requiredRemoved"), &place, detail);
    }
}

/// What keeps, merges and embeds.
fn structure(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    match (old.preserve_unknown_fields == Some(true), new.preserve_unknown_fields == Some(true)) {
        (true, false) => {
            let detail = "unknown fields are dropped now";
            changes.add(Rule::breaking("preserveUnknownFields.removed"), place, detail);
        }
        (false, true) => changes.add(Rule::new("preserveUnknownFields.added"), place, "unknown fields are kept now"),
        _ => {}
    }
    let list = |schema: &Schema| schema.list_type.clone().unwrap_or_else(|| "atomic".to_owned());
    if list(old) != list(new) || old.list_map_keys != new.list_map_keys {
        let detail = format!("the list is {} instead of {}, or has other keys", list(new), list(old));
        changes.add(Rule::breaking("listType.changed"), place, detail);
    }
    let map = |schema: &Schema| schema.map_type.clone().unwrap_or_else(|| "granular".to_owned());
    if map(old) != map(new) {
        let detail = format!("the map is {} instead of {}: server-side apply owns it otherwise", map(new), map(old));
        changes.add(Rule::risky("mapType.changed"), place, detail);
    }
    if old.embedded_resource != new.embedded_resource {
        let detail = "whether it is an embedded resource changes, and with it what metadata must look like";
        changes.add(Rule::breaking("embeddedResource.changed"), place, detail);
    }
}

fn additional(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let place = below(place, &["additionalProperties"], ".*");
    match (&old.additional_properties, &new.additional_properties) {
        (Some(SchemaOrBool::Schema(before)), Some(SchemaOrBool::Schema(after))) => {
            compare(before, after, &place, changes);
        }
        (Some(SchemaOrBool::Schema(_) | SchemaOrBool::Bool(true)), None | Some(SchemaOrBool::Bool(false))) => {
            let detail = "other properties than the declared ones are dropped or refused now";
            changes.add(Rule::breaking("additionalProperties.removed"), &place, detail);
        }
        (Some(SchemaOrBool::Bool(true)), Some(SchemaOrBool::Schema(_))) => {
            changes.add(
                Rule::breaking("additionalProperties.restricted"),
                &place,
                "other properties must fit a schema now",
            );
        }
        (None | Some(SchemaOrBool::Bool(false)), Some(SchemaOrBool::Schema(_) | SchemaOrBool::Bool(true)))
        | (Some(SchemaOrBool::Schema(_)), Some(SchemaOrBool::Bool(true))) => {
            changes.add(
                Rule::new("additionalProperties.added"),
                &place,
                "other properties than the declared ones may be there",
            );
        }
        _ => {}
    }
}
