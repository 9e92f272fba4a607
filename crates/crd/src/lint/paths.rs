//! Paths of printer columns and of `scale`, which the server follows only when it serves objects.

use super::finding::{Findings, Lint};
use super::json_path::{Target, follow};
use crate::definition::{Scale, Version};
use crate::path::Path;
use crate::schema::Schema;

pub(super) fn check(version: &Version, at: &Path<'_>, into: &mut Findings) {
    let Some(schema) = &version.schema else { return };
    let columns = at.child("additionalPrinterColumns");
    for (index, column) in version.columns.iter().enumerate() {
        if let Target::Nowhere(why) = follow(&column.json_path, schema) {
            into.add(Lint::DanglingColumn, &columns.index(index).child("jsonPath"), || {
                format!("{} leads nowhere: {why}", column.json_path)
            });
        }
    }
    if let Some(scale) = version.subresources.as_ref().and_then(|subresources| subresources.scale.as_ref()) {
        self::scale(scale, schema, &at.child("subresources").child("scale"), into);
    }
}

fn scale(scale: &Scale, schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    let paths = [
        ("specReplicasPath", Some(&scale.spec_replicas_path), "integer"),
        ("statusReplicasPath", Some(&scale.status_replicas_path), "integer"),
        ("labelSelectorPath", scale.label_selector_path.as_ref(), "string"),
    ];
    for (key, path, wanted) in paths {
        let Some(path) = path.filter(|path| !path.is_empty()) else { continue };
        match follow(path, schema) {
            Target::Nowhere(why) => {
                into.add(Lint::DanglingScale, &at.child(key), || format!("{path} leads nowhere: {why}"));
            }
            Target::Schema(found) if !found.kind.is_empty() && found.kind != wanted => {
                into.add(Lint::DanglingScale, &at.child(key), || {
                    format!("{path} leads to a field of type {}, not {wanted}", found.kind)
                });
            }
            Target::Schema(_) | Target::Open => {}
        }
    }
}
