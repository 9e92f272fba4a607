//! Whether two claims say the same, whoever made them and when.

use serde_json::Value;
use signing::statement::predicate;

use super::{record, slsa};

/// Whether two predicates of one type say the same: the run of a build, and the version of the program that wrote a
/// document, make no difference.
pub fn is_equal(predicate_type: &str, left: &Value, right: &Value) -> bool {
    let kept = |predicate: &Value| match predicate_type {
        predicate::SLSA_PROVENANCE => slsa::without_run(predicate),
        predicate::RELEASE_RECORD => record::without_version(predicate),
        predicate::SPDX => without_spdx_tools(predicate),
        predicate::CYCLONEDX => without_cyclonedx_tools(predicate),
        _ => predicate.clone(),
    };
    left == right || kept(left) == kept(right)
}

fn without_spdx_tools(document: &Value) -> Value {
    let mut kept = document.clone();
    let creators = kept.pointer_mut("/creationInfo/creators").and_then(Value::as_array_mut);
    if let Some(creators) = creators {
        creators.retain(|creator| !creator.as_str().is_some_and(|text| text.starts_with("Tool:")));
    }
    kept
}

fn without_cyclonedx_tools(document: &Value) -> Value {
    let mut kept = document.clone();
    if let Some(metadata) = kept.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("tools");
    }
    kept
}
