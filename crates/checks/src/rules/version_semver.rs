use gostd::semver::Version;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/semver",
    severity: Severity::Error,
    summary: "The chart's version is strict SemVer 2.",
    page: include_str!("version_semver.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Err(error) = Version::parse_strict(version) else { return Vec::new() };
    let message = format!("version {version:?} is not strict SemVer: {error}");
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    match Version::parse(version) {
        Ok(loose) => vec![seen.hint(format!("write `version: {loose}`"))],
        Err(_) => vec![seen.hint("write three numbers such as `version: 1.2.3`")],
    }
}
