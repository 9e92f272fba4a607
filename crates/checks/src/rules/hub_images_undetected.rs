use hub::annotations::IMAGES;

use crate::annotation;
use crate::told::{self, Told};
use crate::undetected_images::undetected;
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/images-undetected",
    severity: Severity::Warning,
    summary: "Artifact Hub knows the images: they are listed, or found in the manifests.",
    page: include_str!("hub_images_undetected.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let hint = format!("list the images in the annotation {IMAGES}");
    if subject.annotation(IMAGES).is_some() {
        let notes = told::notes(subject, Told::Images).filter(|(note, _)| note.subject == IMAGES);
        return notes.map(|(_, seen)| seen.hint(hint.as_str())).collect();
    }
    let place = annotation::place_of_all(subject);
    let at = |message| Observation::of(&subject.chart_yaml(), message).at_position(place).hint(hint.as_str());
    undetected(subject).into_iter().map(at).collect()
}
