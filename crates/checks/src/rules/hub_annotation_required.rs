use hub::annotations::{CHANGES, CRDS, CRDS_EXAMPLES, IMAGES, LICENSE, LINKS, OPERATOR};

use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/annotation-required",
    severity: Severity::Error,
    summary: "Chart.yaml has the Artifact Hub annotations that a release needs.",
    page: include_str!("hub_annotation_required.md"),
    look,
};

const ALWAYS: [&str; 5] = [CHANGES, IMAGES, LICENSE, LINKS, OPERATOR];
const WITH_CRDS: [&str; 2] = [CRDS, CRDS_EXAMPLES];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let with_crds = WITH_CRDS.iter().filter(|_| has_crds(subject));
    let required = ALWAYS.iter().chain(with_crds);
    let missing = required.filter(|key| subject.annotation(key).is_none());
    missing
        .map(|key| {
            Observation::of(&subject.chart_yaml(), format!("annotation {key} is missing"))
                .at(subject.field("annotations").or(subject.field("name")))
                .hint("see https://artifacthub.io/docs/topics/annotations/helm/ for its format")
        })
        .collect()
}

/// Whether Helm would install custom resource definitions from `crds/` (its own or a subchart's).
fn has_crds(subject: &Subject<'_>) -> bool {
    let is_crd = |path: &str| {
        let lower = path.to_ascii_lowercase();
        path.starts_with("crds/") && [".yaml", ".yml", ".json"].iter().any(|end| lower.ends_with(end))
    };
    subject.chart.files.iter().any(|file| is_crd(&file.path))
}
