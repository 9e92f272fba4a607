//! `conversionReviewVersions` (C7): which forms of the question a webhook understands.

use std::collections::BTreeSet;

use super::dns::label_1035_problems;
use super::metadata::json_list;
use crate::gathered::MAX;
use crate::options::Options;
use crate::path::Path;
use crate::violation::Violation;

/// Whether the server asks in this version.
pub(crate) fn is_known(version: &str) -> bool {
    matches!(version, "v1" | "v1beta1")
}

/// What is wrong with the versions.
pub(super) fn check(versions: &[String], options: &Options, at: &Path<'_>) -> Vec<Violation> {
    if versions.is_empty() {
        return vec![Violation::required(at, "")];
    }
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, version) in versions.iter().enumerate() {
        let problems =
            if seen.insert(version) { label_1035_problems(version) } else { vec!["duplicate version".to_owned()] };
        let here = at.index(index);
        errors.extend(problems.into_iter().map(|problem| Violation::invalid_text(&here, version, problem)));
        if errors.len() > MAX {
            break;
        }
    }
    if options.require_known_review_version && !versions.iter().any(|version| is_known(version)) {
        errors.push(Violation::invalid(at, json_list(versions), "must include at least one of v1, v1beta1"));
    }
    errors
}
