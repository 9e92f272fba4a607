use std::collections::{BTreeMap, BTreeSet};

use hub::annotations::IMAGES;
use render::manifest::Event;

use crate::told::{self, Told};
use crate::{Facts, Observation, Rule, Severity, Subject};

pub(super) const RULE: Rule = Rule {
    id: "hub/images-undetected",
    severity: Severity::Warning,
    summary: "Artifact Hub knows the images: they are listed, or found in the manifests.",
    page: include_str!("hub_images_undetected.md"),
    look,
};

fn look(subject: &Subject<'_>, _facts: &Facts) -> Vec<Observation> {
    let listed = subject.annotation(IMAGES);
    let notes = told::notes(subject, Told::Images);
    let notes = notes.filter(|(note, _)| listed.is_none() || note.subject == IMAGES).map(|(_, seen)| seen);
    let in_hooks = if listed.is_none() { hooks(subject) } else { Vec::new() };
    let seen = notes.chain(in_hooks);
    seen.map(|seen| {
        let place = seen.position.or(subject.field("annotations").map(|node| node.span.start));
        seen.at_position(place).hint(format!("list the images in the annotation {IMAGES}"))
    })
    .collect()
}

/// Images of hooks, which are not rendered; those of tests run in nobody's cluster for long.
fn hooks(subject: &Subject<'_>) -> Vec<Observation> {
    let Ok(package) = &subject.ingested().outcome else { return Vec::new() };
    let known: BTreeSet<&str> = package.containers_images.iter().flatten().map(|image| image.image.as_str()).collect();
    let renders = subject.renders();
    let Some(run) = renders.matrix().next() else { return Vec::new() };
    let hooks = renders.objects_of(run).filter(|object| object.is_hook() && !object.events.contains(&Event::Test));
    let mut missing = BTreeMap::new();
    for object in hooks {
        let found = hub::ingest::detected_images(&String::from_utf8_lossy(&object.text));
        let unknown = found.images.into_iter().filter(|image| !known.contains(image.as_str()));
        for image in unknown {
            missing.entry(image).or_insert_with(|| object.name());
        }
    }
    let told = missing.into_iter().map(|(image, hook)| {
        let message = format!("image {image} of hook {hook} is not found: Artifact Hub renders without hooks");
        Observation::of(&subject.chart_yaml(), message)
    });
    told.collect()
}
