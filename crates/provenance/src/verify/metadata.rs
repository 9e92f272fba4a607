//! Step 6: the metadata in the text and in the chart.

use chart::Metadata;
use gostd::json::Value;

use super::{MAX_NODES, Refusal};
use crate::document::trimmed;

/// Compares them as values: other writers may quote and fold differently.
///
/// Blanks at the end of lines are not signed, so they may be missing in the text.
///
/// # Errors
/// [`Refusal::Metadata`].
pub(super) fn agree(about: &[u8], metadata: &Metadata) -> Result<(), Refusal> {
    let unreadable = |detail: String| Refusal::Metadata {
        field: "all of it".to_owned(),
        found: detail,
        expected: "a chart's".to_owned(),
    };
    let found = goyaml::to_json_within(about, MAX_NODES).map_err(|error| unreadable(error.to_string()))?;
    let found = found.ok_or_else(|| unreadable("nothing".to_owned()))?;
    let expected = metadata.to_value();
    if found == expected {
        return Ok(());
    }
    let yaml = metadata.to_yaml().map_err(|error| unreadable(error.to_string()))?;
    match goyaml::to_json_within(trimmed(&yaml).as_bytes(), MAX_NODES) {
        Ok(Some(trimmed)) if trimmed == found => Ok(()),
        _ => Err(difference(&found, &expected)),
    }
}

/// The first field that differs.
fn difference(found: &Value, expected: &Value) -> Refusal {
    let keys =
        |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut names = keys(found);
    names.extend(keys(expected));
    names.sort();
    let field = names.into_iter().find(|name| found.get(name) != expected.get(name));
    let (found, expected) = match &field {
        Some(name) => (found.get(name), expected.get(name)),
        None => (Some(found), Some(expected)),
    };
    Refusal::Metadata {
        field: field.unwrap_or_else(|| "all of it".to_owned()),
        found: shown(found),
        expected: shown(expected),
    }
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => format!("{:?}", text.chars().take(80).collect::<String>()),
        Some(other) => gostd::json::encode(other).chars().take(80).collect(),
    }
}
