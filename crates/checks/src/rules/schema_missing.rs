use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "schema/missing",
    severity: Severity::Info,
    summary: "A chart with values has a values.schema.json.",
    page: include_str!("schema_missing.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let chart = subject.chart;
    if chart.schema.is_some() || chart.default_values.is_empty() || chart.is_library() {
        return Vec::new();
    }
    let message = "the chart has values, but no values.schema.json: a misspelt or mistyped value is only noticed when it is too late";
    vec![
        Observation::of(&subject.path("values.yaml"), message).hint("add values.schema.json; Helm checks values by it"),
    ]
}
