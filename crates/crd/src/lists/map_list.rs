//! Lists that are maps: their keys and items (L4 to L6).

use std::collections::HashSet;

use gostd::json::{Value, encode};

use super::{LIST_TYPE, MAP_KEYS, item};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::schema::{Items, Schema};
use crate::violation::Violation;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    if !schema.list_map_keys.is_empty() {
        expect_map(schema, &at.child(LIST_TYPE), into);
    }
    if schema.list_type.as_deref() != Some("map") {
        return;
    }
    into.add_if(schema.list_map_keys.is_empty(), || {
        Violation::required(&at.child(MAP_KEYS), "must not be empty if x-kubernetes-list-type is map")
    });
    items(schema, &at.child("items"), into);
    if let Some(item) = item(schema)
        && item.kind == "object"
    {
        keys(schema, item, at, into);
    }
}

/// Keys make sense for maps only.
fn expect_map(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let detail = "must be map if x-kubernetes-list-map-keys is non-empty";
    match schema.list_type.as_deref() {
        None => into.add(|| Violation::required(at, detail)),
        Some("map") => {}
        Some(other) => into.add(|| Violation::invalid_text(at, other, detail)),
    }
}

fn items(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    match &schema.items {
        None => into.add(|| Violation::required(at, "must have a schema if x-kubernetes-list-type is map")),
        Some(Items::Many(_)) => {
            let detail = "must only have a single schema if x-kubernetes-list-type is map";
            into.add(|| Violation::invalid(at, "{…}", detail));
        }
        Some(Items::One(item)) => into.add_if(item.kind != "object", || {
            let detail = "must be object if parent array's x-kubernetes-list-type is map";
            Violation::invalid_text(&at.child("type"), &item.kind, detail)
        }),
    }
}

fn keys(schema: &Schema, item: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let wrong = |detail: &str| Violation::invalid(&at.child(MAP_KEYS), shown(&schema.list_map_keys), detail);
    let mut seen = HashSet::new();
    for key in &schema.list_map_keys {
        match item.properties.get(key) {
            None => into.add(|| wrong("entries must all be names of item properties")),
            Some(property) => into.add_if(matches!(property.kind.as_str(), "array" | "object"), || {
                let detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
                let at = at.child("items");
                // The server shows the type of the items.
                Violation::invalid_text(&at.child("properties").key(key).child("type"), &item.kind, detail)
            }),
        }
        into.add_if(!seen.insert(key), || wrong("must not contain duplicate entries"));
    }
}

/// How many keys a message shows: it has them all, once for each that is wrong.
const MAX_SHOWN: usize = 100;

fn shown(keys: &[String]) -> String {
    encode(&Value::Array(keys.iter().take(MAX_SHOWN).map(|key| Value::from(key.as_str())).collect()))
}
