use crate::image_place::{ImagePlace, image_place, is_of_chart};
use crate::images::{Image, Level, Place, Reference, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "image/latest",
    severity: Severity::Warning,
    summary: "No image has a tag that moves, such as latest.",
    page: include_str!("image_latest.md"),
    look,
};

/// What is told of one place.
struct Told {
    place: ImagePlace,
    message: String,
    others: Vec<String>,
    severity: Severity,
    hint: String,
}

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let mut told: Vec<Told> = Vec::new();
    for (image, reference) in subject.images().parsed() {
        let Some(found) = look_at(subject, image, reference) else { continue };
        match told.iter_mut().find(|known| known.place.is_at(&found.place)) {
            Some(known) => {
                known.others.push(image.text.clone());
                known.severity = known.severity.max(found.severity);
            }
            None => told.push(found),
        }
    }
    let rendered = told.into_iter().map(|told| {
        let others = match told.others.as_slice() {
            [] => String::new(),
            others => format!("; the same holds for {}", others.join(", ")),
        };
        told.place.observe(format!("{}{others}", told.message)).severity(told.severity).hint(told.hint)
    });
    rendered.chain(in_annotation(subject)).collect()
}

fn in_annotation(subject: &Subject<'_>) -> Vec<Observation> {
    let listed = annotated(subject).unwrap_or_default();
    let listed = listed.iter().filter_map(|entry| {
        let tag = entry.reference.as_ref().ok()?.moving_tag()?;
        let message = format!(
            "artifacthub.io/images lists {} with the moving tag {tag}: its page shows and scans whatever that is by then",
            entry.text
        );
        let hint = format!("write the tag that version {} of the chart runs, and its digest", subject.chart.version());
        Some(Observation::of(&subject.chart_yaml(), message).at_position(entry.position).hint(hint))
    });
    listed.collect()
}

fn look_at(subject: &Subject<'_>, image: &Image, reference: &Reference) -> Option<Told> {
    let tag = reference.moving_tag().filter(|_| is_of_chart(subject, image))?;
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
    let severity = if image.is_only_tested() { Severity::Info } else { Severity::Warning };
    let message = format!("{what} ({}, {})", used.words(), used.render);
    Some(Told { place, message, others: Vec::new(), severity, hint })
}
