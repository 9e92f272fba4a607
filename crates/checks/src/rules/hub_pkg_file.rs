use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml stands beside Chart.yaml and is valid.",
    page: include_str!("hub_pkg_file.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.package_file else {
        let seen = Observation::of(&subject.path("artifacthub-pkg.yml"), "artifacthub-pkg.yml is missing");
        return vec![
            seen.hint("write one with version, name, displayName, createdAt and description as in Chart.yaml"),
        ];
    };
    file.problems.iter().map(|problem| Observation::of_problem(path, problem)).collect()
}
