use crate::image_place::{image_place, place_of_empty};
use crate::images::{Level, ReferenceError, Use, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "image/invalid",
    severity: Severity::Error,
    summary: "Every container has an image, with a name that container runtimes can read.",
    page: include_str!("image_invalid.md"),
    look,
};

const HINT: &str = "see which value is missing or has another form: [REGISTRY/]REPOSITORY[:TAG][@DIGEST]";

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut seen: Vec<Observation> = subject.images().empty.iter().map(|used| without(subject, used)).collect();
    for image in subject.images().list.iter().filter(|image| image.level() == Level::Certain) {
        let (Err(error), Some(place), Some(used)) = (&image.reference, image_place(subject, image), image.best_use())
        else {
            continue;
        };
        let message = format!("{} runs {:?} ({}), which is no image: {error}", used.words(), image.text, used.render);
        seen.push(place.observe(message).hint(HINT));
    }
    let listed = annotated(subject).unwrap_or_default();
    seen.extend(listed.iter().filter_map(|entry| unpullable(subject, entry.reference.as_ref().err()?, entry)));
    seen
}

/// A container without an image.
fn without(subject: &Subject<'_>, used: &Use) -> Observation {
    let message = format!("{} has no image ({})", used.words(), used.render);
    let hint = "see which value is missing; if users must set it, say so with `required` in the template";
    place_of_empty(subject, used).observe(message).hint(hint)
}

/// An image that Artifact Hub takes from the annotation, but nobody can pull.
fn unpullable(subject: &Subject<'_>, error: &ReferenceError, entry: &crate::images::Annotated) -> Option<Observation> {
    hub::image_reference::check(&entry.text).ok()?;
    let message = format!("artifacthub.io/images lists {:?}, which nobody can pull: {error}", entry.text);
    let seen = Observation::of(&subject.chart_yaml(), message).at_position(entry.position);
    Some(seen.severity(Severity::Warning).hint(HINT))
}
