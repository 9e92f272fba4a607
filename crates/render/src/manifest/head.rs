//! The head of a document: what Helm reads of it (Helm: `pkg/release/v1/util/manifest.go`, `SimpleHead`).

use std::collections::BTreeMap;

use gostd::json::{Number, Value};
use gostd::strconv::format_float;

/// `apiVersion`, `kind`, `metadata.name` and `metadata.annotations`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `apiVersion`, empty if absent.
    pub api_version: String,
    /// `kind`, empty if absent.
    pub kind: String,
    /// `metadata.name`, empty if absent.
    pub name: String,
    /// `metadata.annotations`
    pub annotations: BTreeMap<String, String>,
}

/// Why a document cannot be read, in the words of sigs.k8s.io/yaml.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HeadError {
    /// No YAML, or none that JSON can hold.
    #[error("error converting YAML to JSON: {0}")]
    Yaml(#[from] goyaml::Error),
    /// A value of the wrong type.
    #[error("error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {0}")]
    Type(String),
}

/// What is read; of all else it is only seen to that it is YAML.
const KEYS: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Reads the head of the first document of a text.
pub(super) fn read(text: &[u8]) -> Result<Head, HeadError> {
    let value = goyaml::head_json(text, &|key| KEYS.iter().any(|wanted| key.eq_ignore_ascii_case(wanted)))?;
    let value = value.unwrap_or(Value::Null);
    head(&value).map_err(HeadError::Type)
}

/// Keys match without regard to case, and a later one (bytewise) overwrites an earlier one.
fn head(value: &Value) -> Result<Head, String> {
    let mut head = Head::default();
    for (key, value) in members(value, "Go value", "util.SimpleHead")? {
        if key.eq_ignore_ascii_case("apiVersion") {
            text(value, &[key], &mut head.api_version)?;
        } else if key.eq_ignore_ascii_case("kind") {
            text(value, &[key], &mut head.kind)?;
        } else if key.eq_ignore_ascii_case("metadata") {
            metadata(key, value, &mut head)?;
        }
    }
    Ok(head)
}

fn metadata(parent: &str, value: &Value, head: &mut Head) -> Result<(), String> {
    let go_type =
        "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";
    for (key, value) in members(value, &field(&[parent]), go_type)? {
        if key.eq_ignore_ascii_case("name") {
            text(value, &[parent, key], &mut head.name)?;
        } else if key.eq_ignore_ascii_case("annotations") {
            for (name, value) in members(value, &field(&[parent, key]), "map[string]string")? {
                let mut annotation = String::new();
                text(value, &[parent, key, name], &mut annotation)?;
                head.annotations.insert(name.clone(), annotation);
            }
        }
    }
    Ok(())
}

/// The members of an object, none of null.
fn members<'v>(
    value: &'v Value,
    target: &str,
    go_type: &str,
) -> Result<impl Iterator<Item = (&'v String, &'v Value)>, String> {
    match value {
        Value::Object(members) => Ok(Some(members).into_iter().flatten()),
        Value::Null => Ok(None.into_iter().flatten()),
        other => Err(format!("{} into {target} of type {go_type}", other.type_name())),
    }
}

/// A string; numbers and booleans become their text, null changes nothing.
fn text(value: &Value, path: &[&str], target: &mut String) -> Result<(), String> {
    *target = match value {
        Value::Null => return Ok(()),
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(Number::Int(number)) => number.to_string(),
        Value::Number(Number::Uint(number)) => number.to_string(),
        Value::Number(Number::Float(number)) => format_float(*number, b'g', 32),
        other => return Err(format!("{} into {} of type string", other.type_name(), field(path))),
    };
    Ok(())
}

/// `Go struct field .metadata.name`; in keys, `~` and `/` are escaped as in a JSON pointer.
fn field(path: &[&str]) -> String {
    let escaped = path.iter().map(|key| format!(".{}", key.replace('~', "~0").replace('/', "~1")));
    format!("Go struct field {}", escaped.collect::<String>())
}
