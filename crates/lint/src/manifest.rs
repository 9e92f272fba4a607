//! What lint reads of a Kubernetes object (Helm: `k8sYamlStruct` in `lint/rules/template.go`).

use std::collections::BTreeMap;

use chart::decode::{Path, TypeError, fields, items, string, text, text_map};
use gostd::json::Value;

use crate::yaml::{document, unmarshaling};

/// The head of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) api_version: String,
    pub(crate) kind: String,
    pub(crate) name: String,
}

/// How a string field is filled.
type Fill = fn(&Value, &Path<'_>, &mut String) -> Result<(), TypeError>;

/// The first document of a YAML text; `None` for null.
pub(crate) fn from_yaml(yaml: &[u8]) -> Result<Option<Manifest>, String> {
    manifest(&document(yaml)?.value, text).map_err(|error| unmarshaling(&error))
}

/// A JSON value; `None` for null. Numbers and booleans are no strings here.
pub(crate) fn from_json(value: &Value) -> Result<Option<Manifest>, String> {
    manifest(value, string).map_err(|error| error.message)
}

fn manifest(value: &Value, fill: Fill) -> Result<Option<Manifest>, TypeError> {
    let mut found = Manifest::default();
    let mut namespace = String::new();
    let there = fields(value, &Path::ROOT, "rules.k8sYamlStruct", |key, value, path| match key {
        "apiversion" => fill(value, path, &mut found.api_version),
        "kind" => fill(value, path, &mut found.kind),
        "metadata" => fields(value, path, "rules.k8sYamlMetadata", |key, value, path| match key {
            "namespace" => fill(value, path, &mut namespace),
            "name" => fill(value, path, &mut found.name),
            _ => Ok(()),
        })
        .map(drop),
        _ => Ok(()),
    })?;
    Ok(there.then_some(found))
}

/// The annotations of all items of a list, in the first document of a text.
pub(crate) fn item_annotations(yaml: &[u8]) -> Result<Vec<BTreeMap<String, String>>, String> {
    list(&document(yaml)?.value).map_err(|error| unmarshaling(&error))
}

const METADATA: &str = "struct { Annotations map[string]string }";
const ITEM: &str = "struct { Metadata struct { Annotations map[string]string } }";
const ITEMS: &str = "[]struct { Metadata struct { Annotations map[string]string } }";
const LIST: &str = "struct { Items []struct { Metadata struct { Annotations map[string]string } } }";

fn list(value: &Value) -> Result<Vec<BTreeMap<String, String>>, TypeError> {
    let mut found = Vec::new();
    fields(value, &Path::ROOT, LIST, |key, value, path| {
        if key == "items" {
            let elements = items(value, path, ITEMS)?.unwrap_or_default().iter().enumerate();
            found = elements.map(|(index, item)| annotations(item, &path.index(index))).collect::<Result<_, _>>()?;
        }
        Ok(())
    })?;
    Ok(found)
}

fn annotations(item: &Value, path: &Path<'_>) -> Result<BTreeMap<String, String>, TypeError> {
    let mut found = BTreeMap::new();
    fields(item, path, ITEM, |key, value, path| match key {
        "metadata" => fields(value, path, METADATA, |key, value, path| match key {
            "annotations" => text_map(value, path, &mut found),
            _ => Ok(()),
        })
        .map(drop),
        _ => Ok(()),
    })?;
    Ok(found)
}
