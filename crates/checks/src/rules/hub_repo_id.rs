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
    if file.metadata.repository_id.is_some() || !file.problems.is_empty() {
        return Vec::new();
    }
    vec![Observation::of(path, "repositoryID is missing: the publisher can't become a verified one").hint(HINT)]
}
