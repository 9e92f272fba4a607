use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/build-metadata",
    severity: Severity::Warning,
    summary: "The version has no build metadata.",
    page: include_str!("version_build_metadata.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Some((plain, _)) = version.split_once('+') else { return Vec::new() };
    let tag = version.replacen('+', "_", 1);
    let message = format!(
        "version {version} has build metadata: its tag is {tag}, which not every tool translates back, and Flux can't name \
         it in a HelmChart"
    );
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    vec![seen.hint(format!(
        "write `version: {plain}`, and what the metadata says in an annotation: two versions that differ only in it are \
         the same to version ranges"
    ))]
}
