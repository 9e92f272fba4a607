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
    subject.repository_file.as_ref().map(|(path, file)| observations(path, file)).unwrap_or_default()
}

/// Every problem of the file as an observation.
pub(crate) fn observations(path: &str, file: &RepositoryFile) -> Vec<Observation> {
    file.problems.iter().map(|problem| Observation::of_problem(path, problem)).collect()
}
