//! CycloneDX 1.6 in JSON (ECMA-424; its `bom-1.6.schema.json`).
//!
//! `metadata.component` is the chart. Charts within, definitions, images and files are components. The graph has an entry
//! for everything whose dependencies are known; an image has one only if the contents of its own document are merged.

mod components;
mod graph;
mod merge;
mod parts;

use gostd::time::Timestamp;
use serde_json::{Value, json};

use crate::contents::Contents;
use crate::ids::Ids;
use crate::refs::Refs;
use crate::{TOOL, TOOL_VERSION, uuid};

/// The document about `contents`, made at `time` (Unix seconds): indented JSON that ends in a line feed.
pub fn document(contents: &Contents, time: i64) -> Vec<u8> {
    let mut ids = Ids::default();
    let refs = Refs::of(contents, |wanted| ids.unique(wanted.to_owned()));
    let merged = merge::all(contents, &refs, &mut ids);
    let body = json!({
        "metadata": metadata(contents, &refs, time),
        "components": components::all(contents, &refs, &merged),
        "dependencies": graph::dependencies(contents, &refs, &merged),
        "compositions": graph::compositions(contents, &refs, &merged),
    });
    // The number follows from the rest of the document, so that equal documents have equal ones and no others.
    let serial = uuid::of(body.to_string().as_bytes());
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{serial}"),
        "version": 1,
    });
    if let (Some(document), Value::Object(body)) = (document.as_object_mut(), body) {
        document.extend(body);
    }
    let mut text = format!("{document:#}").into_bytes();
    text.push(b'\n');
    text
}

fn metadata(contents: &Contents, refs: &Refs, time: i64) -> Value {
    let mut metadata = json!({
        "timestamp": Timestamp::from_unix(time).to_rfc3339(),
        "lifecycles": [{"phase": "build"}],
        "tools": {"components": [{"type": "application", "name": TOOL, "version": TOOL_VERSION}]},
        "component": components::chart(contents, refs),
    });
    if let (Some(fields), Some(supplier)) = (metadata.as_object_mut(), &contents.supplier) {
        fields.insert("supplier".to_owned(), parts::organization(supplier));
    }
    metadata
}
