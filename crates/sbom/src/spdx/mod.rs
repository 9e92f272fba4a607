//! SPDX 2.3 in JSON (SPDX specification 2.3, clauses 6 to 11; its `schemas/spdx-schema.json`).
//!
//! The document describes the chart; the chart contains its files, charts and definitions, and depends on its images.

mod files;
mod images;
mod licenses;
mod merge;
mod packages;
mod relationships;

use gostd::time::Timestamp;
use serde_json::{Map, Value, json};

use crate::contents::{Contents, Supplier};
use crate::ids::Ids;
use crate::refs::Refs;
use crate::{TOOL, TOOL_VERSION, uuid};
use licenses::Licenses;

/// The document's own identifier.
const DOCUMENT: &str = "SPDXRef-DOCUMENT";
/// Below this every document has its namespace; nothing is there.
const NAMESPACES: &str = "https://portolan.dev/spdx";
/// What is not known.
const NOASSERTION: &str = "NOASSERTION";

/// The document about `contents`, made at `time` (Unix seconds): indented JSON that ends in a line feed.
pub fn document(contents: &Contents, time: i64) -> Vec<u8> {
    let mut ids = Ids::default();
    let refs = Refs::of(contents, |wanted| format!("SPDXRef-{}", ids.take(wanted)));
    let mut licenses = Licenses::of(contents);
    let mut packages = packages::all(contents, &refs, &mut licenses);
    let links = images::links(contents, &refs);
    let merged = merge::all(contents, &refs, &mut ids, &mut licenses);
    packages.extend(images::packages(contents, &refs, &links));
    packages.extend(merged.packages);
    let mut relationships = relationships::all(contents, &refs);
    relationships.extend(links.relationships);
    relationships.extend(merged.relationships);
    let mut body = Map::new();
    body.insert("creationInfo".to_owned(), creation(contents, time));
    insert_list(&mut body, "externalDocumentRefs", links.documents);
    insert_list(&mut body, "hasExtractedLicensingInfos", licenses.into_infos());
    body.insert("packages".to_owned(), Value::Array(packages));
    body.insert("files".to_owned(), Value::Array(files::all(contents, &refs)));
    body.insert("relationships".to_owned(), Value::Array(relationships));
    written(contents, body)
}

/// The namespace follows from the rest of the document, so that equal documents have equal ones and no others.
fn written(contents: &Contents, body: Map<String, Value>) -> Vec<u8> {
    let body = Value::Object(body);
    let name = format!("{}-{}", contents.chart.name, contents.chart.version);
    let in_url = Ids::default().take(&name);
    let namespace = format!("{NAMESPACES}/{in_url}-{}", uuid::of(body.to_string().as_bytes()));
    let mut document = json!({
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": DOCUMENT,
        "name": name,
        "documentNamespace": namespace,
    });
    if let (Some(document), Value::Object(body)) = (document.as_object_mut(), body) {
        document.extend(body);
    }
    let mut text = format!("{document:#}").into_bytes();
    text.push(b'\n');
    text
}

fn insert_list(object: &mut Map<String, Value>, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        object.insert(key.to_owned(), Value::Array(list));
    }
}

fn creation(contents: &Contents, time: i64) -> Value {
    let tool = format!("Tool: {TOOL}-{TOOL_VERSION}");
    let creators: Vec<String> = std::iter::once(tool).chain(contents.supplier.as_ref().map(agent)).collect();
    json!({"created": Timestamp::from_unix(time).to_rfc3339(), "creators": creators})
}

/// A person or organisation as SPDX writes it; parentheses are its own.
fn agent(supplier: &Supplier) -> String {
    let kind = if supplier.is_organization { "Organization" } else { "Person" };
    let name = supplier.name.replace('(', "[").replace(')', "]");
    match &supplier.mail {
        Some(mail) => format!("{kind}: {name} ({mail})"),
        None => format!("{kind}: {name}"),
    }
}
