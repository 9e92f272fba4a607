//! `spec.versions`: which there are, which are served and stored, and their subresources, columns, selectable fields.

use std::collections::{BTreeMap, BTreeSet};

use super::{Changes, Rule, Where, schema};
use crate::definition::{Definition, Scale, Subresources, Version};
use crate::path::{FieldPath, Segment};

/// All changes of them, and of their schemas.
pub(super) fn compare(old: &Definition, new: &Definition, changes: &mut Changes) {
    let (places_before, places_after) = (places(old), places(new));
    for (index, before) in old.versions.iter().enumerate() {
        match places_after.get(before.name.as_str()) {
            None => removed(before, &at(before, index), changes),
            Some(&position) => {
                let after = &new.versions[position];
                version(before, after, &at(after, position), changes);
            }
        }
    }
    for (index, after) in new.versions.iter().enumerate() {
        if !places_before.contains_key(after.name.as_str()) {
            changes.add(Rule::new("version.added"), &at(after, index), format!("version {} is new", after.name));
        }
    }
    storage(old, new, changes);
}

/// Where each version is; of one that is there twice, the first.
fn places(definition: &Definition) -> BTreeMap<&str, usize> {
    definition.versions.iter().enumerate().rev().map(|(index, version)| (version.name.as_str(), index)).collect()
}

fn at(version: &Version, index: usize) -> Where<'_> {
    let steps = vec![Segment::Child("spec".to_owned()), Segment::Child("versions".to_owned()), Segment::Index(index)];
    Where { version: Some(&version.name), field: String::new(), place: FieldPath(steps) }
}

fn removed(before: &Version, place: &Where<'_>, changes: &mut Changes) {
    let stored = match before.storage {
        true => {
            "; objects are stored in it, so the server refuses: v must remain in spec.versions until a storage migration"
        }
        false => "",
    };
    let stored = stored.replace("v must", &format!("{} must", before.name));
    changes.add(Rule::breaking("version.removed"), place, format!("version {} is gone{stored}", before.name));
}

fn storage(old: &Definition, new: &Definition, changes: &mut Changes) {
    let stored = |definition: &Definition| definition.versions.iter().position(|version| version.storage);
    if let (Some(before), Some(after)) = (stored(old), stored(new)) {
        let (before, after_version) = (&old.versions[before], &new.versions[after]);
        if before.name != after_version.name {
            let detail = format!(
                "objects are stored in {} instead of {}: migrate them before {} goes",
                after_version.name, before.name, before.name
            );
            changes.add(Rule::risky("version.storageMoved"), &at(after_version, after), detail);
        }
    }
}

fn version(before: &Version, after: &Version, place: &Where<'_>, changes: &mut Changes) {
    match (before.served, after.served) {
        (true, false) => changes.add(Rule::breaking("version.unserved"), place, "the version is no longer served"),
        (false, true) => changes.add(Rule::new("version.served"), place, "the version is served now"),
        _ => {}
    }
    if after.deprecated && !before.deprecated {
        changes.add(Rule::new("version.deprecated"), place, "clients get a warning that the version is deprecated");
    }
    subresources(before.subresources.as_ref(), after.subresources.as_ref(), place, changes);
    let kept: BTreeSet<&String> = after.selectable_fields.iter().collect();
    for gone in before.selectable_fields.iter().filter(|field| !kept.contains(field)) {
        let detail = format!("field selectors on {gone} fail");
        changes.add(Rule::breaking("selectableField.removed"), place, detail);
    }
    if before.columns != after.columns {
        changes.add(Rule::invisible("printerColumn.changed"), place, "kubectl get shows other columns");
    }
    if let (Some(old), Some(new)) = (&before.schema, &after.schema) {
        let mut below = place.clone();
        below.place.0.extend(["schema", "openAPIV3Schema"].map(|name| Segment::Child(name.to_owned())));
        schema::compare(old, new, &below, changes);
    }
}

fn subresources(old: Option<&Subresources>, new: Option<&Subresources>, place: &Where<'_>, changes: &mut Changes) {
    let status = |subresources: Option<&Subresources>| subresources.is_some_and(|subresources| subresources.status);
    match (status(old), status(new)) {
        (false, true) => {
            let detail = "status in manifests is ignored now; controllers must write it through /status";
            changes.add(Rule::breaking("subresource.statusEnabled"), place, detail);
        }
        (true, false) => changes.add(Rule::breaking("subresource.statusDisabled"), place, "/status is gone"),
        _ => {}
    }
    let scale = |subresources: Option<&Subresources>| -> Option<Scale> { subresources?.scale.clone() };
    match (scale(old), scale(new)) {
        (Some(_), None) => {
            changes.add(Rule::breaking("subresource.scaleRemoved"), place, "/scale is gone: autoscalers fail")
        }
        (Some(before), Some(after)) if before != after => {
            changes.add(Rule::breaking("subresource.scaleChanged"), place, "/scale reads other fields");
        }
        (None, Some(_)) => changes.add(Rule::new("subresource.scaleAdded"), place, "there is a /scale now"),
        _ => {}
    }
}
