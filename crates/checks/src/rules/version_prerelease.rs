use gostd::semver::Version;
use hub::annotations::{PRERELEASE, parse_bool};

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/prerelease",
    severity: Severity::Error,
    summary: "A prerelease version says so in artifacthub.io/prerelease.",
    page: include_str!("version_prerelease.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let version = &subject.chart.metadata.version;
    let Ok(parsed) = Version::parse(version) else { return Vec::new() };
    let annotated = subject.annotation(PRERELEASE).and_then(parse_bool) == Some(true);
    if parsed.prerelease.is_empty() || annotated {
        return Vec::new();
    }
    let message = format!(
        "version {version} is a prerelease, but {PRERELEASE} does not say so: Artifact Hub would call it stable"
    );
    let seen = Observation::of(&subject.chart_yaml(), message)
        .at(subject.annotation_node(PRERELEASE).or(subject.field("version")));
    vec![seen.hint(format!("set `{PRERELEASE}: \"true\"` under `annotations`"))]
}
