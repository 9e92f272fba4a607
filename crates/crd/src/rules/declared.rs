//! What expressions know of a value from its schema: types, bounds, smallest sizes (`SchemaDeclType`,
//! `k8s.io/apiserver/pkg/cel/common/schemas.go`).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::marker::PhantomData;
use std::sync::Arc;

use cel::ast::Name;
use cel::declared::{Declared, Object, Shape};
use cel::types::Type;
use gostd::json::Value;

use super::escape::escape;
use crate::structural::{Structural, StructuralOrBool, ValueValidation};
use crate::target::Target;

/// The most bytes that a request to the server has.
pub const LARGEST_REQUEST: i64 = 3 * 1024 * 1024;

/// The name of the type of the value that rules are about. The server's number changes all the time, so that
/// nobody relies on it; types of parts have this name and the way to them (`selfType1.spec.@idx`).
pub const SELF_TYPE: &str = "selfType1";

/// Names of types that grow longer than this are replaced by numbers.
const LONGEST_TYPE_NAME: usize = 1000;

/// The longest `metadata.name`.
const LONGEST_OBJECT_NAME: i64 = 253;

/// What expressions know of a value of this schema; `None` if they cannot see it.
///
/// Roots (the object itself and embedded resources) always have `apiVersion`, `kind`, `metadata.name` and
/// `metadata.generateName`.
#[must_use]
pub fn declare(structural: &Structural, is_root: bool, target: Target) -> Option<Declared> {
    Declarer::new(target).declare(structural, is_root)
}

/// Declares schemas, each part of one once.
#[derive(Debug)]
pub struct Declarer<'a> {
    target: Target,
    /// What was declared, by the place of the schema in memory.
    known: RefCell<HashMap<*const Structural, Option<Declared>>>,
    numbered: Cell<u32>,
    schemas: PhantomData<&'a Structural>,
}

impl<'a> Declarer<'a> {
    /// For this server.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target, known: RefCell::default(), numbered: Cell::new(0), schemas: PhantomData }
    }

    /// As [`declare`]; what is part of a schema that was declared before is as it is there.
    pub fn declare(&self, structural: &'a Structural, is_root: bool) -> Option<Declared> {
        self.part(structural, is_root, SELF_TYPE)
    }

    /// Declares a schema; objects get this name.
    fn part(&self, structural: &Structural, is_root: bool, name: &str) -> Option<Declared> {
        let place = std::ptr::from_ref(structural);
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        let declared = self.fresh(structural, is_root, name);
        self.known.borrow_mut().insert(place, declared.clone());
        declared
    }

    fn fresh(&self, structural: &Structural, is_root: bool, name: &str) -> Option<Declared> {
        if structural.extensions.int_or_string {
            let longest =
                structural.value.as_ref().and_then(|value| value.max_length).map_or(LARGEST_REQUEST - 2, in_bytes);
            return Some(scalar(Type::Dyn, longest, 1));
        }
        match structural.kind.as_str() {
            "array" => self.array(structural, name),
            "object" => self.object_or_map(structural, is_root, name),
            "string" => Some(string(structural)),
            "boolean" => Some(scalar(Type::Bool, 0, 4)),
            "number" => Some(scalar(Type::Double, 0, 1)),
            "integer" => Some(scalar(Type::Int, 0, 1)),
            _ => None,
        }
    }

    fn array(&self, structural: &Structural, name: &str) -> Option<Declared> {
        let items = structural.items.as_deref()?;
        let element = self.part(items, items.extensions.embedded_resource, &self.name_of_part(name, "@idx"))?;
        let bound = structural.value.as_ref().and_then(|value| value.max_items);
        let most = bound.map_or_else(|| per_request(element.min_serialized_size, 1), at_least_zero);
        Some(Declared { shape: Shape::List(Arc::new(element)), max_elements: unsigned(most), min_serialized_size: 2 })
    }

    fn object_or_map(&self, structural: &Structural, is_root: bool, name: &str) -> Option<Declared> {
        let Some(StructuralOrBool::Structural(values)) = &structural.additional_properties else {
            return Some(self.object(structural, is_root, name));
        };
        let value = self.part(values, values.extensions.embedded_resource, &self.name_of_part(name, "@elem"))?;
        let bound = structural.value.as_ref().and_then(|validation| validation.max_properties);
        let most = bound.map_or_else(|| per_request(value.min_serialized_size, 6), at_least_zero);
        Some(Declared { shape: Shape::Map(Arc::new(value)), max_elements: unsigned(most), min_serialized_size: 2 })
    }

    fn object(&self, structural: &Structural, is_root: bool, name: &str) -> Declared {
        let implied =
            if is_root && !describes_itself(structural) { self.implied(structural, name) } else { Vec::new() };
        let required: &[String] = structural.value.as_ref().map_or(&[], |value| &value.required);
        let required: BTreeSet<&str> = required.iter().map(String::as_str).collect();
        let mut object = Parts { fields: BTreeMap::new(), size: 2, required };
        for (property, schema) in &structural.properties {
            if implied.iter().any(|(implied, _)| implied == property) {
                continue;
            }
            let field = escape(property);
            let part = self.name_of_part(name, field.as_deref().unwrap_or(property));
            if let Some(declared) = self.part(schema, schema.extensions.embedded_resource, &part) {
                object.add(property, field, declared, schema.default.is_some());
            }
        }
        for (property, declared) in implied {
            object.add(property, Some(property.to_owned()), declared, false);
        }
        object.declared(name)
    }

    /// What every root has, whatever its schema says.
    fn implied(&self, structural: &Structural, name: &str) -> Vec<(&'static str, Declared)> {
        let metadata = structural.properties.get("metadata");
        let mut parts = Parts { fields: BTreeMap::new(), size: 2, required: BTreeSet::new() };
        for (property, longest) in [("name", LONGEST_OBJECT_NAME), ("generateName", LONGEST_OBJECT_NAME - 1)] {
            let declared = match self.target {
                Target::V1_36 => text(LARGEST_REQUEST - 2),
                Target::V1_37 => {
                    let own = metadata.and_then(|metadata| metadata.properties.get(property));
                    let bound = own.and_then(|own| own.value.as_ref()?.max_length);
                    text(in_bytes(bound.map_or(longest, |bound| bound.min(longest))))
                }
            };
            parts.add(property, Some(property.to_owned()), declared, false);
        }
        let metadata = parts.declared(&self.name_of_part(name, "metadata"));
        let unbounded = text(LARGEST_REQUEST - 2);
        vec![("kind", unbounded.clone()), ("apiVersion", unbounded), ("metadata", metadata)]
    }

    fn name_of_part(&self, name: &str, part: &str) -> String {
        if name.len() + part.len() < LONGEST_TYPE_NAME {
            return format!("{name}.{part}");
        }
        let number = self.numbered.get();
        self.numbered.set(number.wrapping_add(1));
        format!("{SELF_TYPE}.@{number}")
    }
}

/// An object under construction.
struct Parts<'a> {
    fields: BTreeMap<Name, Declared>,
    size: i64,
    required: BTreeSet<&'a str>,
}

impl Parts<'_> {
    /// Adds a property; expressions see it if it has a name as field.
    fn add(&mut self, property: &str, field: Option<String>, declared: Declared, has_default: bool) {
        if self.required.contains(property) && !has_default {
            let own =
                signed(declared.min_serialized_size).saturating_add(signed(property.len() as u64)).saturating_add(4);
            self.size = self.size.saturating_add(own);
        }
        if let Some(field) = field {
            self.fields.insert(field.into(), declared);
        }
    }

    fn declared(self, name: &str) -> Declared {
        let object = Object { name: name.into(), fields: self.fields };
        Declared { shape: Shape::Object(Arc::new(object)), max_elements: 0, min_serialized_size: unsigned(self.size) }
    }
}

/// Whether a root says of itself all that is implied.
pub(super) fn describes_itself(root: &Structural) -> bool {
    let is = |schema: &Structural, property: &str, kind: &str| {
        schema.properties.get(property).is_some_and(|property| property.kind == kind)
    };
    let metadata = root.properties.get("metadata");
    is(root, "kind", "string")
        && is(root, "apiVersion", "string")
        && is(root, "metadata", "object")
        && metadata.is_some_and(|metadata| is(metadata, "name", "string") && is(metadata, "generateName", "string"))
}

fn string(structural: &Structural) -> Declared {
    let none = ValueValidation::default();
    let value = structural.value.as_deref().unwrap_or(&none);
    match value.format.as_str() {
        "byte" => scalar(Type::Bytes, value.max_length.map_or(LARGEST_REQUEST - 2, at_least_zero), 2),
        "duration" => scalar(Type::Duration, 32, 3),
        "date" => scalar(Type::Timestamp, 12, 12),
        "date-time" => scalar(Type::Timestamp, 32, 21),
        _ => text(match value.max_length {
            Some(bound) => in_bytes(bound),
            None if value.enumeration.is_empty() => LARGEST_REQUEST - 2,
            None => longest_text(&value.enumeration),
        }),
    }
}

fn text(longest: i64) -> Declared {
    scalar(Type::String, longest, 2)
}

fn scalar(kind: Type, max_elements: i64, min_serialized_size: u64) -> Declared {
    Declared { shape: Shape::Scalar(kind), max_elements: unsigned(max_elements), min_serialized_size }
}

fn longest_text(values: &[Value]) -> i64 {
    let longest = values.iter().filter_map(Value::as_str).map(str::len).max().unwrap_or(0);
    signed(longest as u64)
}

/// How many of what takes so many bytes, and some for its separators, fit into a request.
fn per_request(size: u64, separators: i64) -> i64 {
    (LARGEST_REQUEST - 2) / signed(size).saturating_add(separators).max(1)
}

/// A bound in characters as one in bytes; it overflows as it does in the server.
fn in_bytes(characters: i64) -> i64 {
    at_least_zero(characters).wrapping_mul(4)
}

fn at_least_zero(bound: i64) -> i64 {
    bound.max(0)
}

#[expect(clippy::cast_sign_loss, reason = "the server's conversion")]
fn unsigned(number: i64) -> u64 {
    number as u64
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
