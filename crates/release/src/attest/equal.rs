//! Whether two claims say the same, whoever made them and when.

use sbom::Format;
use serde_json::Value;
use signing::statement::predicate;

use super::{Document, predicate_type, record, slsa};

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

/// Whether `other` is a document by Portolan in which only the program's version differs from `document`.
pub(crate) fn says_the_same(document: &Document, other: &[u8]) -> bool {
    let mut formats = [Format::Spdx, Format::CycloneDx].into_iter();
    let Some(format) = formats.find(|format| format.media_type() == document.media_type) else { return false };
    let (ours, other) = (serde_json::from_slice(&document.content), serde_json::from_slice(other));
    let (Ok(ours), Ok(other)) = (ours, other) else { return false };
    is_ours(format, &other) && is_equal(predicate_type(format), &ours, &other)
}

/// Whether a document names Portolan as the tool that made it.
pub(crate) fn is_ours(format: Format, document: &Value) -> bool {
    let list = |pointer: &str| document.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
    match format {
        Format::Spdx => list("/creationInfo/creators")
            .any(|one| one.as_str().is_some_and(|text| text.starts_with("Tool: portolan-"))),
        Format::CycloneDx => list("/metadata/tools/components").any(|one| one["name"] == "portolan"),
    }
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
