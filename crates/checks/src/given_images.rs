//! Images that a program is told by variables and arguments, against `artifacthub.io/images`. That they are images is
//! inferred, so only what can be nothing else is looked at, and nothing is more than a warning.

use hub::annotations::IMAGES;

use crate::images::{Annotated, Image, Place, Reference, Use};
use crate::{Observation, Severity, Subject};

/// An image that a program is told with default values.
struct Given<'s> {
    image: &'s Image,
    reference: &'s Reference,
    used: &'s Use,
}

/// What the annotation lacks of them, and what it has with another tag.
pub(crate) fn observations(subject: &Subject<'_>, listed: &[(&Annotated, &Reference)]) -> Vec<Observation> {
    let mut missing = Vec::new();
    let mut seen = Vec::new();
    for given in subject.images().parsed().filter_map(|(image, reference)| given(image, reference)) {
        let mut same = listed.iter().filter(|(_, listed)| listed.is_same_repository(given.reference)).peekable();
        match same.peek().copied() {
            None => missing.push(given),
            Some(_) if same.any(|(_, listed)| listed.can_be(given.reference)) => {}
            Some((entry, _)) => seen.push(other_tag(subject, &given, entry)),
        }
    }
    seen.extend(not_listed(subject, &missing));
    seen
}

/// An image if its look is sure: a repository of several parts, and a tag or a digest. What a container runs for certain
/// is compared elsewhere; what charts within are told is theirs.
fn given<'s>(image: &'s Image, reference: &'s Reference) -> Option<Given<'s>> {
    let is_sure = image.text.contains('/') && (reference.tag.is_some() || reference.digest.is_some());
    let is_told = |used: &&Use| {
        let is_word = matches!(used.place, Place::Variable(_) | Place::Argument(_));
        is_word && used.is_default() && !used.is_test && used.dependency().is_none()
    };
    let used = image.uses.iter().find(is_told).filter(|_| is_sure)?;
    (!image.is_certain_by_default(|_| true)).then_some(Given { image, reference, used })
}

/// `is given to Pod demo as variable A_IMAGE`
fn words(used: &Use) -> String {
    match used.object.starts_with("ConfigMap ") {
        true => format!("stands in {} as {}", used.object, used.place),
        false => format!("is given to {} as {}", used.object, used.place),
    }
}

fn other_tag(subject: &Subject<'_>, given: &Given<'_>, entry: &Annotated) -> Observation {
    let text = &given.image.text;
    let message = format!("artifacthub.io/images lists {}, but {text} {}", entry.text, words(given.used));
    let seen = Observation::of(&subject.chart_yaml(), message).at_position(entry.position);
    seen.severity(Severity::Warning).hint(format!("write `image: {text}`"))
}

/// One observation for all.
fn not_listed(subject: &Subject<'_>, missing: &[Given<'_>]) -> Option<Observation> {
    let (first, others) = missing.split_first()?;
    let others: Vec<&str> = others.iter().map(|given| given.image.text.as_str()).collect();
    let others = match others.as_slice() {
        [] => String::new(),
        others => format!("; the same holds for {}", others.join(", ")),
    };
    let message = format!(
        "{} {}, but is not in {IMAGES}: whoever mirrors the chart misses it{others}",
        first.image.text,
        words(first.used)
    );
    let entries = missing
        .iter()
        .map(|given| format!("\n- name: {}\n  image: {}", given.reference.base(), given.image.text))
        .collect::<String>();
    let seen = Observation::of(&subject.chart_yaml(), message).at(subject.annotation_node(IMAGES));
    Some(seen.severity(Severity::Warning).hint(format!("add to the annotation:{entries}")))
}
