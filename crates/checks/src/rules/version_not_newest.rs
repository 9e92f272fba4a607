use gostd::semver::Version;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/not-newest",
    severity: Severity::Warning,
    summary: "A version that is to be published is the newest of its minor version.",
    page: include_str!("version_not_newest.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(published) = facts.published.as_ref().filter(|published| published.same.is_none()) else {
        return Vec::new();
    };
    let version = &subject.chart.metadata.version;
    let Ok(own) = Version::parse_strict(version) else { return Vec::new() };
    let strict = published.versions.iter().filter_map(|version| Version::parse_strict(version).ok());
    let line = strict.filter(|found| (found.major, found.minor) == (own.major, own.minor));
    let comparable = line.filter(|found| !found.is_prerelease() || own.is_prerelease() && found.patch == own.patch);
    let Some(newest) = comparable.max().filter(|newest| *newest > own) else { return Vec::new() };
    let newest = newest.original();
    let message = format!("version {version} is lower than {newest}, which is in {}", published.repository);
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    vec![seen.hint(format!("write a version above {newest}: whoever asks for the newest one won't get {version}"))]
}
