//! JSON as expressions see it through its schema (`UnstructuredToVal`,
//! `k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`).

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::ast::Name;
use cel::function::Fault;
use cel::value::{Key, List, Map, Object, Topology, Value};
use gostd::json::{Number, Value as Json};

use super::declared::describes_itself;
use super::escape::escape;
use super::formats;
use crate::structural::{Structural, StructuralOrBool};

/// The value as expressions see it. Parts that are not what the schema says are [`Value::Fault`]s.
///
/// Rules of parts find their values in this one: [`Object::fields`] by escaped names (by the plain name where there is
/// no such), elements, entries. Roots (the object itself and embedded resources) have `apiVersion`, `kind` and of
/// `metadata` only `name` and `generateName`.
#[must_use]
pub fn to_cel(value: &Json, structural: &Structural, is_root: bool) -> Value {
    if value.is_null() {
        return if structural.nullable {
            Value::Null
        } else {
            fault("invalid data, got null for schema with nullable=false")
        };
    }
    if structural.extensions.int_or_string {
        return int_or_string(value);
    }
    match structural.kind.as_str() {
        "object" => {
            let is_root = is_root || structural.extensions.embedded_resource;
            object(value, structural, is_root && !describes_itself(structural))
        }
        "array" => array(value, structural),
        "string" => string(value, structural),
        "number" => number(value),
        "integer" => integer(value),
        "boolean" => match value {
            Json::Bool(truth) => Value::Bool(*truth),
            other => fault(format!("invalid data, expected bool, got {}", type_of(other))),
        },
        _ if structural.extensions.preserve_unknown_fields => plain(value),
        kind => fault(format!(
            "invalid type, expected object, array, number, integer, boolean or string, or no type with \
             x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields is true, got {kind}"
        )),
    }
}

fn fault(message: impl Into<String>) -> Value {
    Value::Fault(Arc::new(Fault::new(message)))
}

fn int_or_string(value: &Json) -> Value {
    match value {
        Json::String(text) => Value::String(text.as_str().into()),
        Json::Number(Number::Int(number)) => Value::Int(*number),
        _ => fault("invalid data, expected XIntOrString value to be either a string or integer"),
    }
}

fn object(value: &Json, structural: &Structural, is_root: bool) -> Value {
    let Json::Object(members) = value else {
        return fault("invalid data, expected a map for the provided schema with type=object");
    };
    let has_fields = is_root || !structural.properties.is_empty();
    if let (false, Some(StructuralOrBool::Structural(values))) = (has_fields, &structural.additional_properties) {
        return map(members, values);
    }
    let mut parts = Parts::default();
    for (key, member) in members {
        if is_root && parts.implied(key, member) {
            continue;
        }
        let property = structural.properties.get(key);
        parts.add(key, member, property.map(|property| to_cel(member, property, false)));
    }
    parts.object()
}

fn map(members: &BTreeMap<String, Json>, values: &Structural) -> Value {
    let entry = |(key, member): (&String, &Json)| (Key::String(key.as_str().into()), to_cel(member, values, false));
    Value::Map(Arc::new(Map { entries: members.iter().map(entry).collect() }))
}

/// An object under construction.
#[derive(Default)]
struct Parts {
    fields: BTreeMap<Name, Value>,
    hidden: BTreeMap<Name, Json>,
}

impl Parts {
    /// Adds a key: as a field if it is declared and not `null`.
    fn add(&mut self, key: &str, member: &Json, declared: Option<Value>) {
        match declared {
            Some(value) if !member.is_null() => {
                let name = escape(key).unwrap_or_else(|| key.to_owned());
                self.fields.insert(name.into(), value);
            }
            _ => {
                self.hidden.insert(key.into(), member.clone());
            }
        }
    }

    /// Adds a key that every root has; says whether it is one.
    fn implied(&mut self, key: &str, member: &Json) -> bool {
        let value = match key {
            "kind" | "apiVersion" => text(member),
            "metadata" => metadata(member),
            _ => return false,
        };
        self.add(key, member, Some(value));
        true
    }

    fn object(self) -> Value {
        Value::Object(Arc::new(Object { name: "object".into(), fields: self.fields, hidden: self.hidden }))
    }
}

fn metadata(value: &Json) -> Value {
    let Json::Object(members) = value else {
        return fault("invalid data, expected a map for the provided schema with type=object");
    };
    let mut parts = Parts::default();
    for (key, member) in members {
        let is_visible = matches!(key.as_str(), "name" | "generateName");
        parts.add(key, member, is_visible.then(|| text(member)));
    }
    parts.object()
}

fn array(value: &Json, structural: &Structural) -> Value {
    let Json::Array(elements) = value else {
        return fault("invalid data, expected an array for the provided schema with type=array");
    };
    let Some(items) = &structural.items else {
        return fault("invalid array type, expected Items with a non-empty Schema");
    };
    let topology = match structural.extensions.list_type.as_deref() {
        None | Some("" | "atomic") => Topology::Plain,
        Some("set") => Topology::Set,
        Some("map") => Topology::Map(keys(&structural.extensions.list_map_keys)),
        Some(other) => {
            return fault(format!("invalid x-kubernetes-list-type, expected 'map', 'set' or 'atomic' but got {other}"));
        }
    };
    let items = elements.iter().map(|element| to_cel(element, items, false)).collect();
    Value::List(Arc::new(List { items, topology }))
}

/// The names of a list's keys as fields have them.
fn keys(names: &[String]) -> Arc<[String]> {
    names.iter().map(|name| escape(name).unwrap_or_else(|| name.clone())).collect()
}

fn string(value: &Json, structural: &Structural) -> Value {
    let Json::String(content) = value else {
        return text(value);
    };
    let format = structural.value.as_ref().map_or("", |value| value.format.as_str());
    let read = match format {
        "duration" => crate::formats::duration(content).map(Value::Duration),
        "date" => formats::date(content).map(Value::Timestamp),
        "date-time" => formats::date_time(content).map(Value::Timestamp),
        "byte" => formats::bytes(content).map(|bytes| Value::Bytes(bytes.into())),
        _ => Ok(Value::String(content.as_str().into())),
    };
    read.unwrap_or_else(fault)
}

fn text(value: &Json) -> Value {
    match value {
        Json::String(text) => Value::String(text.as_str().into()),
        other => fault(format!("invalid data, expected string, got {}", type_of(other))),
    }
}

fn number(value: &Json) -> Value {
    match value {
        Json::Number(number) => Value::Double(number.as_f64()),
        other => fault(format!("invalid data, expected float, got {}", type_of(other))),
    }
}

fn integer(value: &Json) -> Value {
    match value {
        Json::Number(Number::Int(number)) => Value::Int(*number),
        other => fault(format!("invalid data, expected int, got {}", type_of(other))),
    }
}

/// A value of which no type is known: it is kept for `==`.
fn plain(value: &Json) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(Number::Int(number)) => Value::Int(*number),
        Json::Number(number) => Value::Double(number.as_f64()),
        Json::String(text) => Value::String(text.as_str().into()),
        Json::Array(elements) => {
            let items = elements.iter().map(plain).collect();
            Value::List(Arc::new(List { items, topology: Topology::Plain }))
        }
        Json::Object(members) => {
            let entry = |(key, member): (&String, &Json)| (Key::String(key.as_str().into()), plain(member));
            Value::Map(Arc::new(Map { entries: members.iter().map(entry).collect() }))
        }
    }
}

/// The name of the type of what the server decodes this to.
fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "<nil>",
        Json::Bool(_) => "bool",
        Json::Number(Number::Int(_)) => "int64",
        Json::Number(_) => "float64",
        Json::String(_) => "string",
        Json::Array(_) => "[]interface {}",
        Json::Object(_) => "map[string]interface {}",
    }
}
