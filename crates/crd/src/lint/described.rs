//! Fields that nobody describes.

use super::finding::{Findings, Lint};
use crate::path::{FieldPath, Path};
use crate::schema::{Items, Schema, SchemaOrBool};

/// Fields of a schema.
#[derive(Default)]
struct Count {
    all: usize,
    bare: usize,
    first: Option<FieldPath>,
}

/// One finding for the whole schema, at the first such field.
pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    let mut count = Count::default();
    visit(schema, at, &mut count);
    let Count { all, bare, first } = count;
    if let Some(first) = first {
        into.add_at(Lint::Undescribed, &first, || format!("{bare} of {all} fields have no description"));
    }
}

fn visit(schema: &Schema, at: &Path<'_>, count: &mut Count) {
    let properties = at.child("properties");
    for (name, property) in &schema.properties {
        let at = properties.key(name);
        count.all += 1;
        if property.description.is_empty() && !is_known(name) {
            count.bare += 1;
            count.first.get_or_insert_with(|| at.to_field());
        }
        visit(property, &at, count);
    }
    if let Some(Items::One(items)) = &schema.items {
        visit(items, &at.child("items"), count);
    }
    if let Some(SchemaOrBool::Schema(values)) = &schema.additional_properties {
        visit(values, &at.child("additionalProperties"), count);
    }
}

/// Fields whose meaning everybody knows.
fn is_known(name: &str) -> bool {
    matches!(name, "apiVersion" | "kind" | "metadata" | "spec" | "status")
}
