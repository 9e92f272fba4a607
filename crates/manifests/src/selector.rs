//! Workloads whose selector must match the labels of their own template (kubernetes: `pkg/apis/apps/validation`).

use std::collections::BTreeMap;

use gostd::json::Value;

use crate::judge::{Walk, shown};
use crate::{FaultKind, Versions};

/// Kinds of `apps/v1` with a selector and a template.
const KINDS: [&str; 4] = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

/// Looks at the selector of a workload.
pub(crate) fn look(walk: &mut Walk<'_>, object: &Value, (api_version, kind): (&str, &str), versions: Versions) {
    if api_version != "apps/v1" || !KINDS.contains(&kind) {
        return;
    }
    let spec = object.get("spec");
    let Some(selector) = spec.and_then(|spec| spec.get("selector")).filter(|value| value.as_object().is_some()) else {
        return;
    };
    if is_empty(selector) {
        let what = format!("Invalid value: {{}}: empty selector is invalid for {}", kind.to_lowercase());
        return walk.at_fields(&["spec", "selector"], |walk| walk.refuse(FaultKind::Invalid, &what, versions));
    }
    let metadata = spec.and_then(|spec| spec.get("template")).and_then(|template| template.get("metadata"));
    let none = Value::Object(BTreeMap::new());
    let labels = metadata.and_then(|metadata| metadata.get("labels")).filter(|labels| !labels.is_null());
    let labels = labels.unwrap_or(&none);
    if matches(selector, labels) == Some(false) {
        let what = format!("Invalid value: {}: `selector` does not match template `labels`", shown(labels));
        let labels = ["spec", "template", "metadata", "labels"];
        walk.at_fields(&labels, |walk| walk.refuse(FaultKind::Invalid, &what, versions));
    }
}

fn is_empty(selector: &Value) -> bool {
    let has = |key: &str| match selector.get(key) {
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        _ => false,
    };
    !has("matchLabels") && !has("matchExpressions")
}

/// Whether labels are what a selector asks for; nothing if one of both is not understood, which is told elsewhere.
fn matches(selector: &Value, labels: &Value) -> Option<bool> {
    let labels = texts(labels)?;
    let wanted = match selector.get("matchLabels") {
        None | Some(Value::Null) => BTreeMap::new(),
        Some(wanted) => texts(wanted)?,
    };
    let mut is_match = wanted.iter().all(|(key, value)| labels.get(key) == Some(value));
    let expressions = selector.get("matchExpressions").and_then(Value::as_array).unwrap_or_default();
    for expression in expressions {
        is_match &= expression_matches(expression, &labels)?;
    }
    Some(is_match)
}

fn expression_matches(expression: &Value, labels: &BTreeMap<&str, &str>) -> Option<bool> {
    let label = labels.get(expression.get("key")?.as_str()?);
    let values = expression.get("values").and_then(Value::as_array).unwrap_or_default();
    let is_one = || label.is_some_and(|label| values.iter().any(|value| value.as_str() == Some(*label)));
    match expression.get("operator")?.as_str()? {
        "In" => Some(is_one()),
        "NotIn" => Some(!is_one()),
        "Exists" => Some(label.is_some()),
        "DoesNotExist" => Some(label.is_none()),
        _ => None,
    }
}

/// A map of texts; null is an empty text to Go.
fn texts(value: &Value) -> Option<BTreeMap<&str, &str>> {
    let texts = value.as_object()?.iter().map(|(key, value)| match value {
        Value::Null => Some((key.as_str(), "")),
        Value::String(text) => Some((key.as_str(), text.as_str())),
        _ => None,
    });
    texts.collect()
}
