//! Who needs whom, and how far that is known.

use serde_json::{Value, json};

use super::merge::Merged;
use crate::contents::Contents;
use crate::refs::Refs;

/// The graph. What is not in it is not known.
pub(super) fn dependencies(contents: &Contents, refs: &Refs, merged: &Merged) -> Vec<Value> {
    let needed = [children(contents, refs, None), refs.images.clone()].concat();
    let mut graph = vec![entry(&refs.chart, needed, provided(contents, refs, None))];
    for (index, (subchart, id)) in contents.subcharts.iter().zip(&refs.subcharts).enumerate() {
        if subchart.is_there {
            let parent = Some(index);
            graph.push(entry(id, children(contents, refs, parent), provided(contents, refs, parent)));
        }
    }
    graph.extend(refs.crds.iter().chain(&refs.files).map(|id| json!({"ref": id, "dependsOn": []})));
    graph.extend(merged.dependencies.iter().cloned());
    graph
}

fn entry(id: &str, needed: Vec<String>, provided: Vec<&String>) -> Value {
    let mut entry = json!({"ref": id, "dependsOn": needed});
    if let Some(fields) = entry.as_object_mut().filter(|_| !provided.is_empty()) {
        fields.insert("provides".to_owned(), json!(provided));
    }
    entry
}

/// The definitions that a chart holds.
fn provided<'a>(contents: &Contents, refs: &'a Refs, parent: Option<usize>) -> Vec<&'a String> {
    let all = contents.crds.iter().zip(&refs.crds);
    all.filter(|(crd, _)| crd.parent == parent).map(|(_, id)| id).collect()
}

/// The charts that a chart holds or wants.
fn children(contents: &Contents, refs: &Refs, parent: Option<usize>) -> Vec<String> {
    let all = contents.subcharts.iter().zip(&refs.subcharts);
    all.filter(|(subchart, _)| subchart.parent == parent).map(|(_, id)| id.clone()).collect()
}

/// The archive is told completely; whether the images are all that run, and what is in those whose documents are not
/// merged, is not known.
pub(super) fn compositions(contents: &Contents, refs: &Refs, merged: &Merged) -> Vec<Value> {
    let there = contents.subcharts.iter().zip(&refs.subcharts).filter(|(subchart, _)| subchart.is_there);
    let assembly: Vec<&String> = std::iter::once(&refs.chart).chain(there.map(|(_, id)| id)).collect();
    let missing = contents.subcharts.iter().zip(&refs.subcharts).filter(|(subchart, _)| !subchart.is_there);
    let closed = refs.images.iter().enumerate().filter(|(index, _)| !merged.has(*index)).map(|(_, id)| id);
    let unknown: Vec<&String> = missing.map(|(_, id)| id).chain(closed).collect();
    let mut compositions = vec![
        json!({"aggregate": "complete", "assemblies": assembly}),
        json!({"aggregate": "unknown", "dependencies": [refs.chart]}),
    ];
    if !unknown.is_empty() {
        compositions.push(json!({"aggregate": "unknown", "assemblies": unknown, "dependencies": unknown}));
    }
    compositions
}
