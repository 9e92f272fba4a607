//! `additionalPrinterColumns` (P1–P4).

use super::subresources::simple_path_problem;
use crate::definition::Column;
use crate::gathered::MAX;
use crate::path::Path;
use crate::violation::Violation;

const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
const FORMATS: [&str; 8] = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

/// What is wrong with the columns.
pub(super) fn check(columns: &[Column], at: &Path<'_>) -> Vec<Violation> {
    columns.iter().enumerate().flat_map(|(index, column)| column_errors(column, &at.index(index))).take(MAX).collect()
}

fn column_errors(column: &Column, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    if column.name.is_empty() {
        errors.push(Violation::required(&at.child("name"), ""));
    }
    if column.kind.is_empty() {
        errors.push(Violation::required(&at.child("type"), one_of(&TYPES)));
    } else if !TYPES.contains(&column.kind.as_str()) {
        errors.push(Violation::invalid_text(&at.child("type"), &column.kind, one_of(&TYPES)));
    }
    if !column.format.is_empty() && !FORMATS.contains(&column.format.as_str()) {
        errors.push(Violation::invalid_text(&at.child("format"), &column.format, one_of(&FORMATS)));
    }
    let path = at.child("JSONPath");
    if column.json_path.is_empty() {
        errors.push(Violation::required(&path, ""));
    } else if let Some(problem) = simple_path_problem(&column.json_path) {
        errors.push(Violation::invalid_text(&path, &column.json_path, problem));
    }
    errors
}

fn one_of(words: &[&str]) -> String {
    format!("must be one of {}", words.join(","))
}
