//! Values against the schemas of charts (Helm: `pkg/chart/common/util/jsonschema.go`).

use std::fmt;

use gostd::json::Value;

use super::node::Values;
use super::{Instance, Log, Table};

/// Checks values against one schema, the content of a `values.schema.json`. The error is Helm's text for it: of values
/// that do not fit with its final line break, of faulty schemas without one.
pub type Check<'a> = &'a dyn Fn(&[u8], &Value, &mut Log) -> Result<(), String>;

/// What a schema says of values.
#[derive(Debug)]
pub(super) struct Verdict {
    /// Names that nothing resolves; Helm takes them for schemas that allow everything.
    unresolved: Vec<String>,
    /// Helm's text if the values do not fit, or the schema is faulty.
    outcome: Result<(), String>,
}

/// Judges values.
pub(super) fn verdict(schema: &[u8], values: &Value) -> Verdict {
    match schema::compile(schema) {
        Err(error) => Verdict { unresolved: Vec::new(), outcome: Err(error.to_string()) },
        Ok(compiled) => Verdict {
            unresolved: compiled.unresolved_names().to_vec(),
            outcome: compiled.validate(values).map_err(|invalid| invalid.helm_text()),
        },
    }
}

impl Verdict {
    /// The verdict, with what Helm logs on its way to it.
    pub(super) fn told(&self, schema: &[u8], log: &mut Log) -> Result<(), String> {
        if log.is_debug() && gostd::json::parse(schema).is_ok() {
            log.debug_bytes("unmarshalled JSON schema", "schema", schema);
        }
        for name in &self.unresolved {
            log.warn("unresolved URN reference ignored; using permissive schema", &[("urn", name.as_str())]);
        }
        self.outcome.clone()
    }
}

/// Helm's text if values do not fit a schema, or the schema is faulty; a [`Check`].
///
/// # Errors
/// That text.
pub fn check_schema(schema: &[u8], values: &Value, log: &mut Log) -> Result<(), String> {
    verdict(schema, values).told(schema, log)
}

/// Values do not fit the schemas of their charts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// A block for each chart: its name, then what is wrong.
    pub details: String,
}

impl fmt::Display for SchemaError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let intro = "values don't meet the specifications of the schema(s) in the following chart(s):";
        write!(formatter, "{intro}\n{}", self.details)
    }
}

impl std::error::Error for SchemaError {}

/// Checks the coalesced values of a chart and of the charts within, those that have a schema.
///
/// # Errors
/// All that is wrong, outer charts first.
pub fn validate(root: &Instance<'_>, values: &Values<'_>, check: Check<'_>, log: &mut Log) -> Result<(), SchemaError> {
    if !has_schema(root) && !log.is_debug() {
        return Ok(());
    }
    let mut run = Run { check, log, details: String::new() };
    run.instance(root, &Value::Object(values.to_table()));
    let details = run.details;
    if details.is_empty() { Ok(()) } else { Err(SchemaError { details }) }
}

/// The depth is that of charts within charts, which loading limits.
fn has_schema(instance: &Instance<'_>) -> bool {
    instance.chart.schema.is_some() || instance.dependencies.iter().any(has_schema)
}

/// One pass over a chart and the charts within.
struct Run<'a, 'l> {
    check: Check<'a>,
    log: &'l mut Log,
    details: String,
}

impl Run<'_, '_> {
    fn instance(&mut self, instance: &Instance<'_>, values: &Value) {
        if let Some(schema) = &instance.chart.schema {
            self.log.debug("chart name", &[("chart-name", instance.name())]);
            if let Err(text) = (self.check)(&schema.data, values, self.log) {
                self.details.push_str(&format!("{}:\n{text}", instance.name()));
            }
        }
        let count = instance.dependencies.len().to_string();
        let counted = [("chart", instance.name()), ("dependencies", count.as_str())];
        self.log.debug("number of dependencies in the chart", &counted);
        let members: Option<&Table> = values.as_object();
        for dependency in &instance.dependencies {
            // Coalescing has made a table of it, or failed.
            if let Some(values @ Value::Object(_)) = members.and_then(|members| members.get(dependency.name())) {
                self.instance(dependency, values);
            }
        }
    }
}
