//! What a chart makes in a scene that it must survive, held against what it makes otherwise.

use std::collections::BTreeSet;

use crate::labels::{self, Refused};
use crate::subject::{Object, Purpose, Run};
use crate::{Observation, Severity, Subject, template_place};

/// The render for a purpose, unless default values do not render anyway.
pub fn run<'s>(subject: &'s Subject<'_>, purpose: Purpose) -> Option<&'s Run> {
    let runs = &subject.renders().runs;
    let plain = runs.iter().rfind(|run| run.scene.purpose == Purpose::Matrix && run.scene.values.is_none())?;
    runs.iter().find(|run| run.scene.purpose == purpose && plain.outcome.is_ok())
}

/// What Kubernetes refuses of the objects of a render but not, at the same place of that kind of object in the same
/// template, of those that the chart makes otherwise.
pub fn refused<'s>(subject: &'s Subject<'_>, run: &Run) -> Vec<(&'s Object, Refused)> {
    let renders = subject.renders();
    let of = |object| labels::refused(object).into_iter().map(move |refused| (object, refused));
    let key = |(object, refused): (&'s Object, Refused)| (object.template.as_str(), refused.kind, refused.found.path);
    let plain: BTreeSet<_> = renders.matrix_objects().into_iter().flat_map(|(object, _)| of(object)).map(key).collect();
    let indices = run.outcome.iter().flatten();
    let objects = indices.filter_map(|index| renders.objects.get(*index));
    objects.flat_map(of).filter(|found| !plain.contains(&key(found.clone()))).collect()
}

/// The observation for a render that fails only in this scene.
pub fn failed(subject: &Subject<'_>, run: &Run, what: &str) -> Option<Observation> {
    let error = run.outcome.as_ref().err()?;
    let (file, position) = subject.place_of(error);
    let message = format!("{what} the chart does not render: {}", first_line(&error.to_string()));
    Some(Observation::of(&file, message).at_position(position).severity(Severity::Warning))
}

/// The first line of a text that may go on.
pub fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// What Kubernetes refuses in a scene: one observation about the chart's own templates, and a note about charts within.
pub fn told(
    subject: &Subject<'_>,
    scene: &str,
    found: &[(&Object, Refused)],
    (word, hint): (Option<&str>, &str),
) -> Vec<Observation> {
    let (within, own): (Vec<_>, Vec<_>) = found.iter().partition(|(object, _)| object.template.starts_with("charts/"));
    let own = own.split_first().map(|((object, refused), others)| {
        let place = |words: &[&str]| template_place::in_document(subject, &object.template, &object.head.kind, words);
        let words: Vec<&str> = refused.found.words.iter().copied().chain(word).collect();
        let position = place(&words).or_else(|| place(&[word?]));
        let files = others.iter().map(|(object, _)| object.template.as_str());
        let more = also(files.filter(|file| *file != object.template));
        let message = format!("{scene}, {}{more}", refused.words());
        Observation::of(&subject.path(&object.template), message).at_position(position).hint(hint)
    });
    let within = within.first().map(|(_, refused)| {
        let charts: BTreeSet<&str> =
            within.iter().filter_map(|(object, _)| object.template.split('/').nth(1)).collect();
        let charts = charts.into_iter().collect::<Vec<_>>().join(", ");
        let first = refused.words();
        let message = format!("{scene}, charts within make what Kubernetes refuses ({charts}): {first}");
        let seen = Observation::of(&subject.chart_yaml(), message).at(subject.field("dependencies"));
        seen.severity(Severity::Info).hint("take a newer version of them, or set their fullnameOverride")
    });
    own.into_iter().chain(within).collect()
}

/// Files that are named beside the first finding.
const NAMED: usize = 5;

/// ` (also in a.yaml, b.yaml and 3 more files)`
fn also<'f>(files: impl Iterator<Item = &'f str>) -> String {
    let files: BTreeSet<&str> = files.collect();
    let named: Vec<&str> = files.iter().take(NAMED).copied().collect();
    match files.len().saturating_sub(NAMED) {
        0 if named.is_empty() => String::new(),
        0 => format!(" (also in {})", named.join(", ")),
        more => format!(" (also in {} and {more} more files)", named.join(", ")),
    }
}
