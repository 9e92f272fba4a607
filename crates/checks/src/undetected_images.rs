//! Images that a chart runs and Artifact Hub does not find, where no annotation lists them.

use std::collections::{BTreeMap, BTreeSet};

use hub::ingest::{Note, Topic, detected_images};
use render::RenderError;
use render::manifest::Event;

use crate::Subject;
use crate::told::{self, Told, short};

/// What keeps images from being found; nothing where there are none.
pub(crate) fn undetected(subject: &Subject<'_>) -> Vec<String> {
    if !has_images(subject) {
        return Vec::new();
    }
    let notes: Vec<&Note> = told::notes(subject, Told::Images).map(|(note, _)| note).collect();
    if let Some(failed) = notes.iter().find(|note| note.topic == Topic::Render) {
        return vec![unrendered(subject, failed)];
    }
    let unparsable: Vec<&str> = notes.iter().filter_map(|note| note.item.as_deref()).collect();
    let rest = notes.iter().filter(|note| note.item.is_none()).map(|note| short(&note.message));
    let mut found: Vec<String> =
        unparsable.first().map(|first| spoilt(subject, first, unparsable.len())).into_iter().collect();
    found.extend(rest);
    found.extend(hooks(subject));
    found
}

/// Whether some render has an image. Where there is no render at all, a template must name one.
fn has_images(subject: &Subject<'_>) -> bool {
    let is_known = subject.renders().matrix().any(|run| run.outcome.is_ok());
    if is_known || !subject.images().list.is_empty() {
        return !subject.images().list.is_empty();
    }
    let mut charts = vec![subject.chart];
    while let Some(chart) = charts.pop() {
        // Whether somebody includes what helpers of charts within define is not known.
        let is_own = std::ptr::eq(chart, subject.chart);
        let templates = chart.templates.iter().filter(|file| is_own || !file.path.starts_with("templates/_"));
        if templates.filter_map(|file| file.text()).any(names_image) {
            return true;
        }
        charts.extend(&chart.dependencies);
    }
    false
}

fn names_image(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().trim_start_matches("- ").starts_with("image:"))
}

/// The first line of the reason, or the check that tells it.
fn unrendered(subject: &Subject<'_>, note: &Note) -> String {
    let by_default = subject.renders().matrix().find(|run| run.scene.values.is_none());
    let reason = match by_default.and_then(|run| run.outcome.as_ref().err()) {
        Some(RenderError::Schema(_)) => "with its default values (see schema/values)".to_owned(),
        Some(RenderError::KubeVersion(_)) | None => by_artifact_hub(&note.message),
        Some(_) => "with its default values (see helm/render)".to_owned(),
    };
    short(&format!("Artifact Hub finds no images, as the chart can't be rendered {reason}"))
}

/// The first line of the reason for which a render fails that works elsewhere.
fn by_artifact_hub(message: &str) -> String {
    let reason = message.split_once("found in it: ").map_or(message, |(_, reason)| reason);
    format!("for Kubernetes 1.29: {}", reason.lines().next().unwrap_or_default().trim_end_matches(':'))
}

/// A reference that can't be parsed, with the object that has it.
fn spoilt(subject: &Subject<'_>, reference: &str, count: usize) -> String {
    let renders = subject.renders();
    let mut objects = renders.matrix().take(1).flat_map(|run| renders.objects_of(run));
    let has_it =
        |text: &[u8]| detected_images(&String::from_utf8_lossy(text)).unparsable.iter().any(|bad| bad == reference);
    let object = objects.find(|object| has_it(&object.text)).map(|object| (object.name(), object.template.clone()));
    let definition = || {
        let file = subject.chart.crds().into_iter().find(|file| has_it(&file.data))?;
        Some(("a custom resource definition".to_owned(), file.path.clone()))
    };
    let place = object.or_else(definition).map(|(name, file)| format!(" in {name} ({file})")).unwrap_or_default();
    let others = if count > 1 { format!(" (nor can {} more)", count - 1) } else { String::new() };
    short(&format!(
        "`image: {reference}`{place} can't be read as a reference{others}: because of it Artifact Hub stores none of the images"
    ))
}

/// Images of hooks, which are not rendered; those of tests run in nobody's cluster for long.
fn hooks(subject: &Subject<'_>) -> Vec<String> {
    let Ok(package) = &subject.ingested().outcome else { return Vec::new() };
    let known: BTreeSet<&str> = package.containers_images.iter().flatten().map(|image| image.image.as_str()).collect();
    let renders = subject.renders();
    let Some(run) = renders.matrix().next() else { return Vec::new() };
    let hooks = renders.objects_of(run).filter(|object| object.is_hook() && !object.events.contains(&Event::Test));
    let mut missing = BTreeMap::new();
    for object in hooks {
        let found = detected_images(&String::from_utf8_lossy(&object.text));
        let unknown = found.images.into_iter().filter(|image| !known.contains(image.as_str()));
        for image in unknown {
            missing.entry(image).or_insert_with(|| object.name());
        }
    }
    let told = missing.into_iter().map(|(image, hook)| {
        short(&format!("image {image} of hook {hook} is not found: Artifact Hub renders without hooks"))
    });
    told.collect()
}
