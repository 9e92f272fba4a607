use goyaml::{Kind, Position};
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
    let lacks = |key: &&&str| is_missing(subject, key);
    let mut missing: Vec<&str> = ALWAYS.iter().chain(with_crds).filter(lacks).copied().collect();
    if is_missing(subject, IMAGES) && has_images(subject) {
        missing.insert(missing.len().min(usize::from(missing.contains(&CHANGES))), IMAGES);
    }
    if missing.is_empty() {
        return Vec::new();
    }
    let is_empty = |key: &&str| subject.annotation(key).is_some();
    let (message, place) = match missing.as_slice() {
        [only] => told_alone(subject, only),
        several => {
            let names = several.iter().map(|key| key.strip_prefix(PREFIX).unwrap_or(key));
            let what = if several.iter().any(is_empty) { "missing or empty" } else { "missing" };
            let message = format!("annotations {PREFIX}… are {what}: {}", names.collect::<Vec<_>>().join(", "));
            (message, annotation::place_of_all(subject))
        }
    };
    vec![Observation::of(&subject.chart_yaml(), message).at_position(place).hint(HINT)]
}

fn told_alone(subject: &Subject<'_>, key: &str) -> (String, Option<Position>) {
    match subject.annotation_node(key) {
        Some(node) => (format!("annotation {key} is empty"), Some(node.span.start)),
        None => (format!("annotation {key} is missing"), annotation::place_of_all(subject)),
    }
}

/// Whether an annotation is not there, or says nothing: an empty text, or a list without items.
fn is_missing(subject: &Subject<'_>, key: &str) -> bool {
    let Some(text) = subject.annotation(key).filter(|text| !text.trim().is_empty()) else { return true };
    if [LICENSE, OPERATOR].contains(&key) {
        return false;
    }
    // What can't be read is there, and other checks tell of it.
    let Ok(document) = goyaml::parse(text.as_bytes()) else { return false };
    document.is_none_or(|node| match &node.kind {
        Kind::Sequence(items) => items.is_empty(),
        Kind::Scalar(_) => node.to_json().is_ok_and(|value| value.is_null()) || node.as_str() == Some(""),
        Kind::Mapping(_) => false,
    })
}

/// Whether there are images to list, and Artifact Hub finds them; else another check tells of them. Where the annotation
/// is there, Artifact Hub does not look for any.
fn has_images(subject: &Subject<'_>) -> bool {
    subject.images().list.iter().any(|image| image.level() == Level::Certain)
        && (subject.annotation(IMAGES).is_some() || undetected(subject).is_empty())
}

/// Whether Helm would install custom resource definitions from `crds/` (its own or a subchart's).
fn has_crds(subject: &Subject<'_>) -> bool {
    let is_crd = |path: &str| {
        let lower = path.to_ascii_lowercase();
        path.starts_with("crds/") && [".yaml", ".yml", ".json"].iter().any(|end| lower.ends_with(end))
    };
    subject.chart.files.iter().any(|file| is_crd(&file.path))
}
