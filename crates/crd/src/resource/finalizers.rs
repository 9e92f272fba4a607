//! Warnings about finalizers without a domain.

use gostd::strconv::quote;

use crate::object::labels::key_problems;

/// What the server warns of.
pub(super) fn warnings(finalizers: &[String]) -> Vec<String> {
    const PATH: &str = "metadata.finalizers";
    const ADVICE: &str = "to avoid accidental conflicts with other finalizer writers";
    let mut sorted: Vec<&String> = finalizers.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut warnings = Vec::new();
    for finalizer in sorted {
        let shown = quote(finalizer);
        warnings.extend(key_problems(finalizer).iter().map(|problem| format!("{PATH}: {shown}: {problem}")));
        let known = matches!(finalizer.as_str(), "orphan" | "foregroundDeletion" | "kubernetes");
        if finalizer.contains('/') || known {
            continue;
        }
        let how = if finalizer.contains('.') { " including a path (/)" } else { "" };
        warnings.push(format!("{PATH}: {shown}: prefer a domain-qualified finalizer name{how} {ADVICE}"));
    }
    warnings
}
