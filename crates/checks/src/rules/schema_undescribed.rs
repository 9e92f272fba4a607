use std::collections::BTreeSet;

use goyaml::Position;

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

/// Keys that the finding names.
const NAMED: usize = 5;

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
    let keys = found.flat_map(|(lines, found)| {
        let Undescribed { path, keys } = found;
        keys.into_iter().map(move |(name, at)| (below(at, lines), path.clone(), name))
    });
    observation(subject, keys).into_iter().collect()
}

/// One observation at the first key.
fn observation(
    subject: &Subject<'_>,
    keys: impl Iterator<Item = (Position, Vec<String>, String)>,
) -> Option<Observation> {
    let mut keys = keys.peekable();
    let first = keys.peek()?.0;
    let (mut named, mut more) = (Vec::new(), 0);
    for (_, mut path, name) in keys {
        if named.len() < NAMED {
            path.push(name);
            named.push(dotted(&path));
        } else {
            more += 1;
        }
    }
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("values.schema.json says nothing about {}{more}", named.join(", "));
    let seen = Observation::of(&subject.path("values.yaml"), message).at_position(Some(first));
    Some(seen.hint("describe the keys under \"properties\", or say what others may be by \"additionalProperties\""))
}
