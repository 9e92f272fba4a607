use crate::image_place::image_place;
use crate::images::{Image, Level};
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
    let certain = subject.images().parsed().filter(|(image, _)| image.level() == Level::Certain);
    let (pinned, open): (Vec<_>, Vec<_>) = certain.partition(|(_, reference)| reference.digest.is_some());
    let open: Vec<&Image> = open.into_iter().map(|(image, _)| image).collect();
    let (foreign, own): (Vec<&Image>, Vec<&Image>) = open.into_iter().partition(|image| image.is_foreign());
    let has_begun = pinned.iter().any(|(image, _)| !image.is_foreign());
    let own = if has_begun {
        own.into_iter().filter_map(|image| one(subject, image)).collect()
    } else {
        together(subject, &own, "images")
    };
    own.into_iter().chain(together(subject, &foreign, "images of charts within")).collect()
}

fn one(subject: &Subject<'_>, image: &Image) -> Option<Observation> {
    let place = image_place(subject, image)?;
    let used = image.best_use()?;
    let message = format!("{} has no digest, others of the chart have one ({})", image.text, used.words());
    let hint = format!("add `@sha256:…` to {}, or fill in the value for the digest", place.words());
    Some(place.observe(message).hint(hint))
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
    let hint = "with a digest every installation runs the same bytes; set `image/unpinned: error` under `levels` to \
                demand it, `off` to hear no more of it";
    vec![place.observe(message).hint(hint)]
}
