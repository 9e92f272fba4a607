//! Removes what a schema does not declare (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning`).
//!
//! Only `properties`, `additionalProperties` and `items` of the structure declare anything. Below
//! `x-kubernetes-preserve-unknown-fields` unknown fields stay, but declared ones are pruned within. Below
//! `additionalProperties: true` the fields stay and everything within them goes.

use std::collections::BTreeMap;

use gostd::json::Value;

use crate::structural::{Structural, StructuralOrBool};

/// Prunes an object; metadata, `kind` and `apiVersion` are left alone at an embedded resource, which the root is too if
/// `embedded` says so. Gives the paths of what went, as the server has them: `spec.list[0].name`.
pub fn prune(object: &mut Value, structural: &Structural, embedded: bool) -> Vec<String> {
    let mut pruner = Pruner::default();
    pruner.prune(object, Some(structural), embedded);
    pruner.unknown.sort();
    pruner.unknown
}

/// The fields that every resource has.
pub(super) fn is_meta(name: &str) -> bool {
    matches!(name, "apiVersion" | "kind" | "metadata")
}

#[derive(Default)]
struct Pruner {
    path: String,
    unknown: Vec<String>,
}

impl Pruner {
    fn prune(&mut self, value: &mut Value, structural: Option<&Structural>, embedded: bool) {
        if let Some(preserving) = structural.filter(|structural| structural.extensions.preserve_unknown_fields) {
            return self.skip(value, preserving, embedded);
        }
        match value {
            Value::Object(members) => self.members(members, structural, embedded),
            Value::Array(items) => {
                let of_items = structural.and_then(|structural| structural.items.as_deref());
                for (index, item) in items.iter_mut().enumerate() {
                    self.within(&format!("[{index}]"), |pruner| pruner.prune_nested(item, of_items));
                }
            }
            _ => {}
        }
    }

    fn prune_nested(&mut self, value: &mut Value, structural: Option<&Structural>) {
        self.prune(value, structural, structural.is_some_and(|structural| structural.extensions.embedded_resource));
    }

    fn members(&mut self, members: &mut BTreeMap<String, Value>, structural: Option<&Structural>, embedded: bool) {
        let Some(structural) = structural else {
            return std::mem::take(members).keys().for_each(|name| self.record(name));
        };
        members.retain(|name, value| {
            if embedded && is_meta(name) {
                return true;
            }
            match declared(structural, name) {
                Declared::Unknown => {
                    if !is_meta(name) || !self.path.is_empty() {
                        self.record(name);
                    }
                    return false;
                }
                Declared::Empty => self.within_member(name, |pruner| pruner.prune_nested(value, None)),
                Declared::As(nested) => self.within_member(name, |pruner| pruner.prune_nested(value, Some(nested))),
            }
            true
        });
    }

    /// Prunes only what is declared.
    fn skip(&mut self, value: &mut Value, structural: &Structural, embedded: bool) {
        match value {
            Value::Object(members) => {
                for (name, value) in members.iter_mut().filter(|(name, _)| !(embedded && is_meta(name))) {
                    match declared(structural, name) {
                        Declared::Unknown => {}
                        Declared::Empty => self.within_member(name, |pruner| pruner.prune_nested(value, None)),
                        Declared::As(nested) => {
                            self.within_member(name, |pruner| pruner.prune_nested(value, Some(nested)));
                        }
                    }
                }
            }
            Value::Array(items) => {
                let Some(of_items) = &structural.items else {
                    return;
                };
                for (index, item) in items.iter_mut().enumerate() {
                    let embedded = of_items.extensions.embedded_resource;
                    self.within(&format!("[{index}]"), |pruner| pruner.skip(item, of_items, embedded));
                }
            }
            _ => {}
        }
    }

    fn within_member(&mut self, name: &str, work: impl FnOnce(&mut Self)) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.within(&format!("{dot}{name}"), work);
    }

    fn within(&mut self, step: &str, work: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        work(self);
        self.path.truncate(length);
    }

    fn record(&mut self, name: &str) {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.unknown.push(format!("{}{dot}{name}", self.path));
    }
}

/// What a structure says of a member.
pub(super) enum Declared<'a> {
    /// Nothing.
    Unknown,
    /// That it may be there, and nothing of what is in it (`additionalProperties: true`).
    Empty,
    /// This.
    As(&'a Structural),
}

/// What a structure says of the member of this name.
pub(super) fn declared<'a>(structural: &'a Structural, name: &str) -> Declared<'a> {
    match (structural.properties.get(name), &structural.additional_properties) {
        (Some(property), _) => Declared::As(property),
        (None, Some(StructuralOrBool::Structural(additional))) => Declared::As(additional),
        (None, Some(StructuralOrBool::Bool(_))) => Declared::Empty,
        (None, None) => Declared::Unknown,
    }
}
