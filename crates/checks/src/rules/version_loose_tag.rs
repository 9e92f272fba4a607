use gostd::semver::Version;

use crate::next_version::first_of;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/loose-tag",
    severity: Severity::Warning,
    summary: "Every tag that Artifact Hub takes for a version is strict SemVer.",
    page: include_str!("version_loose_tag.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(published) = &facts.published else { return Vec::new() };
    let is_loose = |version: &&String| Version::parse_strict(version).is_err() && Version::parse(version).is_ok();
    let loose: Vec<String> =
        published.versions.iter().filter(is_loose).map(|version| version.replacen('+', "_", 1)).collect();
    if loose.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "{} has tags that Artifact Hub lists as versions and Helm does not find: {}",
        published.repository,
        first_of(&loose)
    );
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    vec![seen.hint("delete them, or keep what they are for in another repository")]
}
