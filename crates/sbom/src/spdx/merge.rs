//! The contents of images' documents as parts of this one: packages that their image contains, and what is between them.
//!
//! Only what is understood is taken over, so that no foreign document makes this one invalid. Files, snippets, annotations
//! and references to further documents stay behind.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::licenses::{Foreign, Licenses};
use super::packages::{Package, purl_reference};
use super::relationships::relationship;
use super::{DOCUMENT, NOASSERTION};
use crate::Format;
use crate::clean;
use crate::contents::{Contents, License};
use crate::cpe;
use crate::ids::Ids;
use crate::linked::MAX_MERGED;
use crate::refs::Refs;

/// There is none.
const NONE: &str = "NONE";

/// Relationships that are taken over.
const KINDS: [&str; 12] = [
    "CONTAINS",
    "CONTAINED_BY",
    "DEPENDS_ON",
    "DEPENDENCY_OF",
    "RUNTIME_DEPENDENCY_OF",
    "BUILD_DEPENDENCY_OF",
    "OPTIONAL_DEPENDENCY_OF",
    "STATIC_LINK",
    "DYNAMIC_LINK",
    "GENERATED_FROM",
    "VARIANT_OF",
    "OTHER",
];

/// What was merged.
#[derive(Default)]
pub(super) struct Merged {
    /// Packages.
    pub(super) packages: Vec<Value>,
    /// What is between them.
    pub(super) relationships: Vec<Value>,
}

/// Merges what shall and can be merged.
pub(super) fn all(contents: &Contents, refs: &Refs, ids: &mut Ids, licenses: &mut Licenses) -> Merged {
    let mut merged = Merged::default();
    let mut left = MAX_MERGED;
    for (index, (image, id)) in contents.images.iter().zip(&refs.images).enumerate() {
        for linked in contents.documents_of(image).filter(|linked| contents.merges(linked, Format::Spdx)) {
            let Ok(document) = serde_json::from_slice::<Value>(&linked.bytes) else { continue };
            let known = merged.packages(&document, (index, ids, &mut left), licenses);
            merged.relations(&document, id, &known);
        }
    }
    merged
}

impl Merged {
    /// Takes the packages; gives back their new identifiers by the old ones.
    fn packages(
        &mut self,
        document: &Value,
        (index, ids, left): (usize, &mut Ids, &mut usize),
        licenses: &mut Licenses,
    ) -> HashMap<String, String> {
        let mut known = HashMap::new();
        let mut foreign = Foreign::of(document, format!("image-{}-", index + 1));
        for fields in list(document, "packages").iter().filter_map(Value::as_object) {
            let Some(old) = fields.get("SPDXID").and_then(Value::as_str) else { continue };
            let Some(after) = left.checked_sub(1) else { break };
            let plain = old.strip_prefix("SPDXRef-").unwrap_or(old);
            let new = format!("SPDXRef-{}", ids.take(&format!("image-{}-{plain}", index + 1)));
            if let Some(package) = package(fields, &new, (licenses, &mut foreign)) {
                *left = after;
                self.packages.push(package);
                known.entry(old.to_owned()).or_insert(new);
            }
        }
        known
    }

    /// The image contains what its document describes; without a word about that everything.
    fn relations(&mut self, document: &Value, image: &str, known: &HashMap<String, String>) {
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut described: Vec<String> =
            list(document, "documentDescribes").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        for between in list(document, "relationships") {
            let (from, to) = (text(between, "spdxElementId"), text(between, "relatedSpdxElement"));
            let kind = text(between, "relationshipType");
            if from == DOCUMENT && kind == "DESCRIBES" {
                described.push(to);
            } else if let (Some(from), Some(to)) = (known.get(&from), known.get(&to))
                && KINDS.contains(&kind.as_str())
            {
                self.relationships.push(relationship(from, &kind, to));
            }
        }
        described.sort();
        described.dedup();
        let mut roots: Vec<&String> = described.iter().filter_map(|old| known.get(old)).collect();
        if roots.is_empty() {
            roots = known.values().collect();
            roots.sort();
        }
        self.relationships.extend(roots.into_iter().map(|root| relationship(image, "CONTAINS", root)));
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn package(
    fields: &Map<String, Value>,
    id: &str,
    (licenses, foreign): (&mut Licenses, &mut Foreign<'_>),
) -> Option<Value> {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).and_then(clean::some);
    let mut package = Package::new(id, &text("name")?, &text("versionInfo").unwrap_or_default());
    let is_agent = |text: &String| text.starts_with("Organization: ") || text.starts_with("Person: ");
    let supplier = text("supplier").filter(is_agent).filter(|text| !text.contains(['(', ')']));
    package.terms(supplier.as_deref().unwrap_or(NOASSERTION), None, NOASSERTION);
    for field in ["licenseDeclared", "licenseConcluded"] {
        match text(field).as_deref() {
            None | Some(NOASSERTION) => {}
            Some(NONE) => package.set(field, NONE),
            Some(license) => package.set(field, &licenses.foreign_field(&License::named(license), foreign)),
        }
    }
    package.set("copyrightText", &text("copyrightText").unwrap_or_default());
    package.put("filesAnalyzed", Value::from(false));
    let checksums: Vec<Value> = list_of(fields, "checksums").iter().filter_map(checksum).collect();
    if !checksums.is_empty() {
        package.put("checksums", Value::Array(checksums));
    }
    let references: Vec<Value> = list_of(fields, "externalRefs").iter().filter_map(reference).collect();
    if !references.is_empty() {
        package.put("externalRefs", Value::Array(references));
    }
    Some(package.finish(""))
}

fn list_of<'a>(fields: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    fields.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn checksum(given: &Value) -> Option<Value> {
    let (algorithm, hex) = (given.get("algorithm")?.as_str()?, given.get("checksumValue")?.as_str()?);
    let lengths = [("SHA1", 40), ("SHA256", 64), ("SHA384", 96), ("SHA512", 128)];
    let fits = lengths.contains(&(algorithm, hex.len()));
    let is_hex = hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (fits && is_hex).then(|| json!({"algorithm": algorithm, "checksumValue": hex}))
}

/// A package URL or a name of CPE 2.3, the only external references that are taken over.
fn reference(given: &Value) -> Option<Value> {
    let locator = clean::some(given.get("referenceLocator")?.as_str()?)?;
    match given.get("referenceType")?.as_str()? {
        "purl" => is_purl(&locator).then(|| purl_reference(&locator)),
        "cpe23Type" => cpe::is_name(&locator).then(
            || json!({"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": locator}),
        ),
        _ => None,
    }
}

fn is_purl(locator: &str) -> bool {
    let Some(rest) = locator.strip_prefix("pkg:") else { return false };
    rest.bytes().all(|byte| byte.is_ascii_graphic())
        && rest.split_once('/').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty())
}
