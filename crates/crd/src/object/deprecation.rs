//! `deprecationWarning` of a version (V6).

use crate::definition::Version;
use crate::path::Path;
use crate::violation::Violation;

/// In bytes, though the server calls them characters.
const LIMIT: usize = 256;

/// What is wrong with the text that clients of a deprecated version see.
pub(super) fn check(version: &Version, at: &Path<'_>) -> Vec<Violation> {
    let Some(warning) = &version.deprecation_warning else { return Vec::new() };
    let path = at.child("deprecationWarning");
    let value = gostd::json::quote(warning);
    let problems = if version.deprecated {
        text_problems(warning)
    } else {
        vec!["can only be set for deprecated versions".to_owned()]
    };
    problems.into_iter().map(|problem| Violation::invalid(&path, value.clone(), problem)).collect()
}

fn text_problems(warning: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if warning.len() > LIMIT {
        problems.push(format!("must be <= {LIMIT} characters long"));
    }
    if warning.is_empty() {
        problems.push("must not be an empty string".to_owned());
    }
    let unprintable = warning.char_indices().find(|(_, character)| !gostd::unicode::is_print(*character));
    if let Some((index, _)) = unprintable {
        let must = "must only contain printable UTF-8 characters";
        problems.push(format!("{must}; non-printable character found at index {index}"));
    }
    problems
}
