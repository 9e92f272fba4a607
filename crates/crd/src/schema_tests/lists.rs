//! Lists and maps (L1 to L8).

use super::{schema, x};
use crate::options::Options;
use crate::path::Path;
use crate::target::Target;

#[test]
fn l1_list_types() {
    x(
        "{type: array, items: {type: string}, x-kubernetes-list-type: foo}",
        &["….x-kubernetes-list-type: Unsupported value: \"foo\": supported values: \"atomic\", \"set\", \"map\""],
    );
    x(
        "{type: object, x-kubernetes-list-type: atomic}",
        &["….type: Invalid value: \"object\": must be array if x-kubernetes-list-type is specified"],
    );
    x(
        "{x-kubernetes-preserve-unknown-fields: true, x-kubernetes-list-type: atomic}",
        &["….type: Required value: must be array if x-kubernetes-list-type is specified"],
    );
}

#[test]
fn l2_map_types() {
    x(
        "{type: object, x-kubernetes-map-type: foo}",
        &["….x-kubernetes-map-type: Unsupported value: \"foo\": supported values: \"atomic\", \"granular\""],
    );
    x(
        "{type: string, x-kubernetes-map-type: atomic}",
        &["….type: Invalid value: \"string\": must be object if x-kubernetes-map-type is specified"],
    );
}

/// Contract, cases L3 and 38.
#[test]
fn case_38_items_of_sets() {
    let set = "{type: array, x-kubernetes-list-type: set, items: ITEM}";
    let detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
    x(&set.replace("ITEM", "{type: object, x-kubernetes-map-type: atomic}"), &[]);
    x(
        &set.replace("ITEM", "{type: object}"),
        &[&format!("….items.x-kubernetes-map-type: Invalid value: null: {detail}")],
    );
    x(&set.replace("ITEM", "{type: array, items: {type: string}}"), &[]);
    x(
        &set.replace("ITEM", "{type: array, x-kubernetes-list-type: set, items: {type: string}}"),
        &[&format!("….items.x-kubernetes-list-type: Invalid value: \"set\": {detail}")],
    );
}

#[test]
fn l4_keys_need_a_map() {
    let list = "{type: array, items: {type: string}, x-kubernetes-list-map-keys: [a]";
    x(
        &format!("{list}}}"),
        &["….x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty"],
    );
    x(
        &format!("{list}, x-kubernetes-list-type: set}}"),
        &["….x-kubernetes-list-type: Invalid value: \"set\": must be map if x-kubernetes-list-map-keys is non-empty"],
    );
}

#[test]
fn l5_maps_have_keys_and_objects() {
    x(
        "{type: array, items: {type: string}, x-kubernetes-list-type: map}",
        &[
            "….items.type: Invalid value: \"string\": must be object if parent array's x-kubernetes-list-type is map",
            "….x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map",
        ],
    );
    x(
        "{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}",
        &[
            "….items: Required value: must be specified",
            "….items: Required value: must have a schema if x-kubernetes-list-type is map",
        ],
    );
}

#[test]
fn l6_and_l7_keys_are_properties() {
    let list = |keys: &str, item: &str| {
        format!("{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: {keys}, items: {item}}}")
    };
    x(
        &list("[a]", "{type: object}"),
        &["….x-kubernetes-list-map-keys: Invalid value: [\"a\"]: entries must all be names of item properties"],
    );
    x(
        &list("[a, a]", "{type: object, required: [a], properties: {a: {type: object}}}"),
        &[
            "….items.properties[a].type: Invalid value: \"object\": must be a scalar type if parent array's \
         x-kubernetes-list-type is map",
            "….items.properties[a].type: Invalid value: \"object\": must be a scalar type if parent array's \
         x-kubernetes-list-type is map",
            "….x-kubernetes-list-map-keys: Invalid value: [\"a\",\"a\"]: must not contain duplicate entries",
        ],
    );
    x(
        &list("[a]", "{type: object, properties: {a: {type: string}}}"),
        &[
            "….items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have \
         a default or be a required property",
        ],
    );
    x(&list("[a]", "{type: object, properties: {a: {type: string, default: b}}}"), &[]);
}

/// Contract, cases U15 and L8.
#[test]
fn u15_nullable_keys_and_items() {
    let item = "{type: object, nullable: true, required: [a], properties: {a: {type: string, nullable: true}}}";
    x(
        &format!("{{type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a], items: {item}}}"),
        &[
            "….items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map",
            "….items.properties[a].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be \
             nullable",
        ],
    );
}

#[test]
fn an_update_may_keep_unsound_lists() {
    let options =
        Options { require_sound_list_keys: false, require_atomic_sets: false, ..Options::create(Target::V1_37) };
    let schema = schema("{type: array, x-kubernetes-list-type: set, items: {type: object, nullable: true}}");
    assert_eq!(crate::keywords::check(&schema, &Path::root(), &options).violations, []);
}
