//! Fills in defaults (`k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting`).

use gostd::json::Value;

use super::prune;
use crate::structural::{Structural, StructuralOrBool};
use crate::validate::Work;

/// Fills in what is absent, and `null` where it is not allowed; parents first, so that defaults within a default count.
pub fn apply(value: &mut Value, structural: &Structural, work: &Work) {
    match value {
        Value::Object(members) => {
            if !work.look(structural.properties.len()) {
                return;
            }
            for (name, property) in &structural.properties {
                let Some(default) = &property.default else {
                    continue;
                };
                if members.get(name).is_none_or(|present| is_unwanted_null(present, property)) {
                    members.insert(name.clone(), work.copy(default));
                }
            }
            for (name, member) in members.iter_mut() {
                match (structural.properties.get(name), &structural.additional_properties) {
                    (Some(property), _) => apply(member, property, work),
                    (None, Some(StructuralOrBool::Structural(additional))) => {
                        apply_to_element(member, additional, work)
                    }
                    _ => {}
                }
            }
        }
        Value::Array(items) => {
            if let Some(of_items) = &structural.items {
                items.iter_mut().for_each(|item| apply_to_element(item, of_items, work));
            }
        }
        _ => {}
    }
}

/// An item or an additional property: `null` that is not allowed becomes the default.
fn apply_to_element(value: &mut Value, structural: &Structural, work: &Work) {
    if is_unwanted_null(value, structural) {
        *value = structural.default.as_ref().map_or(Value::Null, |default| work.copy(default));
    }
    apply(value, structural, work);
}

fn is_unwanted_null(value: &Value, structural: &Structural) -> bool {
    *value == Value::Null && !structural.nullable
}

/// The structure with its defaults pruned, as the server uses it (`PruneDefaults`).
#[must_use]
pub fn with_pruned_defaults(structural: &Structural) -> Structural {
    let mut pruned = structural.clone();
    prune_defaults(&mut pruned);
    pruned
}

fn prune_defaults(structural: &mut Structural) {
    if let Some(mut default) = structural.default.take() {
        prune::prune(&mut default, structural, structural.extensions.embedded_resource);
        structural.default = Some(default);
    }
    if let Some(StructuralOrBool::Structural(additional)) = &mut structural.additional_properties {
        prune_defaults(additional);
    }
    if let Some(items) = &mut structural.items {
        prune_defaults(items);
    }
    structural.properties.values_mut().for_each(prune_defaults);
}
