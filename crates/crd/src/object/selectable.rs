//! `selectableFields` (F1–F4).

use std::collections::BTreeSet;

use crate::field_path::{Notation, follow};
use crate::gathered::MAX;
use crate::path::{FieldPath, Path, Segment};
use crate::structural::Structural;
use crate::violation::{ErrorKind, Violation};

/// How many different fields may be selectable.
pub(crate) const MAXIMUM: usize = 8;

/// What is wrong with the fields, given the schema they are fields of.
pub(super) fn check(fields: &[String], structural: &Structural, may_be_many: bool, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, field) in fields.iter().enumerate() {
        let item = at.index(index);
        errors.extend(field_errors(field, structural, &mut seen, &item.child("jsonPath")));
        if errors.len() > MAX {
            break;
        }
    }
    if seen.len() > MAXIMUM && !may_be_many {
        let detail = format!("must have at most {MAXIMUM} items");
        errors.push(Violation::new(ErrorKind::TooMany, at, detail).showing(seen.len().to_string()));
    }
    errors
}

fn field_errors(text: &str, structural: &Structural, seen: &mut BTreeSet<String>, at: &Path<'_>) -> Vec<Violation> {
    if text.is_empty() {
        return vec![Violation::required(at, "")];
    }
    let (path, found) = match follow(text, structural, Notation::Dots) {
        Ok(found) => found,
        Err(problem) => return vec![Violation::invalid_text(at, text, format!("is an invalid path: {problem}"))],
    };
    let mut errors = Vec::new();
    if is_metadata(&path) {
        errors.push(Violation::invalid_text(at, text, "must not point to fields in metadata"));
    }
    if !found.is_some_and(|schema| matches!(schema.kind.as_str(), "string" | "boolean" | "integer")) {
        let detail = "must point to a field of type string, boolean or integer. Enum string fields and strings with \
                      formats are allowed.";
        errors.push(Violation::invalid_text(at, text, detail));
    }
    if !seen.insert(path.to_string()) {
        errors.push(Violation::new(ErrorKind::Duplicate, at, "").showing(gostd::strconv::quote(text)));
    }
    errors
}

fn is_metadata(path: &FieldPath) -> bool {
    matches!(path.0.first(), Some(Segment::Child(name)) if name == "metadata")
}
