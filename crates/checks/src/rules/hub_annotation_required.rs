use hub::annotations::{CHANGES, CRDS, CRDS_EXAMPLES, IMAGES, LICENSE, LINKS, OPERATOR, PREFIX};

use crate::annotation;
use crate::images::Level;
use crate::undetected_images::undetected;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/annotation-required",
    severity: Severity::Error,
    summary: "Chart.yaml has the Artifact Hub annotations that a release needs.",
    page: include_str!("hub_annotation_required.md"),
    look,
};

const ALWAYS: [&str; 4] = [CHANGES, LICENSE, LINKS, OPERATOR];
const WITH_CRDS: [&str; 2] = [CRDS, CRDS_EXAMPLES];
const HINT: &str = "Portolan asks for them, Artifact Hub does not; see https://artifacthub.io/docs/topics/annotations/helm/ for \
                    their formats, or switch this off in portolan.yaml, under `checks`: \
                    `levels: {hub/annotation-required: \"off\"}`";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    if subject.chart.metadata.deprecated {
        return Vec::new();
    }
    let with_crds = WITH_CRDS.iter().filter(|_| has_crds(subject));
    let is_missing = |key: &&&str| subject.annotation(key).is_none();
    let mut missing: Vec<&str> = ALWAYS.iter().chain(with_crds).filter(is_missing).copied().collect();
    if subject.annotation(IMAGES).is_none() && has_images(subject) {
        missing.insert(missing.len().min(usize::from(missing.contains(&CHANGES))), IMAGES);
    }
    if missing.is_empty() {
        return Vec::new();
    }
    let message = match missing.as_slice() {
        [only] => format!("annotation {only} is missing"),
        several => {
            let names = several.iter().map(|key| key.strip_prefix(PREFIX).unwrap_or(key));
            format!("annotations {PREFIX}… are missing: {}", names.collect::<Vec<_>>().join(", "))
        }
    };
    vec![Observation::of(&subject.chart_yaml(), message).at_position(annotation::place_of_all(subject)).hint(HINT)]
}

/// Whether there are images to list, and Artifact Hub finds them; else another check tells of them.
fn has_images(subject: &Subject<'_>) -> bool {
    subject.images().list.iter().any(|image| image.level() == Level::Certain) && undetected(subject).is_empty()
}

/// Whether Helm would install custom resource definitions from `crds/` (its own or a subchart's).
fn has_crds(subject: &Subject<'_>) -> bool {
    let is_crd = |path: &str| {
        let lower = path.to_ascii_lowercase();
        path.starts_with("crds/") && [".yaml", ".yml", ".json"].iter().any(|end| lower.ends_with(end))
    };
    subject.chart.files.iter().any(|file| is_crd(&file.path))
}
