use gostd::semver::Version;

use crate::next_version::{after, breaking, first_of};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/bumped",
    severity: Severity::Error,
    summary: "A package that differs from the one at the base has another version.",
    page: include_str!("version_bumped.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(base) = facts.base.as_ref().filter(|base| !base.changed.is_empty()) else { return Vec::new() };
    let version = &subject.chart.metadata.version;
    if base.version.as_ref() != Some(version) {
        return Vec::new();
    }
    let changed = first_of(&base.changed);
    let message = format!("version is {version} as at {}, but the package differs: {changed}", base.reference);
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    let Ok(parsed) = Version::parse(version) else { return vec![seen] };
    let next = after(&parsed);
    vec![seen.hint(match breaking(&base.changed) {
        Some(path) => format!("write `version: {next}`, or a new minor or major version: {path} can break users"),
        None => format!("write `version: {next}` or a higher one"),
    })]
}
