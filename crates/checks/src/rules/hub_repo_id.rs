use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/repo-id",
    severity: Severity::Warning,
    summary: "artifacthub-repo.yml is there and has the id of the chart's repository in Artifact Hub.",
    page: include_str!("hub_repo_id.md"),
    look,
};

const HINT: &str =
    "copy the id from Artifact Hub's control panel to `repositoryID`, or to `hub.repositories` in portolan.yaml";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.repository_file else {
        let missing = "there is no artifacthub-repo.yml beside the chart or at the repository's root";
        return vec![Observation::of(&subject.path("artifacthub-repo.yml"), missing).hint(HINT)];
    };
    let is_broken = file.problems.iter().any(|problem| problem.fatal);
    if file.metadata.repository_id.is_some() || is_broken {
        return Vec::new();
    }
    let missing = "repositoryID is missing: the publisher can't become a verified one";
    vec![Observation::of(path, missing).at_position(file.id_position).hint(HINT)]
}
