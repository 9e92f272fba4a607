use hub::annotations::{CHANGES, CONTAINS_SECURITY_UPDATES, changes, parse_bool};

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/annotation-security",
    severity: Severity::Error,
    summary: "A version with a change of kind security says so in artifacthub.io/containsSecurityUpdates.",
    page: include_str!("hub_annotation_security.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let listed = subject.annotation(CHANGES).and_then(|value| changes(value).ok()).unwrap_or_default();
    let security = listed.iter().find(|change| change.kind == "security");
    let said = subject.annotation(CONTAINS_SECURITY_UPDATES).and_then(parse_bool) == Some(true);
    let Some(change) = security.filter(|_| !said) else { return Vec::new() };
    let message =
        format!("change {:?} is of kind security, but {CONTAINS_SECURITY_UPDATES} is not \"true\"", change.description);
    let place = subject.annotation_node(CONTAINS_SECURITY_UPDATES).or(subject.annotation_node(CHANGES));
    let seen = Observation::of(&subject.chart_yaml(), message).at(place);
    vec![seen.hint(format!("set `{CONTAINS_SECURITY_UPDATES}: \"true\"` under `annotations`"))]
}
