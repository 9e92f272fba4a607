//! The place that a person must edit to get another image.

use goyaml::Position;

use crate::images::{Image, Sources, Use};
use crate::{Observation, Subject};

/// A place in one of the chart's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImagePlace {
    /// The file, relative to where the user stands.
    pub(crate) file: String,
    /// Where in it.
    pub(crate) position: Option<Position>,
    /// The way to it in a file of values: `image.tag`.
    pub(crate) path: Option<String>,
}

impl ImagePlace {
    /// An observation there.
    pub(crate) fn observe(&self, message: String) -> Observation {
        Observation::of(&self.file, message).at_position(self.position)
    }

    /// What to edit: `` `image.tag` `` or `the image`.
    pub(crate) fn words(&self) -> String {
        self.path.as_ref().map_or_else(|| "the image".to_owned(), |path| format!("`{path}`"))
    }
}

/// Where an image comes from: the values that name it, else the template, else the dependency that brings it.
pub(crate) fn image_place(subject: &Subject<'_>, image: &Image) -> Option<ImagePlace> {
    let used = image.best_use()?;
    let place = in_values(subject, image, used).or_else(|| in_dependencies(subject, used));
    Some(place.unwrap_or_else(|| in_template(subject, image, used)))
}

fn in_values(subject: &Subject<'_>, image: &Image, used: &Use) -> Option<ImagePlace> {
    let reference = image.reference.as_ref().ok()?;
    let at = |file: &str, sources: &Sources| {
        let source = sources.find(reference)?;
        let (position, path) = (Some(source.position), Some(source.path.clone()));
        Some(ImagePlace { file: subject.path(file), position, path })
    };
    let other = used.values.as_ref().and_then(|path| {
        let file = subject.values_files().iter().find(|file| file.path == *path)?;
        at(path, &Sources::of(&file.text))
    });
    other.or_else(|| at("values.yaml", subject.image_sources()))
}

/// The entry of `Chart.yaml` for the chart within that makes the image.
fn in_dependencies(subject: &Subject<'_>, used: &Use) -> Option<ImagePlace> {
    let name = used.dependency()?;
    let index = subject.chart.metadata.dependencies.iter().position(|dependency| dependency.key() == name);
    let node = subject.field("dependencies").and_then(|list| list.as_sequence()?.get(index?));
    let position = node.map(|node| node.span.start);
    let file = if position.is_some() { subject.chart_yaml() } else { subject.path(&used.template) };
    Some(ImagePlace { file, position, path: None })
}

/// The text itself, else the only line with `image:`, else the file.
fn in_template(subject: &Subject<'_>, image: &Image, used: &Use) -> ImagePlace {
    let file = subject.chart.templates.iter().find(|file| file.path == used.template);
    let text = file.and_then(|file| file.text()).unwrap_or_default();
    let literal = text.find(image.text.as_str());
    let mut lines = text.match_indices("image:").map(|(at, _)| at);
    let only = lines.next().filter(|_| lines.next().is_none());
    let position = literal.or(only).and_then(|at| text.get(..at)).map(position_after);
    ImagePlace { file: subject.path(&used.template), position, path: None }
}

/// The place behind a text.
fn position_after(before: &str) -> Position {
    let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position { line: count(before.matches('\n').count()), column: count(line.chars().count()) }
}
