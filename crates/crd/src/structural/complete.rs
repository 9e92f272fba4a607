//! Whether the structure has all that the root's demands name (T7; `pkg/apiserver/schema/complete.go`). Demands of
//! schemas below the root are not looked at, though the documentation says so.

use super::{Nested, Structural, ValueValidation};
use crate::gathered::Gathered;
use crate::path::Path;
use crate::violation::Violation;

pub(super) fn check(structural: &Structural, at: &Path<'_>, into: &mut Gathered) {
    if let Some(value) = &structural.value {
        demands(value, structural, Places { structure: at, demand: at }, into);
    }
}

/// Where the two schemas are that are compared.
#[derive(Clone, Copy)]
struct Places<'a> {
    structure: &'a Path<'a>,
    demand: &'a Path<'a>,
}

impl Places<'_> {
    fn missing(self) -> Violation {
        Violation::required(self.structure, format!("because it is defined in {}", self.demand))
    }
}

fn demands(value: &ValueValidation, structure: &Structural, places: Places<'_>, into: &mut Gathered) {
    let at = places.demand;
    if let Some(not) = &value.not {
        nested(not, structure, Places { demand: &at.child("not"), ..places }, into);
    }
    for (key, list) in [("allOf", &value.all_of), ("anyOf", &value.any_of), ("oneOf", &value.one_of)] {
        for (index, one) in list.iter().enumerate() {
            nested(one, structure, Places { demand: &at.child(key).index(index), ..places }, into);
        }
    }
}

fn nested(demand: &Nested, structure: &Structural, places: Places<'_>, into: &mut Gathered) {
    demands(&demand.value, structure, places, into);
    if let Some(items) = &demand.items {
        let (at, from) = (places.structure.child("items"), places.demand.child("items"));
        part(items, structure.items.as_deref(), Places { structure: &at, demand: &from }, into);
    }
    let (at, from) = (places.structure.child("properties"), places.demand.child("properties"));
    for (name, property) in &demand.properties {
        let (at, from) = (at.key(name), from.key(name));
        part(property, structure.properties.get(name), Places { structure: &at, demand: &from }, into);
    }
}

fn part(demand: &Nested, structure: Option<&Structural>, places: Places<'_>, into: &mut Gathered) {
    match structure {
        Some(structure) => nested(demand, structure, places, into),
        None => into.add(|| places.missing()),
    }
}
