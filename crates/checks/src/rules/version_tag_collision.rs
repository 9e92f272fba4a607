use hub::versions::collisions;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/tag-collision",
    severity: Severity::Warning,
    summary: "No two tags stand for the same version in Artifact Hub.",
    page: include_str!("version_tag_collision.md"),
    look,
};

/// Collisions that are told.
const SHOWN: usize = 5;

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(published) = &facts.published else { return Vec::new() };
    let version = &subject.chart.metadata.version;
    let own = Some(version).filter(|version| !published.versions.contains(version));
    let tags: Vec<String> = published.versions.iter().chain(own).map(|version| version.replacen('+', "_", 1)).collect();
    let found = collisions(tags.iter().map(String::as_str));
    let seen = found.into_iter().take(SHOWN).map(|(shown, tags)| {
        let tags = tags.join(" and ");
        let message = format!("in {} the tags {tags} are both version {shown} to Artifact Hub", published.repository);
        Observation::of(&subject.chart_yaml(), message).at(subject.field("version")).hint(
            "delete the tag that is not the chart's exact version: which of them is listed, is a matter of chance",
        )
    });
    seen.collect()
}
