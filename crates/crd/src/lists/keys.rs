//! Keys that every item has, and items that are never `null` (L7, L8).

use std::collections::HashSet;

use super::item;
use crate::gathered::Gathered;
use crate::path::Path;
use crate::schema::Schema;
use crate::violation::Violation;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let Some(item) = item(schema) else { return };
    let Some(list_type @ ("set" | "map")) = schema.list_type.as_deref() else { return };
    let at = at.child("items");
    into.add_if(item.nullable, || {
        let detail = format!("cannot be nullable when x-kubernetes-list-type is {list_type}");
        Violation::forbidden(&at.child("nullable"), detail)
    });
    if list_type == "map" {
        keys(schema, item, &at, into);
    }
}

fn keys(schema: &Schema, item: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let required: HashSet<&String> = item.required.iter().collect();
    let at = at.child("properties");
    for key in &schema.list_map_keys {
        let Some(property) = item.properties.get(key) else { continue };
        into.add_if(!required.contains(key) && property.default.is_none(), || {
            let detail = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required \
                          property";
            Violation::required(&at.key(key).child("default"), detail)
        });
        into.add_if(property.nullable, || {
            let detail = "this property is in x-kubernetes-list-map-keys, so it cannot be nullable";
            Violation::forbidden(&at.key(key).child("nullable"), detail)
        });
    }
}
