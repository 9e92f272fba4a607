use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "drift/repo-metadata",
    severity: Severity::Warning,
    summary: "artifacthub-repo.yml has the id that is published under the tag artifacthub.io.",
    page: include_str!("drift_repo_metadata.md"),
    look,
};

fn look(subject: &Subject<'_>, facts: &Facts) -> Vec<Observation> {
    let Some(published) = facts.published.as_ref().filter(|published| !published.versions.is_empty()) else {
        return Vec::new();
    };
    let Some((path, file)) = &subject.repository_file else { return Vec::new() };
    let Some(id) = &file.metadata.repository_id else { return Vec::new() };
    let repository = &published.repository;
    let message = match &published.repository_id {
        Some(found) if found == id => return Vec::new(),
        Some(found) => format!("repositoryID is {id}, but {found} is published in {repository}"),
        None => format!("versions are published in {repository}, but no repositoryID under the tag artifacthub.io"),
    };
    let seen = match subject.repository_id_origin() {
        Some(origin) => Observation::of(path, message).at_origin(origin),
        None => Observation::of(path, message).at_position(file.id_position),
    };
    vec![seen.hint("the next release writes what this file says; `portolan hub metadata push` does so at once")]
}
