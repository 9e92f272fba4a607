//! What the schemas of a chart and of the charts within say, value by value. Helm tells it as one text.

use std::collections::BTreeSet;

use chart::{Chart, File};
use gostd::json::Value;
use render::RenderError;
use render::values::{self, Dialect, Instance, Log, Table, Values};
use schema::{CompileError, Failure};

use crate::Subject;
use crate::text_place::{dotted, steps};

/// Failures that are told of one schema and one file of values.
const MAX_FAILURES: usize = 50;
/// Reasons that are told of alternatives.
const MAX_REASONS: usize = 3;

/// What one schema says.
pub struct Verdict {
    /// The names of charts that lead to the one with the schema; nothing for the chart itself.
    pub chart: Vec<String>,
    /// The schema.
    pub schema: File,
    /// What it refuses, or why it can't be used.
    pub refused: Result<Vec<Refused>, CompileError>,
}

/// A value that a schema refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Keys and indices that lead to it, from the values of the outermost chart.
    pub path: Vec<String>,
    /// What is wrong, in the words of Helm's validator.
    pub message: String,
    /// Where one of several alternatives was needed: why each of them failed.
    pub because: Vec<String>,
}

/// The files of values (nothing for `values.yaml` alone) with which a schema stops a render.
pub fn stopped<'s>(subject: &'s Subject<'_>) -> Vec<Option<&'s str>> {
    let failed = subject.renders().matrix().filter(|run| matches!(run.outcome, Err(RenderError::Schema(_))));
    let files: BTreeSet<Option<&str>> = failed.map(|run| run.scene.values.as_deref()).collect();
    files.into_iter().collect()
}

/// What the schemas say to a user's values, outer charts first.
pub fn judge(chart: &Chart, user: &Table) -> Vec<Verdict> {
    let mut log = Log::new(false);
    let user = Values::new(user);
    let Ok(instance) = values::process(chart, &user, Dialect::Helm4, &mut log) else { return Vec::new() };
    let Ok(coalesced) = values::coalesce(&instance, &user, Dialect::Helm4, &mut log) else { return Vec::new() };
    let mut found = Vec::new();
    visit(&instance, &Value::Object(coalesced.to_table()), &mut Vec::new(), &mut found);
    found
}

/// Charts nest no deeper than they were loaded.
fn visit(instance: &Instance<'_>, values: &Value, path: &mut Vec<String>, found: &mut Vec<Verdict>) {
    if let Some(schema) = &instance.chart.schema {
        let refused = refused(&schema.data, values, path);
        found.push(Verdict { chart: path.clone(), schema: schema.clone(), refused });
    }
    for dependency in &instance.dependencies {
        if let Some(values @ Value::Object(_)) = values.get(dependency.name()) {
            path.push(dependency.name().to_owned());
            visit(dependency, values, path, found);
            path.pop();
        }
    }
}

/// What one schema refuses.
///
/// # Errors
/// The schema can't be used.
pub fn refused(schema: &[u8], values: &Value, above: &[String]) -> Result<Vec<Refused>, CompileError> {
    let compiled = schema::compile(schema)?;
    let mut found = Vec::new();
    if let Err(invalid) = compiled.validate(values) {
        invalid.failures.iter().for_each(|failure| collect(failure, above, &mut found));
    }
    Ok(found)
}

/// The single failures of a tree; alternatives stay together. The validator bounds the depth.
fn collect(failure: &Failure, above: &[String], found: &mut Vec<Refused>) {
    let alternatives = failure.message.starts_with("'anyOf' failed") || failure.message.starts_with("'oneOf' failed");
    if !failure.causes.is_empty() && !alternatives {
        failure.causes.iter().for_each(|cause| collect(cause, above, found));
        return;
    }
    if found.len() >= MAX_FAILURES {
        return;
    }
    let mut reasons = Vec::new();
    failure.causes.iter().for_each(|cause| collect(cause, &[], &mut reasons));
    let told = |reason: Refused| {
        let place = if reason.path.is_empty() { String::new() } else { format!("{}: ", dotted(&reason.path)) };
        format!("{place}{}", reason.message)
    };
    let because = reasons.into_iter().take(MAX_REASONS).map(told).collect();
    let path = [above, &steps(&failure.location)].concat();
    let refused = Refused { path, message: failure.message.clone(), because };
    if !found.contains(&refused) {
        found.push(refused);
    }
}

/// The names in `additional properties 'a', 'b' not allowed`.
pub fn forbidden_names(message: &str) -> Vec<String> {
    let Some(list) = message.strip_prefix("additional properties ").and_then(|rest| rest.strip_suffix(" not allowed"))
    else {
        return Vec::new();
    };
    let quoted = list.split("', '").map(|name| name.trim_matches('\'').replace("\\'", "'"));
    quoted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(schema: &str, values: &str) -> Vec<String> {
        let values = gostd::json::parse(values.as_bytes()).unwrap();
        let found = refused(schema.as_bytes(), &values, &["sub".to_owned()]).unwrap();
        found.into_iter().map(|one| format!("{}: {} {:?}", one.path.join("/"), one.message, one.because)).collect()
    }

    #[test]
    fn failures_are_told_one_by_one() {
        let schema = r#"{"properties": {"a": {"allOf": [{"type": "string"}, {"maximum": 3}]}, "b": {"enum": [1]}}}"#;
        let expected =
            ["sub/a: got number, want string []", "sub/a: maximum: got 4, want 3 []", "sub/b: value must be 1 []"];
        assert_eq!(told(schema, r#"{"a": 4, "b": 2}"#), expected);
    }

    #[test]
    fn alternatives_stay_together() {
        let schema = r#"{"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "null"}]}}}"#;
        let because = r#"["a: got number, want string", "a: got number, want null"]"#;
        assert_eq!(told(schema, r#"{"a": 4}"#), [format!("sub/a: 'oneOf' failed, none matched {because}")]);
    }

    #[test]
    fn forbidden_names_are_read_back() {
        assert_eq!(forbidden_names("additional properties 'a', 'b\\'c' not allowed"), ["a", "b'c"]);
        assert_eq!(forbidden_names("got number, want string"), [""; 0]);
    }
}
