use crate::image_place::{image_place, is_of_chart};
use crate::images::{Image, Level, annotated};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "image/unpinned",
    severity: Severity::Info,
    summary: "Images are named by digest.",
    page: include_str!("image_unpinned.md"),
    look,
};

/// Images that one message names.
const NAMED: usize = 5;

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let open = subject.images().parsed().filter(|(image, reference)| {
        let is_open = reference.digest.is_none() && reference.moving_tag().is_none();
        is_open && image.level() == Level::Certain && is_of_chart(subject, image)
    });
    let (foreign, own): (Vec<&Image>, Vec<&Image>) = open.map(|(image, _)| image).partition(|image| image.is_foreign());
    let own = match begun(subject) {
        Some(where_else) => one_by_one(subject, &own, where_else),
        None => together(subject, &own, "images"),
    };
    own.into_iter().chain(together(subject, &foreign, "images of charts within")).collect()
}

/// Where digests of the chart's own images are: with default values, or in the annotation.
fn begun(subject: &Subject<'_>) -> Option<&'static str> {
    let mut rendered = subject.images().parsed().filter(|(_, reference)| reference.digest.is_some());
    if rendered.any(|(image, _)| image.is_certain_by_default(|used| used.dependency().is_none())) {
        return Some("others of the chart have one");
    }
    let listed = annotated(subject).unwrap_or_default();
    let is_listed = listed.iter().any(|entry| entry.reference.as_ref().is_ok_and(|listed| listed.digest.is_some()));
    is_listed.then_some("artifacthub.io/images has digests")
}

/// One observation for each place.
fn one_by_one(subject: &Subject<'_>, images: &[&Image], where_else: &str) -> Vec<Observation> {
    let mut places: Vec<crate::image_place::ImagePlace> = Vec::new();
    let mut seen = Vec::new();
    for image in images {
        let (Some(place), Some(used)) = (image_place(subject, image), image.best_use()) else { continue };
        if places.iter().any(|known| known.is_at(&place)) {
            continue;
        }
        let message = format!("{} has no digest, {where_else} ({})", image.text, used.words());
        seen.push(place.observe(message).hint(format!("add its digest to {}", place.words())));
        places.push(place);
    }
    seen
}

/// One observation for several images.
fn together(subject: &Subject<'_>, images: &[&Image], what: &str) -> Vec<Observation> {
    let Some(place) = images.first().and_then(|image| image_place(subject, image)) else { return Vec::new() };
    let named: Vec<&str> = images.iter().take(NAMED).map(|image| image.text.as_str()).collect();
    let more = match images.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("{what} without a digest: {}{more}", named.join(", "));
    vec![place.observe(message).hint("add digests, or set `image/unpinned: off` under `levels`")]
}
