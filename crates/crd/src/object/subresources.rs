//! `subresources.scale` (S1): where it reads and writes the replicas.

use crate::definition::Subresources;
use crate::path::Path;
use crate::violation::Violation;

/// What is wrong with the paths of `scale`.
pub(super) fn check(subresources: Option<&Subresources>, at: &Path<'_>) -> Vec<Violation> {
    let Some(scale) = subresources.and_then(|subresources| subresources.scale.as_ref()) else { return Vec::new() };
    let at = at.child("scale");
    let selector = scale.label_selector_path.as_deref().filter(|text| !text.is_empty());
    let selector = selector.and_then(|text| {
        let problem =
            path_problem(text, &[".spec.", ".status."], "should be a json path under either .spec or .status")?;
        let path = at.child("labelSelectorPath");
        // The server quotes it as JSON once it has a reference to it in its hands.
        let starts_well = simple_path_problem(text).is_none();
        let value = if starts_well { gostd::json::quote(text) } else { gostd::strconv::quote(text) };
        Some(Violation::invalid(&path, value, problem))
    });
    let spec = ("specReplicasPath", &scale.spec_replicas_path, ".spec.", "should be a json path under .spec");
    let status = ("statusReplicasPath", &scale.status_replicas_path, ".status.", "should be a json path under .status");
    let required = [spec, status].into_iter().filter_map(|(key, text, prefix, problem)| {
        let path = at.child(key);
        if text.is_empty() {
            return Some(Violation::required(&path, ""));
        }
        path_problem(text, &[prefix], problem).map(|problem| Violation::invalid_text(&path, text, problem))
    });
    required.chain(selector).collect()
}

fn path_problem<'a>(text: &str, prefixes: &[&str], otherwise: &'a str) -> Option<&'a str> {
    simple_path_problem(text).or_else(|| (!prefixes.iter().any(|prefix| text.starts_with(prefix))).then_some(otherwise))
}

/// What is wrong with a path of columns and scales: all that the server looks at is the first character.
pub(super) fn simple_path_problem(text: &str) -> Option<&'static str> {
    (!text.starts_with('.')).then_some("must be a simple json path starting with .")
}
