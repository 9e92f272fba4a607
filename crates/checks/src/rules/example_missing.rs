use std::collections::BTreeSet;

use hub::annotations::CRDS_EXAMPLES;

use crate::annotation;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "example/missing",
    severity: Severity::Error,
    summary: "Every custom resource definition has an example.",
    page: include_str!("example_missing.md"),
    look,
};

/// Kinds that one message names.
const NAMED: usize = 8;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let groups = |api_version: &str| api_version.split('/').next().unwrap_or_default().to_owned();
    let shown: BTreeSet<(String, &str)> = subject
        .examples()
        .list
        .iter()
        .map(|example| (groups(&example.judged.api_version), example.judged.kind.as_str()))
        .collect();
    let own = subject.defined().list.iter().filter(|defined| defined.is_own());
    let mut missing: Vec<&str> = Vec::new();
    for definition in own.filter_map(|defined| defined.definition.as_ref()) {
        let kind = definition.names.kind.as_str();
        let is_served = definition.versions.iter().any(|version| version.served);
        if is_served && !shown.contains(&(definition.group.clone(), kind)) && !missing.contains(&kind) {
            missing.push(kind);
        }
    }
    if missing.is_empty() {
        return Vec::new();
    }
    let more = missing.len().saturating_sub(NAMED);
    let names = missing.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let place = subject.annotation_node(CRDS_EXAMPLES).map(|node| node.span.start);
    let seen = Observation::of(&subject.chart_yaml(), format!("there is no example of {names}{more}"));
    let hint = "add one to the annotation artifacthub.io/crdsExamples, or a file to examples/";
    vec![seen.at_position(place.or_else(|| annotation::place_of_all(subject))).hint(hint)]
}
