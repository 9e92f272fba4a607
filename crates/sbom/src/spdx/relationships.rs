//! What belongs to what (SPDX 2.3, clause 11).

use std::collections::HashMap;

use serde_json::{Value, json};

use super::DOCUMENT;
use crate::contents::Contents;
use crate::refs::Refs;

/// One relationship.
pub(super) fn relationship(from: &str, kind: &str, to: &str) -> Value {
    json!({"spdxElementId": from, "relationshipType": kind, "relatedSpdxElement": to})
}

/// All relationships of the chart.
pub(super) fn all(contents: &Contents, refs: &Refs) -> Vec<Value> {
    let mut all = vec![relationship(DOCUMENT, "DESCRIBES", &refs.chart)];
    for (subchart, id) in contents.subcharts.iter().zip(&refs.subcharts) {
        let parent = refs.parent(subchart.parent);
        all.push(relationship(parent, if subchart.is_there { "CONTAINS" } else { "DEPENDS_ON" }, id));
        if subchart.is_optional() {
            all.push(relationship(id, "OPTIONAL_COMPONENT_OF", parent));
        }
    }
    all.extend(refs.images.iter().map(|id| relationship(&refs.chart, "DEPENDS_ON", id)));
    let crds = contents.crds.iter().zip(&refs.crds);
    all.extend(crds.map(|(crd, id)| relationship(refs.parent(crd.parent), "CONTAINS", id)));
    all.extend(refs.files.iter().map(|id| relationship(&refs.chart, "CONTAINS", id)));
    let files: HashMap<&str, &String> = contents.files.iter().map(|file| file.path.as_str()).zip(&refs.files).collect();
    for (crd, id) in contents.crds.iter().zip(&refs.crds) {
        let file = crd.file.as_deref().and_then(|path| files.get(path));
        all.extend(file.map(|file| relationship(id, "GENERATED_FROM", file)));
    }
    all
}
