use hub::repository_file::is_same_id;

use crate::Sibling;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/repo-id-shared",
    severity: Severity::Error,
    summary: "Every chart of a run has a repository of its own in Artifact Hub.",
    page: include_str!("hub_repo_id_shared.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.repository_file else { return Vec::new() };
    let Some(id) = file.metadata.repository_id.as_deref() else { return Vec::new() };
    let same = |other: &&Sibling| {
        other.name != subject.chart.name() && other.repository_id.as_deref().is_some_and(|other| is_same_id(other, id))
    };
    let names: Vec<&str> = facts.siblings.iter().filter(same).map(|other| other.name.as_str()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let message = format!("repository id {id} of {} is also that of {}", subject.chart.name(), names.join(", "));
    let seen = match subject.repository_id_origin() {
        Some(origin) => Observation::of(path, message).at_origin(origin),
        None => Observation::of(path, message).at_position(file.id_position),
    };
    vec![seen.hint(format!(
        "register a repository for each chart, and write its id to `hub.repositories.{}.id` in portolan.yaml or beside the \
         chart",
        subject.chart.name()
    ))]
}
