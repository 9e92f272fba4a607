use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/pkg-file",
    severity: Severity::Error,
    summary: "artifacthub-pkg.yml stands beside Chart.yaml and is valid.",
    page: include_str!("hub_pkg_file.md"),
    look,
};

const MISSING: &str =
    "artifacthub-pkg.yml is missing: Portolan asks for it, Artifact Hub itself never reads it for Helm charts";
const HINT: &str = "write one with version, name, displayName, createdAt and description as in Chart.yaml; or switch this off \
                    in portolan.yaml, under `checks`: `levels: {hub/pkg-file: \"off\"}`";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let Some((path, file)) = &subject.package_file else {
        return vec![Observation::of(&subject.path("artifacthub-pkg.yml"), MISSING).hint(HINT)];
    };
    file.problems.iter().map(|problem| Observation::of_problem(path, problem)).collect()
}
