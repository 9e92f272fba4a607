use std::collections::BTreeSet;

use crate::described::{Undescribed, undescribed};
use crate::text_place::{Places, below, dotted};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/undescribed",
    severity: Severity::Info,
    summary: "values.schema.json describes every key of values.yaml beside those that it describes.",
    page: include_str!("schema_undescribed.md"),
    look,
};

/// Keys that one finding names.
const MAX_NAMES: usize = 5;
/// Tables that are told.
const MAX_TABLES: usize = 50;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    let (Some(file), Some(values)) = (&chart.schema, &chart.values) else { return Vec::new() };
    let Ok(schema) = gostd::json::parse(&file.data) else { return Vec::new() };
    let own = chart.dependencies.iter().map(chart::Chart::name);
    let listed = chart.metadata.dependencies.iter().flat_map(|listed| [listed.key(), listed.name.as_str()]);
    let skipped: BTreeSet<&str> = own.chain(listed).chain(["global", "tags"]).collect();
    let places = Places::read(&values.data);
    let found = places.documents().flat_map(|(lines, root)| {
        let found = undescribed(&schema, root, &skipped);
        found.into_iter().map(move |found| (lines, found))
    });
    found.take(MAX_TABLES).filter_map(|(lines, found)| observation(subject, lines, &found)).collect()
}

fn observation(subject: &Subject<'_>, lines: u32, found: &Undescribed) -> Option<Observation> {
    let (_, first) = found.keys.first()?;
    let names: Vec<&str> = found.keys.iter().take(MAX_NAMES).map(|(name, _)| name.as_str()).collect();
    let more = found.keys.len() - names.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let below_what = if found.path.is_empty() { String::new() } else { format!(" below {}", dotted(&found.path)) };
    let message = format!("values.schema.json says nothing about {}{more}{below_what}", names.join(", "));
    let seen = Observation::of(&subject.path("values.yaml"), message).at_position(Some(below(*first, lines)));
    Some(seen.hint("describe the keys under \"properties\", or say what others may be by \"additionalProperties\""))
}
