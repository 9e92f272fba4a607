//! The objects of a document.

use gostd::json::Value;
use goyaml::{Node, Position};

use crate::data::DATA;
use crate::judge::{Walk, node_at};
use crate::{Fault, Step, Versions, metadata, selector};

/// Lists in lists that are looked into.
const MAX_LISTS: usize = 4;

/// What servers say of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its `apiVersion`; empty if it has none.
    pub api_version: String,
    /// Its kind; empty if it has none.
    pub kind: String,
    /// Its name; empty if it has none.
    pub name: String,
    /// Where it begins in the document.
    pub position: Position,
    /// The versions that were asked for and do not have this kind: they refuse it, unless it is defined elsewhere.
    pub unknown: Versions,
    /// What versions that have the kind refuse.
    pub faults: Vec<Fault>,
}

/// Judges the objects of a document for some versions. A list (`v1 List`, `v1 PodList`) is its items. Nothing is said
/// of a document that is no JSON, no object, or empty.
pub fn judge(document: &Node, asked: Versions) -> Vec<Judged> {
    let Ok(value) = document.to_json() else { return Vec::new() };
    let mut judged = Vec::new();
    collect(&Place { document, steps: Vec::new() }, &value, asked, &mut judged);
    judged
}

/// Where an object is in a document.
struct Place<'n> {
    document: &'n Node,
    steps: Vec<Step>,
}

fn collect(place: &Place<'_>, value: &Value, asked: Versions, judged: &mut Vec<Judged>) {
    let kind = text(value, "kind");
    let items = value.get("items").and_then(Value::as_array).filter(|_| kind.ends_with("List"));
    if items.is_none() && kind == "List" && text(value, "apiVersion") == "v1" {
        return;
    }
    // Every list is two steps deeper.
    if let Some(items) = items.filter(|_| place.steps.len() < 2 * MAX_LISTS) {
        for (index, item) in items.iter().enumerate() {
            let mut steps = place.steps.clone();
            steps.extend([Step::Field("items".to_owned()), Step::Index(index)]);
            collect(&Place { document: place.document, steps }, item, asked, judged);
        }
    } else if value.as_object().is_some_and(|members| !members.is_empty()) {
        judged.push(object(place, value, asked));
    }
}

fn object(place: &Place<'_>, value: &Value, asked: Versions) -> Judged {
    let (api_version, kind) = (text(value, "apiVersion"), text(value, "kind"));
    let mut walk = Walk::default();
    let mut known = Versions::default();
    for (definition, versions) in DATA.of_kind(api_version, kind) {
        let versions = versions.and(asked);
        if !versions.is_empty() {
            known = known.or(versions);
            walk.object(value, definition, versions);
            metadata::look(&mut walk, value, (api_version, kind), versions);
            selector::look(&mut walk, value, (api_version, kind), versions);
        }
    }
    let position = node_at(place.document, &place.steps).span.start;
    let found = walk.into_faults().into_iter();
    let faults = found.map(|fault| Fault { position: position_of(place, &fault), ..fault }).collect();
    let name = value.get("metadata").map_or("", |metadata| text(metadata, "name"));
    let (api_version, kind, name) = (api_version.to_owned(), kind.to_owned(), name.to_owned());
    Judged { api_version, kind, name, position, unknown: asked.without(known), faults }
}

/// Where the innermost node of a fault's path stands.
fn position_of(place: &Place<'_>, fault: &Fault) -> Position {
    let steps: Vec<Step> = place.steps.iter().chain(&fault.steps).cloned().collect();
    node_at(place.document, &steps).span.start
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
