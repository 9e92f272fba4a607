use std::collections::BTreeSet;

use gostd::json::Value;
use render::values::{self, Dialect, Log, Table, Values};

use crate::schema_verdicts::{forbidden_names, refused};
use crate::text_place::Places;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/subchart-closed",
    severity: Severity::Warning,
    summary: "A closed schema lets in what Helm itself adds: `global`, and a table for each chart within.",
    page: include_str!("schema_subchart_closed.md"),
    look,
};

const GLOBAL: &str = "global";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(file) = subject.chart.schema.as_ref().filter(|file| may_be_closed(&file.data)) else { return Vec::new() };
    let Some(values) = coalesced(subject) else { return Vec::new() };
    let before = forbidden(&file.data, &values);
    let mut more = values;
    let keys = subject.chart.metadata.dependencies.iter().map(chart::Dependency::key);
    for key in keys.chain([GLOBAL]) {
        more.entry(key.to_owned()).or_insert_with(|| Value::Object(Table::new()));
    }
    let names = forbidden(&file.data, &more);
    let closed = Places::read(&file.data).find(&["additionalProperties".to_owned()]).map(|found| found.position);
    let added = names.difference(&before).map(|name| {
        Observation::of(&subject.path(&file.path), message(subject, name))
            .at_position(closed)
            .severity(if name == GLOBAL { Severity::Warning } else { Severity::Error })
            .hint(format!("add `\"{name}\": {{\"type\": \"object\"}}` to the schema's \"properties\""))
    });
    added.collect()
}

fn message(subject: &Subject<'_>, name: &str) -> String {
    if name != GLOBAL {
        return format!(
            "the schema forbids {name}, where Helm puts the values of that chart: whoever switches it on is refused"
        );
    }
    let chart = subject.chart.name();
    format!(
        "the schema forbids `global`, which Helm adds: no chart can have {chart} as a dependency, nor a user global values"
    )
}

/// Only such schemas are looked at closely.
fn may_be_closed(schema: &[u8]) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|word| memchr::memmem::find(schema, word.as_bytes()).is_some())
}

fn coalesced(subject: &Subject<'_>) -> Option<Table> {
    let (mut log, user) = (Log::new(false), Table::new());
    let user = Values::new(&user);
    let instance = values::process(subject.chart, &user, Dialect::Helm4, &mut log).ok()?;
    Some(values::coalesce(&instance, &user, Dialect::Helm4, &mut log).ok()?.to_table())
}

/// The keys of the whole that the schema forbids.
fn forbidden(schema: &[u8], values: &Table) -> BTreeSet<String> {
    let refused = refused(schema, &Value::Object(values.clone()), &[]).unwrap_or_default();
    refused
        .iter()
        .filter(|refused| refused.path.is_empty())
        .flat_map(|refused| forbidden_names(&refused.message))
        .collect()
}
