//! `metadata.ownerReferences`: Kubernetes 1.37 has other paths and words for them than 1.36.

use crate::definition::OwnerReference;
use crate::gathered::MAX;
use crate::path::Path;
use crate::target::Target;
use crate::violation::Violation;

/// What is wrong with the owners.
pub(crate) fn check(owners: &[OwnerReference], target: Target, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut controller: Option<String> = None;
    for (index, owner) in owners.iter().enumerate() {
        let here = at.index(index);
        errors.extend(match target {
            Target::V1_36 => {
                owner_errors_1_36(owner, at).into_iter().map(|error| placed_in_item(error, at, &here)).collect()
            }
            Target::V1_37 => owner_errors_1_37(owner, &here),
        });
        if errors.len() > MAX {
            break;
        }
        if owner.controller == Some(true) {
            let this = format!("{}/{}", owner.kind, owner.name);
            match &controller {
                Some(first) => errors.push(two_controllers(owners, first, &this, at)),
                None => controller = Some(this),
            }
        }
    }
    errors
}

fn owner_errors_1_36(owner: &OwnerReference, at: &Path<'_>) -> Vec<Violation> {
    let version = group_and_version(&owner.api_version).map_or("", |(_, version)| version);
    let mut errors = Vec::new();
    if version.is_empty() {
        let path = at.child("apiVersion");
        errors.push(Violation::invalid_text(&path, &owner.api_version, "version must not be empty"));
    }
    for (key, value) in [("kind", &owner.kind), ("name", &owner.name)] {
        if value.is_empty() {
            errors.push(Violation::invalid_text(&at.child(key), value, "must not be empty"));
        }
    }
    if owner.uid.is_empty() {
        errors.push(Violation::invalid_text(&at.child("uid"), &owner.uid, "must not be empty"));
    }
    errors.extend(banned(owner, at));
    errors
}

fn owner_errors_1_37(owner: &OwnerReference, at: &Path<'_>) -> Vec<Violation> {
    let mut errors = Vec::new();
    let version = group_and_version(&owner.api_version).map_or("", |(_, version)| version);
    if owner.api_version.is_empty() {
        errors.push(Violation::required(&at.child("apiVersion"), "must not be empty"));
    } else if version.is_empty() {
        let detail = "must be <group>/<version> or <version>";
        errors.push(Violation::invalid_text(&at.child("apiVersion"), &owner.api_version, detail));
    }
    for (key, value) in [("kind", &owner.kind), ("name", &owner.name), ("uid", &owner.uid)] {
        if value.is_empty() {
            errors.push(Violation::required(&at.child(key), "must not be empty"));
        }
    }
    errors.extend(banned(owner, at));
    errors
}

/// Events own nothing.
fn banned(owner: &OwnerReference, at: &Path<'_>) -> Option<Violation> {
    let is_event = owner.kind == "Event" && group_and_version(&owner.api_version) == Some(("", "v1"));
    is_event.then(|| Violation::invalid(at, json(owner), "/v1, Kind=Event is disallowed from being an owner"))
}

fn two_controllers(owners: &[OwnerReference], first: &str, second: &str, at: &Path<'_>) -> Violation {
    let detail = format!(
        "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {second}"
    );
    let all: Vec<String> = owners.iter().map(json).collect();
    Violation::invalid(at, format!("[{}]", all.join(",")), detail)
}

/// `None` if there are several slashes.
fn group_and_version(api_version: &str) -> Option<(&str, &str)> {
    if api_version == "/" {
        return Some(("", ""));
    }
    match api_version.split_once('/') {
        None => Some(("", api_version)),
        Some((_, rest)) if rest.contains('/') => None,
        parts => parts,
    }
}

fn json(owner: &OwnerReference) -> String {
    let quote = gostd::json::quote;
    let controller = owner.controller.map(|value| format!(",\"controller\":{value}")).unwrap_or_default();
    format!(
        "{{\"apiVersion\":{},\"kind\":{},\"name\":{},\"uid\":{}{controller}}}",
        quote(&owner.api_version),
        quote(&owner.kind),
        quote(&owner.name),
        quote(&owner.uid)
    )
}

/// 1.36 does not say which owner it means.
fn placed_in_item(error: Violation, list: &Path<'_>, item: &Path<'_>) -> Violation {
    let mut place = item.to_field();
    place.0.extend(error.field.0.iter().skip(list.to_field().0.len()).cloned());
    error.placed(place)
}
