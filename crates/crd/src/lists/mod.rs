//! What kind of list or map a value is (L1 to L8): `x-kubernetes-list-type`, `x-kubernetes-list-map-keys`,
//! `x-kubernetes-map-type`.

mod keys;
mod map_list;
mod set;

use crate::gathered::Gathered;
use crate::options::Options;
use crate::path::Path;
use crate::schema::{Items, Schema};
use crate::violation::Violation;

const LIST_TYPE: &str = "x-kubernetes-list-type";
const MAP_TYPE: &str = "x-kubernetes-map-type";
const MAP_KEYS: &str = "x-kubernetes-list-map-keys";

/// Checks one schema.
pub(crate) fn check(schema: &Schema, at: &Path<'_>, options: &Options, into: &mut Gathered) {
    if let Some(map_type) = &schema.map_type {
        expect_type(schema, at, ("object", "must be object if x-kubernetes-map-type is specified"), into);
        expect_one_of(map_type, &at.child(MAP_TYPE), &["atomic", "granular"], into);
    }
    if let Some(list_type) = &schema.list_type {
        expect_type(schema, at, ("array", "must be array if x-kubernetes-list-type is specified"), into);
        if schema.kind == "array" && options.require_atomic_sets && list_type == "set" {
            set::check_items(schema, at, into);
        }
        expect_one_of(list_type, &at.child(LIST_TYPE), &["atomic", "set", "map"], into);
    }
    map_list::check(schema, at, into);
    if options.require_sound_list_keys {
        keys::check(schema, at, into);
    }
}

/// The schema of all items.
fn item(schema: &Schema) -> Option<&Schema> {
    match &schema.items {
        Some(Items::One(item)) => Some(item),
        _ => None,
    }
}

fn expect_type(schema: &Schema, at: &Path<'_>, (kind, detail): (&str, &str), into: &mut Gathered) {
    let at = at.child("type");
    if schema.kind.is_empty() {
        into.add(|| Violation::required(&at, detail));
    } else if schema.kind != kind {
        into.add(|| Violation::invalid_text(&at, &schema.kind, detail));
    }
}

fn expect_one_of(text: &str, at: &Path<'_>, known: &[&str], into: &mut Gathered) {
    into.add_if(!known.contains(&text), || Violation::unsupported(at, text, known));
}
