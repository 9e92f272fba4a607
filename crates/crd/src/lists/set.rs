//! Items of sets (L3).

use super::{LIST_TYPE, MAP_TYPE, item};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::schema::Schema;
use crate::violation::Violation;

/// Items that are lists or maps are compared as a whole, so they must be atomic.
pub(super) fn check_items(schema: &Schema, at: &Path<'_>, into: &mut Gathered) {
    let Some(item) = item(schema) else { return };
    let list_type = item.list_type.as_deref();
    let wrong = match item.kind.as_str() {
        // Lists are atomic of themselves, maps are not.
        "array" if list_type.is_some_and(|kind| kind != "atomic") => LIST_TYPE,
        "object" if item.map_type.as_deref() != Some("atomic") => MAP_TYPE,
        _ => return,
    };
    into.add(|| {
        // The server shows the list type in both cases.
        let shown = list_type.map_or_else(|| "null".to_owned(), gostd::strconv::quote);
        let detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
        Violation::invalid(&at.child("items").child(wrong), shown, detail)
    });
}
