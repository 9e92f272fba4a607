use hub::annotations::{CRDS, CRDS_EXAMPLES};

use crate::definitions::{Definition, definitions, items};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/crds-examples",
    severity: Severity::Warning,
    summary: "The resources in artifacthub.io/crdsExamples are of kinds and versions that the chart brings.",
    page: include_str!("drift_crds_examples.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some(examples) = items(subject, CRDS_EXAMPLES, "kind") else { return Vec::new() };
    let known = definitions(subject);
    let listed = items(subject, CRDS, "kind");
    let is_shown = |kind: &str| {
        listed
            .as_ref()
            .is_none_or(|listed| listed.is_empty() || listed.iter().any(|item| item.text("kind") == Some(kind)))
    };
    let mut seen = Vec::new();
    for example in &examples {
        let Some(kind) = example.text("kind") else { continue };
        let at = |message: String| Observation::of(&subject.chart_yaml(), message).at_position(example.position);
        let wrong = example.text("apiVersion").and_then(|api_version| difference(kind, api_version, &known));
        if let Some((message, hint)) = wrong {
            seen.push(at(message).hint(hint));
        } else if !is_shown(kind) {
            let message = format!("the example of {kind} is never shown: artifacthub.io/crds lists no such kind");
            seen.push(at(message).severity(Severity::Info).hint(format!("list {kind} in artifacthub.io/crds")));
        }
    }
    seen
}

/// What the API server would say. Groups that the chart has no definitions of are somebody else's.
fn difference(kind: &str, api_version: &str, known: &[Definition]) -> Option<(String, String)> {
    let (group, version) = api_version.split_once('/')?;
    let of_group: Vec<&Definition> = known.iter().filter(|definition| definition.group == group).collect();
    if of_group.is_empty() {
        let other = known.iter().find(|definition| definition.kind == kind)?;
        let message = format!("the example of {kind} has the group {group}, its definition {}", other.group);
        let (version, _) = other.versions.first()?;
        return Some((message, format!("write `apiVersion: {}/{version}`", other.group)));
    }
    let Some(definition) = of_group.iter().find(|definition| definition.kind == kind) else {
        let kinds: Vec<&str> = of_group.iter().map(|definition| definition.kind.as_str()).collect();
        let hint = match goyaml::nearest(kind, &kinds) {
            Some(near) => format!("write `kind: {near}`"),
            None => format!("write one of {}", kinds.join(", ")),
        };
        return Some((format!("the example is of {kind}, but the chart brings no such kind of {group}"), hint));
    };
    let is_served = definition.versions.iter().any(|(name, served)| name == version && *served);
    let served: Vec<&str> =
        definition.versions.iter().filter(|(_, served)| *served).map(|(name, _)| name.as_str()).collect();
    (!is_served && !served.is_empty()).then(|| {
        let message = format!("the example of {kind} has version {version}, which {} does not serve", definition.name);
        (message, format!("write `apiVersion: {group}/{}`", served.join("` or another of `")))
    })
}
