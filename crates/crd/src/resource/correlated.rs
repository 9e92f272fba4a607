//! Which value of the old object a value of the new one corresponds to
//! (`k8s.io/apiserver/pkg/cel/common.CorrelatedObject`): members by name, elements of list maps by their keys, other
//! elements not at all.

use gostd::json::Value;

use crate::structural::{Structural, StructuralOrBool};

/// A value of the new object and the one of the old object that it corresponds to.
#[derive(Debug, Clone, Copy)]
pub struct Correlated<'a> {
    new: &'a Value,
    old: &'a Value,
    structural: &'a Structural,
}

impl<'a> Correlated<'a> {
    /// Two versions of an object.
    #[must_use]
    pub fn new(new: &'a Value, old: &'a Value, structural: &'a Structural) -> Self {
        Self { new, old, structural }
    }

    /// The old value.
    #[must_use]
    pub fn old(self) -> &'a Value {
        self.old
    }

    /// A member, if both have it and the schema knows it.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Self> {
        let (new, old) = (self.new.get(name)?, self.old.get(name)?);
        let structural = match (self.structural.properties.get(name), &self.structural.additional_properties) {
            (Some(property), _) => property,
            (None, Some(StructuralOrBool::Structural(additional))) => additional,
            _ => return None,
        };
        Some(Self { new, old, structural })
    }

    /// An element, if its list is a list map and the old one has an element of its keys.
    #[must_use]
    pub fn element(self, index: usize) -> Option<Self> {
        let new = self.new.as_array()?.get(index)?;
        let old = find(self.old.as_array()?, new, self.structural)?;
        Some(Self { new, old, structural: self.structural.items.as_deref()? })
    }

    /// Whether old and new value are equal.
    #[must_use]
    pub fn is_unchanged(self) -> bool {
        match (self.old, self.new) {
            (Value::Array(old), Value::Array(new)) => {
                let is_map = self.structural.extensions.list_type.as_deref() == Some("map");
                old.len() == new.len()
                    && match is_map {
                        true => (0..new.len()).all(|index| self.element(index).is_some_and(Self::is_unchanged)),
                        false => old == new,
                    }
            }
            (Value::Object(old), Value::Object(new)) => {
                old.len() == new.len() && new.keys().all(|name| self.member(name).is_some_and(Self::is_unchanged))
            }
            (old, new) => old == new,
        }
    }
}

/// The element of a list map with the same keys as another one (`MakeMapList`); none if the list is no list map, or if
/// the element lacks a key.
#[must_use]
pub fn find<'a>(list: &'a [Value], element: &Value, structural: &Structural) -> Option<&'a Value> {
    if structural.extensions.list_type.as_deref() != Some("map") {
        return None;
    }
    let keys = &structural.extensions.list_map_keys;
    let wanted: Vec<&Value> = keys.iter().map(|key| scalar(element, key)).collect::<Option<_>>()?;
    let fits = |candidate: &&Value| {
        keys.iter().zip(&wanted).all(|(key, wanted)| scalar(candidate, key).is_some_and(|value| value == *wanted))
    };
    list.iter().find(fits)
}

fn scalar<'a>(element: &'a Value, key: &str) -> Option<&'a Value> {
    element.get(key).filter(|value| matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_)))
}
