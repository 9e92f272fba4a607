use gostd::semver::Version;

use crate::facts::{Published, Same};
use crate::next_version::{after, first_of};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "version/published",
    severity: Severity::Error,
    summary: "A version that is published is published with this content.",
    page: include_str!("version_published.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(published) = &facts.published else { return Vec::new() };
    let Some(Same { digest, changed }) = published.same.as_ref().filter(|same| !same.changed.is_empty()) else {
        return Vec::new();
    };
    let version = &subject.chart.metadata.version;
    let repository = &published.repository;
    let message =
        format!("version {version} is published in {repository} ({digest}) with other content: {}", first_of(changed));
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("version"));
    vec![match free(version, published) {
        Some(free) => seen.hint(format!("write `version: {free}` or a higher one")),
        None => seen,
    }]
}

/// The first version after this one that nobody has published.
fn free(version: &str, published: &Published) -> Option<String> {
    let mut next = after(&Version::parse(version).ok()?);
    for _ in 0..=published.versions.len() {
        if !published.versions.contains(&next) {
            return Some(next);
        }
        next = after(&Version::parse(&next).ok()?);
    }
    None
}
