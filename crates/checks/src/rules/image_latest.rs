use crate::image_place::image_place;
use crate::images::{Image, Level, Place, Reference, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "image/latest",
    severity: Severity::Warning,
    summary: "No image has a tag that moves, such as latest.",
    page: include_str!("image_latest.md"),
    look,
};

/// Tags that stand for another image from day to day.
const MOVING: [&str; 12] = [
    "latest", "main", "master", "dev", "develop", "edge", "nightly", "canary", "head", "snapshot", "unstable",
    "rolling",
];

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let images = subject.images();
    let rendered = images.parsed().filter_map(|(image, reference)| look_at(subject, image, reference));
    let listed = annotated(subject).unwrap_or_default();
    let listed = listed.iter().filter_map(|entry| {
        let tag = moving(entry.reference.as_ref().ok()?)?;
        let message = format!(
            "artifacthub.io/images lists {} with the moving tag {tag}: its page shows and scans whatever that is by then",
            entry.text
        );
        let hint = format!("write the tag that version {} of the chart runs, and its digest", subject.chart.version());
        Some(Observation::of(&subject.chart_yaml(), message).at_position(entry.position).hint(hint))
    });
    rendered.chain(listed).collect()
}

fn look_at(subject: &Subject<'_>, image: &Image, reference: &Reference) -> Option<Observation> {
    let tag = moving(reference)?;
    let is_in_container = || image.uses.iter().any(|used| matches!(used.place, Place::Container(_)));
    // Without a tag, whatever reads a variable or a field of its own may add one.
    if reference.tag.is_none() && !(image.level() == Level::Certain && is_in_container()) {
        return None;
    }
    let (place, used) = (image_place(subject, image)?, image.best_use()?);
    let what = match &reference.tag {
        Some(_) => format!("{} has the moving tag {tag}", image.text),
        None => format!("{} has no tag, which means latest", image.text),
    };
    let hint = match used.dependency() {
        Some(chart) if place.path.is_none() => {
            format!("set the image under `{chart}` in values.yaml, or take a version of {chart} that names one")
        }
        _ => format!("name a version in {}, or a digest", place.words()),
    };
    Some(place.observe(format!("{what} ({}, {})", used.words(), used.render)).hint(hint))
}

/// The tag, if it moves and no digest holds it.
fn moving(reference: &Reference) -> Option<&str> {
    let tag = reference.effective_tag().filter(|_| reference.digest.is_none())?;
    let is_latest = || tag.starts_with("latest-") || tag.ends_with("-latest");
    (MOVING.contains(&tag) || is_latest()).then_some(tag)
}
