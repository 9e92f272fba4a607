use gostd::semver::Version;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/app-prerelease",
    severity: Severity::Info,
    summary: "A chart whose application is a prerelease is one itself.",
    page: include_str!("version_app_prerelease.md"),
    look,
};

/// How prereleases are called. What else follows a `-` is often a build or a base image: `1.2.3-alpine`.
const NAMES: [&str; 8] = ["alpha", "beta", "rc", "pre", "preview", "dev", "snapshot", "nightly"];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let metadata = &subject.chart.metadata;
    let is_stable = Version::parse_strict(&metadata.version).is_ok_and(|version| !version.is_prerelease());
    let Ok(app) = Version::parse(&metadata.app_version) else { return Vec::new() };
    let word = app.prerelease.to_ascii_lowercase();
    let word = word.split(['.', '-']).next().unwrap_or_default().trim_end_matches(|last: char| last.is_ascii_digit());
    if !is_stable || !NAMES.contains(&word) {
        return Vec::new();
    }
    let (version, app) = (&metadata.version, &metadata.app_version);
    let message = format!("appVersion {app} is a prerelease, but version {version} is not");
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("appVersion"));
    vec![
        seen.hint("make the chart's version a prerelease too (`-rc.1`), unless the chart itself is meant to be stable"),
    ]
}
