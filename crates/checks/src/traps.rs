//! What a chart makes in a scene that it must survive, held against what it makes otherwise.

use std::collections::BTreeSet;

use crate::labels::{self, Refused};
use crate::subject::{Object, Purpose, Run};
use crate::{Observation, Severity, Subject};

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

/// The first observation of each file, which tells how many more there are.
pub fn one_per_file(seen: Vec<Observation>) -> Vec<Observation> {
    let mut kept: Vec<(Observation, usize)> = Vec::new();
    for seen in seen {
        match kept.iter_mut().find(|(first, _)| first.file == seen.file) {
            Some((_, more)) => *more += 1,
            None => kept.push((seen, 0)),
        }
    }
    let told = kept.into_iter().map(|(first, more)| match more {
        0 => first,
        _ => Observation { message: format!("{} (and {more} more in this file)", first.message), ..first },
    });
    told.collect()
}
