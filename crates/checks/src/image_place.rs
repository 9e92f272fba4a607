//! The place that a person must edit to get another image.

use goyaml::Position;

use crate::images::{Image, Place, Sources, Use, template_text};
use crate::listed::dependencies;
use crate::{Observation, Subject, text_place};

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

    /// Whether both are one place: without a position, one file.
    pub(crate) fn is_at(&self, other: &Self) -> bool {
        self.file == other.file && self.position == other.position
    }

    /// What to edit: `` `image.tag` `` or `the image`.
    pub(crate) fn words(&self) -> String {
        self.path.as_ref().map_or_else(|| "the image".to_owned(), |path| format!("`{path}`"))
    }
}

/// Where an image comes from: a template that has its text, else the values that name it, else the dependency that brings
/// it, else the place in the template.
pub(crate) fn image_place(subject: &Subject<'_>, image: &Image) -> Option<ImagePlace> {
    let used = image.best_use()?;
    let place = in_template(subject, image, used).or_else(|| in_values(subject, image, used));
    Some(place.or_else(|| in_dependencies(subject, used)).unwrap_or_else(|| beside(subject, used)))
}

/// Where a container without an image is: the dependency that brings it, else the place in the template.
pub(crate) fn place_of_empty(subject: &Subject<'_>, used: &Use) -> ImagePlace {
    if let Some(place) = in_dependencies(subject, used) {
        return place;
    }
    let place = beside(subject, used);
    let named = || {
        let file = subject.chart.templates.iter().find(|file| file.path == used.template)?;
        Some(text_place::of_byte(&file.data, template_text::name_of_container(file.text()?, &used.place)?))
    };
    ImagePlace { position: place.position.or_else(named), ..place }
}

/// Whether the chart itself names an image with its tag: default values run it, or its own text has both. What only a file
/// of values for tests names says nothing about the chart.
pub(crate) fn is_of_chart(subject: &Subject<'_>, image: &Image) -> bool {
    let (Some(used), Ok(reference)) = (image.best_use(), &image.reference) else { return false };
    let metadata = &subject.chart.metadata;
    let is_version = |tag: &str| {
        let bare = tag.strip_prefix('v').unwrap_or(tag);
        [&metadata.app_version, &metadata.version].iter().any(|version| version.trim_start_matches('v') == bare)
    };
    let is_named = || {
        let sources = subject.image_sources();
        let source = sources.find(reference, used.dependency())?;
        let has_tag = source.has_tag() || reference.tag.as_deref().is_none_or(is_version);
        let has_registry = || source.has_registry_of(reference) || sources.find_text(&reference.domain, None).is_some();
        (has_tag && has_registry()).then_some(())
    };
    image.is_default() || is_named().is_some() || in_template(subject, image, used).is_some()
}

fn in_values(subject: &Subject<'_>, image: &Image, used: &Use) -> Option<ImagePlace> {
    let at = |file: &str, sources: &Sources| {
        let (path, position) = match &image.reference {
            Ok(reference) => {
                sources.find(reference, used.dependency()).map(|source| (source.path.as_str(), source.position))?
            }
            Err(error) => {
                error.places(&image.text).into_iter().find_map(|part| sources.find_text(part, used.dependency()))?
            }
        };
        Some(ImagePlace { file: subject.path(file), position: Some(position), path: Some(path.to_owned()) })
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
    let listed = dependencies(subject);
    let entry = listed.iter().find(|listed| listed.dependency.key() == name);
    let place = entry.and_then(|entry| Some((entry.file.clone(), entry.start()?)));
    let (file, position) = place.map_or_else(|| (subject.path(&used.template), None), |(file, at)| (file, Some(at)));
    Some(ImagePlace { file, position, path: None })
}

/// The text itself, as it stands in the chart's own template.
fn in_template(subject: &Subject<'_>, image: &Image, used: &Use) -> Option<ImagePlace> {
    let file = subject.chart.templates.iter().find(|file| file.path == used.template)?;
    let at = template_text::literal(file.text()?, &image.text, &used.place)?;
    let position = Some(text_place::of_byte(&file.data, at));
    Some(ImagePlace { file: subject.path(&file.path), position, path: None })
}

/// What names the image, where that is clear: in its template or, as helpers hold lists of variables, in another one.
fn beside(subject: &Subject<'_>, used: &Use) -> ImagePlace {
    let templates = &subject.chart.templates;
    let is_named_anywhere = matches!(used.place, Place::Variable(_));
    let own = templates.iter().filter(|file| file.path == used.template);
    let others = templates.iter().filter(|file| is_named_anywhere && file.path != used.template);
    let found = own.chain(others).find_map(|file| Some((file, template_text::beside(file.text()?, &used.place)?)));
    let file = subject.path(found.map_or(used.template.as_str(), |(file, _)| &file.path));
    let position = found.map(|(file, at)| text_place::of_byte(&file.data, at));
    ImagePlace { file, position, path: None }
}
