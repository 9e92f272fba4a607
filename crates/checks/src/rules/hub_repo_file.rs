use hub::repository_file::RepositoryFile;

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(crate) const RULE: Rule = Rule {
    id: "hub/repo-file",
    severity: Severity::Error,
    summary: "artifacthub-repo.yml is valid.",
    page: include_str!("hub_repo_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.repository_file else { return Vec::new() };
    let Some(origin) = subject.repository_id_origin() else { return observations(path, file) };
    let moved = |seen: Observation| match seen.position.is_some() && seen.position == file.id_position {
        true => Observation { fix: None, ..seen }.at_origin(origin),
        false => seen,
    };
    observations(path, file).into_iter().map(moved).collect()
}

/// Every problem of the file as an observation.
pub(crate) fn observations(path: &str, file: &RepositoryFile) -> Vec<Observation> {
    file.problems.iter().map(|problem| Observation::of_problem(path, problem)).collect()
}
