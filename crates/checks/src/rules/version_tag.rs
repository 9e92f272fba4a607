use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/tag",
    severity: Severity::Error,
    summary: "The version becomes a valid tag, and equals the version that a release was asked for.",
    page: include_str!("version_tag.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let version = subject.chart.metadata.version.as_str();
    let at = |message: String| Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    let mut seen = Vec::new();
    if version.len() > 128 {
        seen.push(at(format!("version has {} characters, a tag holds at most 128", version.len())));
    }
    if let Some((expected, source)) = &facts.expected_version
        && expected != version
    {
        let message = format!("version {version:?} is not {expected:?}, which {source} asks for");
        seen.push(at(message).hint(format!("set `version: {expected}`, or tag the commit {version}")));
    }
    seen
}
