use oci::RepositoryName;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "package/name",
    severity: Severity::Error,
    summary: "The chart's name can be the name of an OCI repository.",
    page: include_str!("package_name.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let name = &subject.chart.metadata.name;
    let Err(error) = RepositoryName::parse(name) else { return Vec::new() };
    let seen = Observation::of(&subject.chart_yaml(), error.to_string()).at(subject.field("name"));
    let lower = name.to_lowercase().replace(' ', "-");
    match RepositoryName::parse(&lower) {
        Ok(_) => vec![seen.hint(format!("write `name: {lower}`"))],
        Err(_) => vec![seen],
    }
}
