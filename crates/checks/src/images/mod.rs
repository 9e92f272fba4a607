//! The images that a chart runs: every reference in every object of every render, with what names it and in which
//! renders. Nothing is judged here.
//!
//! ```text
//! Renders ─ objects, each once ─→ find (carriers of pods, custom resources, variables, arguments) ─→ Images
//! ```

mod annotated;
mod carriers;
mod find;
mod sources;
pub(crate) mod template_text;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

pub use annotated::{Annotated, annotated};
pub use find::Place;
pub use oci::{ImageReference as Reference, ImageReferenceError as ReferenceError};
pub use sources::{Source, Sources};

use goyaml::Node;

use crate::subject::{Object, Renders, Run, Scene};

/// Different images that are kept. Charts that are made of many others have a hundred.
const MAX_IMAGES: usize = 5_000;
/// Uses of one image that are kept.
const MAX_USES: usize = 200;
/// Containers without an image that are kept.
const MAX_EMPTY: usize = 100;

/// How sure it is that a text names an image that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It looks like one: a variable, an argument, a field of a custom resource that nobody has told about.
    Inferred,
    /// A container runs it, or a volume holds it.
    Certain,
}

/// One object that names an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// How sure it is.
    pub level: Level,
    /// What names it.
    pub place: Place,
    /// The object: `Deployment demo`.
    pub object: String,
    /// The template, relative to the chart: `templates/x.yaml`, `charts/sub/templates/x.yaml`.
    pub template: String,
    /// Whether Helm runs the object at an event instead of installing it.
    pub is_hook: bool,
    /// Whether only `helm test` runs it.
    pub is_test: bool,
    /// The first render that makes it: `with default values for Kubernetes v1.31`; without a version if all name the image.
    pub render: String,
    /// The file of values of that render; nothing for default values.
    pub values: Option<String>,
}

impl Use {
    /// The chart within that makes it, by the name that its values have.
    pub fn dependency(&self) -> Option<&str> {
        self.template.strip_prefix("charts/")?.split('/').next()
    }

    /// Whether default values make it.
    pub fn is_default(&self) -> bool {
        self.values.is_none()
    }

    /// `container web of Deployment demo`
    pub fn words(&self) -> String {
        format!("{} of {}", self.place, self.object)
    }
}

/// An image by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// As it is written.
    pub text: String,
    /// What that means.
    pub reference: Result<Reference, ReferenceError>,
    /// What names it, in the order of the renders.
    pub uses: Vec<Use>,
    /// Whether every render with default values names it, whatever the version of Kubernetes.
    is_always_there: bool,
}

impl Image {
    /// How sure it is that it runs.
    pub fn level(&self) -> Level {
        self.uses.iter().map(|used| used.level).max().unwrap_or(Level::Inferred)
    }

    /// Whether default values name it for certain, where a predicate holds.
    pub fn is_certain_by_default(&self, holds: impl Fn(&Use) -> bool) -> bool {
        self.uses.iter().any(|used| used.level == Level::Certain && used.is_default() && holds(used))
    }

    /// What to show of it: a certain use before an inferred one, the chart's own before one of a chart within.
    pub fn best_use(&self) -> Option<&Use> {
        self.uses
            .iter()
            .min_by_key(|used| (used.level != Level::Certain, !used.is_default(), used.dependency().is_some()))
    }

    /// Whether default values name it.
    pub fn is_default(&self) -> bool {
        self.uses.iter().any(Use::is_default)
    }

    /// Whether every render with default values names it, whatever the version of Kubernetes.
    pub fn is_always_there(&self) -> bool {
        self.is_always_there
    }

    /// Whether nothing but `helm test` runs it.
    pub fn is_only_tested(&self) -> bool {
        self.uses.iter().all(|used| used.is_test)
    }

    /// Whether nothing but charts within name it.
    pub fn is_foreign(&self) -> bool {
        self.uses.iter().all(|used| used.dependency().is_some())
    }
}

/// All images of a chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Images {
    /// The images in the order in which they are found, each text once.
    pub list: Vec<Image>,
    /// Containers of pods that have no image, each once.
    pub empty: Vec<Use>,
}

impl Images {
    /// Looks at every object of every render once.
    pub fn of(renders: &Renders) -> Self {
        let mut images = Self::default();
        let mut by_text: HashMap<String, usize> = HashMap::new();
        let mut by_object: Vec<Vec<usize>> = vec![Vec::new(); renders.objects.len()];
        for (index, run) in renders.matrix_indices() {
            let Some(object) = renders.objects.get(index) else { continue };
            let mut known = Vec::new();
            for found in find::images(object) {
                if found.text.is_empty() {
                    images.add_empty(used(object, (found.level, found.place), &run.scene));
                    continue;
                }
                let place = images.place(found.text.into_owned(), &mut by_text);
                let Some((place, image)) = place.and_then(|place| Some((place, images.list.get_mut(place)?))) else {
                    continue;
                };
                known.push(place);
                if image.uses.len() < MAX_USES {
                    image.uses.push(used(object, (found.level, found.place), &run.scene));
                }
            }
            if let Some(kept) = by_object.get_mut(index) {
                *kept = known;
            }
        }
        images.compare_versions(renders, &by_object);
        images
    }

    /// The images that can be parsed, with their references.
    pub fn parsed(&self) -> impl Iterator<Item = (&Image, &Reference)> {
        self.list.iter().filter_map(|image| Some((image, image.reference.as_ref().ok()?)))
    }

    fn add_empty(&mut self, used: Use) {
        let is_same = |known: &Use| (&known.template, &known.place) == (&used.template, &used.place);
        if self.empty.len() < MAX_EMPTY && !self.empty.iter().any(is_same) {
            self.empty.push(used);
        }
    }

    /// The place of a text in the list; `None` if there are too many.
    fn place(&mut self, text: String, by_text: &mut HashMap<String, usize>) -> Option<usize> {
        if let Some(place) = by_text.get(&text) {
            return Some(*place);
        }
        if self.list.len() >= MAX_IMAGES {
            return None;
        }
        let reference = Reference::parse(&text);
        by_text.insert(text.clone(), self.list.len());
        self.list.push(Image { text, reference, uses: Vec::new(), is_always_there: false });
        Some(self.list.len() - 1)
    }

    /// Finds the images that all versions of Kubernetes name alike. Renders of one file of values stand together.
    fn compare_versions(&mut self, renders: &Renders, by_object: &[Vec<usize>]) {
        let made: Vec<&Run> = renders.matrix().filter(|run| run.outcome.is_ok()).collect();
        for of_values in made.chunk_by(|one, other| one.scene.values == other.scene.values) {
            let Some(scene) = of_values.first().map(|run| &run.scene) else { continue };
            for image in named_by_all(of_values, by_object) {
                if let Some(image) = self.list.get_mut(image) {
                    image.is_always_there |= scene.values.is_none();
                    let uses = image.uses.iter_mut().filter(|used| used.values == scene.values);
                    uses.for_each(|used| used.render = scene.values_words());
                }
            }
        }
    }
}

/// The images that each of some renders names.
fn named_by_all(runs: &[&Run], by_object: &[Vec<usize>]) -> Vec<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for run in runs {
        let objects = run.outcome.iter().flatten();
        let named: HashSet<usize> = objects.filter_map(|object| by_object.get(*object)).flatten().copied().collect();
        named.into_iter().for_each(|image| *counts.entry(image).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count == runs.len()).map(|(image, _)| image).collect()
}

/// The pod of an object, with the keys that lead to it.
pub(crate) fn pod<'o>(
    document: &'o Node,
    api_version: &str,
    kind: &str,
) -> Option<(&'static [&'static str], &'o Node)> {
    let path = carriers::pod(carriers::group(api_version), kind)?;
    Some((path, path.iter().try_fold(document, |node, key| node.get(key))?))
}

fn used(object: &Object, (level, place): (Level, Place), scene: &Scene) -> Use {
    use render::manifest::Event;
    Use {
        level,
        place,
        object: object.name(),
        template: object.template.clone(),
        is_hook: object.is_hook(),
        is_test: object.is_hook() && object.events.iter().all(|event| *event == Event::Test),
        render: scene.words(),
        values: scene.values.clone(),
    }
}
