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

/// What Kubernetes refuses of the objects of a render but not of those that the chart makes otherwise.
pub fn refused<'s>(subject: &'s Subject<'_>, run: &Run) -> Vec<(&'s Object, Refused)> {
    let renders = subject.renders();
    let plain: BTreeSet<&str> = renders
        .matrix_objects()
        .into_iter()
        .filter(|(object, _)| !labels::refused(&object.head, &object.document).is_empty())
        .map(|(object, _)| object.template.as_str())
        .collect();
    let indices = run.outcome.iter().flatten();
    let objects = indices.filter_map(|index| renders.objects.get(*index));
    let news = objects.filter(|object| !plain.contains(object.template.as_str()));
    news.flat_map(|object| {
        labels::refused(&object.head, &object.document).into_iter().map(move |found| (object, found))
    })
    .collect()
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
    (words, hint): (&[&str], &str),
) -> Vec<Observation> {
    let (within, own): (Vec<_>, Vec<_>) = found.iter().partition(|(object, _)| object.template.starts_with("charts/"));
    let own = own.split_first().map(|((object, refused), others)| {
        let position = template_place::in_document(subject, &object.template, &object.head.kind, words);
        let more = also(others.iter().map(|(object, _)| object.template.as_str()));
        let message = format!("{scene}, {} of {} {}{more}", refused.path, object.name(), refused.reason);
        Observation::of(&subject.path(&object.template), message).at_position(position).hint(hint)
    });
    let within = within.first().map(|(object, refused)| {
        let charts: BTreeSet<&str> =
            within.iter().filter_map(|(object, _)| object.template.split('/').nth(1)).collect();
        let charts = charts.into_iter().collect::<Vec<_>>().join(", ");
        let first = format!("{} of {} {}", refused.path, object.name(), refused.reason);
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
