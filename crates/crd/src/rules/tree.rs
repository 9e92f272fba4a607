//! The rules that custom resources must obey (`NewValidator` of `k8s.io/apiextensions-apiserver`).

use std::collections::BTreeMap;

use cel::declared::{Declared, Shape};

use super::compile::{Compiled, Compiler};
use super::declared::Declarer;
use super::escape::escape;
use super::expressions::NO_TYPE;
use crate::structural::{Structural, StructuralOrBool};
use crate::target::Target;

/// The rules of a schema and of its parts; parts without rules are left out.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Its own rules, blank ones left out.
    pub own: Vec<Compiled>,
    /// Why its own rules could not be compiled at all, in the server's words.
    pub failure: Option<&'static str>,
    /// Those of its properties.
    pub properties: BTreeMap<String, Rules>,
    /// Those of its items.
    pub items: Option<Box<Rules>>,
    /// Those of the values of `additionalProperties`.
    pub additional: Option<Box<Rules>>,
}

impl Rules {
    /// The rules of the schema of a whole object, as they are stored.
    #[must_use]
    pub fn of(structural: &Structural, target: Target) -> Self {
        if !has_rules(structural) {
            return Self::default();
        }
        let declarer = Declarer::new(target);
        let declared = declarer.declare(structural, true);
        Walk { declarer, target }.node(structural, declared.as_ref()).unwrap_or_default()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { own, failure, properties, items, additional } = self;
        own.is_empty() && failure.is_none() && properties.is_empty() && items.is_none() && additional.is_none()
    }
}

fn has_rules(structural: &Structural) -> bool {
    let values = match &structural.additional_properties {
        Some(StructuralOrBool::Structural(values)) => Some(&**values),
        _ => None,
    };
    !structural.validations.is_empty()
        || structural.properties.values().any(has_rules)
        || structural.items.iter().map(|items| &**items).chain(values).any(has_rules)
}

struct Walk<'a> {
    declarer: Declarer<'a>,
    target: Target,
}

impl<'a> Walk<'a> {
    fn node(&self, structural: &'a Structural, declared: Option<&Declared>) -> Option<Rules> {
        let mut rules = Rules::default();
        match declared {
            Some(declared) => rules.own = self.own(structural, declared),
            None if structural.validations.is_empty() => {}
            None => rules.failure = Some(NO_TYPE),
        }
        let part = declared.and_then(|declared| match &declared.shape {
            Shape::List(part) | Shape::Map(part) => Some(&**part),
            _ => None,
        });
        if let Some(items) = &structural.items {
            rules.items = self.node(items, part).map(Box::new);
        }
        for (name, property) in &structural.properties {
            if let Some(own) = self.field(name, property, declared).and_then(|field| self.node(property, Some(&field)))
            {
                rules.properties.insert(name.clone(), own);
            }
        }
        if let Some(StructuralOrBool::Structural(values)) = &structural.additional_properties {
            rules.additional = self.node(values, part).map(Box::new);
        }
        (!rules.is_empty()).then_some(rules)
    }

    fn own(&self, structural: &Structural, declared: &Declared) -> Vec<Compiled> {
        let compiler = Compiler { target: self.target, old: None, declared, structural };
        structural.validations.iter().filter_map(|rule| compiler.rule(rule)).map(|one| one.compiled).collect()
    }

    /// What is declared of a property; those that expressions cannot name declare themselves.
    fn field(&self, name: &str, property: &'a Structural, above: Option<&Declared>) -> Option<Declared> {
        let Some(field) = escape(name) else {
            return self.declarer.declare(property, property.extensions.embedded_resource);
        };
        match &above?.shape {
            Shape::Object(object) => object.fields.get(field.as_str()).cloned(),
            _ => None,
        }
    }
}
