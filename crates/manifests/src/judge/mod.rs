//! The walk over an object and its definition, side by side, for several versions at once.

mod duplicate_keys;
mod found;
mod list;
mod place;
mod quantity;
mod scalar;
mod words;

use std::collections::BTreeMap;

use gostd::json::Value;

pub use duplicate_keys::{DuplicateKey, duplicate_keys};
pub(crate) use place::node_at;
pub(crate) use words::shown;

use crate::data::{DATA, Definition, Field, Type};
use crate::{FaultKind, Versions, metadata};
use found::Found;

/// No object of people is as deep; definitions that contain themselves must end somewhere.
const MAX_DEPTH: usize = 200;

/// A step of the way to a value.
#[derive(Clone, Copy)]
pub(crate) enum At<'v> {
    Field(&'v str),
    Key(&'v str),
    Index(usize),
}

/// A walk over an object.
#[derive(Default)]
pub(crate) struct Walk<'v> {
    way: Vec<At<'v>>,
    found: Found,
    /// Above zero within a `status`, which the server throws away when an object is made: it is decoded, not validated.
    statuses: usize,
    /// The Go type that holds the field at hand.
    owner: &'static str,
}

impl<'v> Walk<'v> {
    /// Walks over an object and what is in it.
    pub(crate) fn object(&mut self, value: &'v Value, definition: &'static Definition, versions: Versions) {
        let Some(members) = value.as_object() else {
            return self.wrong_type(value, "map", versions);
        };
        let owner = std::mem::replace(&mut self.owner, definition.go_name());
        self.missing(members, definition, versions);
        for (name, value) in members {
            self.way.push(At::Field(name));
            self.member(value, definition.named(name), versions);
            self.way.pop();
            if self.found.is_full() {
                break;
            }
        }
        if definition.name == "core.v1.PodTemplateSpec" {
            metadata::of_template(self, value, versions);
        }
        self.owner = owner;
    }

    /// Walks over a value of a field, which may be different things in different versions.
    fn member(&mut self, value: &'v Value, fields: &'static [Field], versions: Versions) {
        let mut unknown = versions;
        for field in fields {
            let versions = field.versions.and(versions);
            unknown = unknown.without(versions);
            if !versions.is_empty() {
                self.field(value, field, versions);
            }
        }
        if !unknown.is_empty() {
            let text = format!("unknown field {}", gostd::strconv::quote(&self.path()));
            self.push(FaultKind::UnknownField, text, unknown);
        }
    }

    fn field(&mut self, value: &'v Value, field: &'static Field, versions: Versions) {
        let is_status = field.name == "status" && matches!(field.type_, Type::Defined(_));
        self.statuses += usize::from(is_status);
        if let Type::Enumeration(number) = &field.type_ {
            // An empty text is none, where the server has a default or a choice to leave.
            let is_none = !field.refuses_empty && value.as_str() == Some("");
            self.enumeration(value, *number, if is_none { Versions::default() } else { versions });
        } else {
            self.value(value, &field.type_, versions);
        }
        self.statuses -= usize::from(is_status);
    }

    /// Walks over a value. Null is no value: Go's decoder leaves the field as it is.
    pub(crate) fn value(&mut self, value: &'v Value, type_: &'static Type, versions: Versions) {
        if value.is_null() || self.found.is_full() || self.way.len() > MAX_DEPTH {
            return;
        }
        match type_ {
            Type::Anything => {}
            Type::Object if value.as_object().is_some() => {}
            Type::Object => self.wrong_type(value, "map", versions),
            Type::Defined(number) => {
                if let Some(definition) = DATA.definition(*number) {
                    self.object(value, definition, versions);
                }
            }
            Type::Map(of) => self.map(value, of, versions),
            Type::List(items, of) => self.list(value, items, of, versions),
            _ => self.scalar(value, type_, versions),
        }
    }

    fn map(&mut self, value: &'v Value, of: &'static Type, versions: Versions) {
        let Some(members) = value.as_object() else {
            return self.wrong_type(value, "map", versions);
        };
        for (key, value) in members {
            self.way.push(At::Key(key));
            self.value(value, of, versions);
            self.way.pop();
        }
    }

    /// What must be there and is not.
    fn missing(&mut self, members: &BTreeMap<String, Value>, definition: &'static Definition, versions: Versions) {
        if self.statuses > 0 {
            return;
        }
        for field in definition.fields().iter().filter(|field| field.is_required) {
            let versions = field.versions.and(versions);
            if !versions.is_empty() && members.get(field.name).is_none_or(Value::is_null) {
                self.at_field(field.name, |walk| walk.refuse(FaultKind::Required, "Required value", versions));
            }
        }
    }

    /// Does something at a field of the value at hand.
    pub(crate) fn at_field(&mut self, name: &str, act: impl FnOnce(&mut Walk<'_>)) {
        self.at_fields(&[name], act);
    }

    /// Does something at a field within a field of the value at hand.
    pub(crate) fn at_fields(&mut self, names: &[&str], act: impl FnOnce(&mut Walk<'_>)) {
        let mut way: Vec<At<'_>> = self.way.clone();
        way.extend(names.iter().map(|name| At::Field(name)));
        let found = std::mem::take(&mut self.found);
        let mut inner = Walk { way, found, statuses: self.statuses, owner: self.owner };
        act(&mut inner);
        self.found = inner.found;
    }

    /// A fault whose text begins with its path: `spec.replicas: Required value`.
    pub(crate) fn refuse(&mut self, kind: FaultKind, what: &str, versions: Versions) {
        let text = format!("{}: {what}", self.path());
        self.push(kind, text, versions);
    }

    /// A fault at the value at hand.
    fn push(&mut self, kind: FaultKind, text: String, versions: Versions) {
        self.found.push(kind, self.steps(), text, versions);
    }

    fn wrong_type(&mut self, value: &Value, expected: &str, versions: Versions) {
        let what = format!("Invalid value: {}: expected {expected}, got {}", shown(value), value.type_name());
        self.refuse(FaultKind::WrongType, &what, versions);
    }

    /// The faults that were found.
    pub(crate) fn into_faults(self) -> Vec<crate::Fault> {
        self.found.into_faults()
    }
}
