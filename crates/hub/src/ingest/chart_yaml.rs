//! What of `Chart.yaml` is read otherwise than it is written, or not at all.

use chart::{Chart, METADATA_KEYS};
use goyaml::{Kind, Node};

use super::Version;
use super::note::{Effect, Notes, Topic, entries};
use crate::annotations::{KNOWN, PREFIX};

/// Notes on everything in `Chart.yaml` that does not need another file.
pub(super) fn look(chart: &Chart, version: &Version, notes: &mut Notes<'_>) {
    names(chart, version, notes);
    keys(notes);
    duplicates(notes);
    coerced_fields(notes);
    cleaned_fields(chart, notes);
    annotations(notes);
    shown(chart, version, notes);
    unread_files(chart, notes);
}

fn names(chart: &Chart, version: &Version, notes: &mut Notes<'_>) {
    if chart.name() != version.package {
        let message = format!("the package is named {:?}, like the last part of the repository's URL", version.package);
        notes.field(Topic::Naming.is(Effect::Ignored), "name", message);
    }
    if chart.version() != version.version {
        let message = format!("the version is {:?}, as the tag says", version.version);
        notes.field(Topic::Naming.is(Effect::Ignored), "version", message);
    }
    if version.restored != version.version {
        let message =
            format!("tag {:?} is version {}, by which Helm does not find it", version.restored, version.version);
        notes.at(Topic::Naming.is(Effect::Changed), "tag", None, message);
    }
}

fn keys(notes: &mut Notes<'_>) {
    for key in goyaml::unknown_keys(notes.chart_yaml(), &METADATA_KEYS) {
        if METADATA_KEYS.iter().any(|known| known.eq_ignore_ascii_case(&key.name)) {
            continue;
        }
        let meant = key.suggestion.map(|known| format!(": did you mean `{known}`?")).unwrap_or_default();
        let message = format!("Helm does not know this key{meant}");
        notes.at(Topic::Key.is(Effect::Ignored), &key.name, Some(key.node.span.start), message);
    }
}

fn duplicates(notes: &mut Notes<'_>) {
    for (second, first) in notes.chart_yaml().duplicate_keys() {
        let name = second.as_scalar().map(|scalar| scalar.value.clone()).unwrap_or_default();
        let message = format!("the key is there again in line {}, and only that one counts", second.span.start.line);
        notes.at(Topic::Key.is(Effect::Ignored), &name, Some(first.span.start), message);
    }
}

/// Fields that are strings to Helm.
const TEXTS: [&str; 10] =
    ["name", "home", "version", "description", "icon", "apiVersion", "condition", "tags", "appVersion", "kubeVersion"];

fn coerced_fields(notes: &mut Notes<'_>) {
    for field in TEXTS {
        if let Some(node) = notes.chart_yaml().get(field) {
            coerced(field, node, notes);
        }
    }
}

/// A scalar that is no string in YAML and reads otherwise as one, where Helm wants one.
fn coerced(subject: &str, node: &Node, notes: &mut Notes<'_>) {
    let Some(scalar) = node.as_scalar().filter(|_| node.as_str().is_none()) else { return };
    let Ok(read) = node.to_go_string() else { return };
    let read = read.unwrap_or_default();
    if read == scalar.value {
        return;
    }
    let message = format!("`{}` is no text in YAML and is read as {read:?}: put it in quotes", scalar.value);
    notes.at(Topic::Text.is(Effect::Coerced), subject, Some(node.span.start), message);
}

/// Helm makes spaces of all white space, and drops what can't be printed.
fn cleaned_fields(chart: &Chart, notes: &mut Notes<'_>) {
    let metadata = &chart.metadata;
    let fields = [
        ("name", &metadata.name),
        ("description", &metadata.description),
        ("home", &metadata.home),
        ("icon", &metadata.icon),
        ("appVersion", &metadata.app_version),
        ("kubeVersion", &metadata.kube_version),
    ];
    for (field, cleaned) in fields {
        // The line break at the end of a block is nothing that anybody would miss.
        let written = notes.chart_yaml().get(field).and_then(Node::as_str).map(str::trim_end);
        let Some(written) = written.filter(|written| *written != cleaned.trim_end()) else { continue };
        let message = match written.contains('\n') {
            true => "line breaks become spaces",
            false => "white space becomes spaces, and what can't be printed is dropped",
        };
        notes.field(Topic::Text.is(Effect::Changed), field, message);
    }
}

fn annotations(notes: &mut Notes<'_>) {
    let Some(mapping) = notes.chart_yaml().get("annotations") else { return };
    for (key, value) in entries(mapping) {
        let Some(name) = key.as_str() else { continue };
        if name.starts_with(PREFIX) && !KNOWN.contains(&name) {
            let known = goyaml::nearest(name, &KNOWN);
            let meant = known.map(|known| format!(": did you mean `{known}`?"));
            let message = format!("Artifact Hub does not know this annotation{}", meant.unwrap_or_default());
            notes.at(Topic::Annotation.is(Effect::Ignored), name, Some(key.span.start), message);
            notes.meant(known);
        } else if let Some(known) = KNOWN.iter().find(|known| **known != name && known.eq_ignore_ascii_case(name)) {
            let message = "upper and lower case matter in annotations";
            notes.at(Topic::Annotation.is(Effect::Ignored), name, Some(key.span.start), message);
            notes.meant(Some(known));
        }
        if name.starts_with(PREFIX) && matches!(value.kind, Kind::Scalar(_)) {
            coerced(name, value, notes);
        }
    }
}

fn shown(chart: &Chart, version: &Version, notes: &mut Notes<'_>) {
    let says_prerelease = chart.metadata.annotations.contains_key(crate::annotations::PRERELEASE);
    let is_prerelease = version.version.split('+').next().is_some_and(|core| core.contains('-'));
    if is_prerelease && !says_prerelease {
        let message = "a prerelease is marked as one by the annotation artifacthub.io/prerelease only";
        notes.field(Topic::Prerelease.is(Effect::Hidden), "version", message);
    }
    if chart.metadata.deprecated {
        notes.field(Effect::Hidden, "deprecated", "a deprecated package is found only by those who ask for such");
    }
}

fn unread_files(chart: &Chart, notes: &mut Notes<'_>) {
    for file in &chart.files {
        let name = file.path.as_str();
        if matches!(
            name,
            "artifacthub-pkg.yml" | "artifacthub-pkg.yaml" | "artifacthub-repo.yml" | "artifacthub-repo.yaml"
        ) {
            let message = "Artifact Hub does not read it in a Helm chart";
            notes.file(Topic::MetadataFile.is(Effect::Ignored), name, message);
        }
    }
}
