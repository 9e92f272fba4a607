//! The small objects of CycloneDX: suppliers, licences, properties, references.

use serde_json::{Map, Value, json};

use crate::contents::facts::Fact;
use crate::contents::{License, Supplier};
use crate::linked::Linked;

/// What all our properties begin with.
const PREFIX: &str = "helm:";

/// An object that is filled field by field; empty values are left out.
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// A component of a type.
    pub(super) fn component(kind: &str, bom_ref: &str) -> Self {
        let mut object = Self::empty();
        object.set("type", Value::from(kind));
        object.set("bom-ref", Value::from(bom_ref));
        object
    }

    /// One without fields.
    pub(super) fn empty() -> Self {
        Self(Map::new())
    }

    /// Sets a field unless the value is empty.
    pub(super) fn set(&mut self, field: &str, value: Value) {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.insert(field.to_owned(), value);
        }
    }

    /// Sets a text, if there is one.
    pub(super) fn text(&mut self, field: &str, value: Option<&str>) {
        self.set(field, value.map_or(Value::Null, Value::from));
    }

    pub(super) fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

/// A person or an organisation as an organisation, which is all that a supplier can be.
pub(super) fn organization(supplier: &Supplier) -> Value {
    let mut object = json!({"name": supplier.name});
    let Some(fields) = object.as_object_mut() else { return object };
    if let Some(url) = &supplier.url {
        fields.insert("url".to_owned(), json!([url]));
    }
    if let Some(mail) = &supplier.mail {
        fields.insert("contact".to_owned(), json!([{"name": supplier.name, "email": mail}]));
    }
    object
}

/// A person as an author.
pub(super) fn contact(person: &Supplier) -> Value {
    match &person.mail {
        Some(mail) => json!({"name": person.name, "email": mail}),
        None => json!({"name": person.name}),
    }
}

/// The list of licences: of one of SPDX's list its id, of several their expression.
pub(super) fn licenses(license: &License) -> Value {
    match license {
        License::Unknown => Value::Null,
        License::Id(id) => json!([{"license": {"id": id}}]),
        License::Expression(expression) => json!([{"expression": expression}]),
        License::Named(name) => json!([{"license": {"name": name}}]),
    }
}

/// Properties with our prefix.
pub(super) fn properties(facts: Vec<Fact>) -> Value {
    let property = |(name, value): Fact| json!({"name": format!("{PREFIX}{name}"), "value": value});
    facts.into_iter().map(property).collect()
}

/// A hash of a name such as `sha256`; others than CycloneDX knows are left out.
pub(super) fn hash(algorithm: &str, hex: &str) -> Option<Value> {
    let name = match algorithm {
        "sha1" => "SHA-1",
        "sha256" => "SHA-256",
        "sha384" => "SHA-384",
        "sha512" => "SHA-512",
        _ => return None,
    };
    Some(json!({"alg": name, "content": hex}))
}

/// A reference to another document about an image.
pub(super) fn document(linked: &Linked) -> Value {
    let url = linked.outline.identity.clone().unwrap_or_else(|| format!("urn:sha256:{}", linked.sha256()));
    let platform = linked.platform.as_ref().map(|platform| format!(" for {platform}")).unwrap_or_default();
    let form = linked.outline.format.name();
    let comment = format!(
        "{form} {}, {}{platform}, {}, at {}",
        linked.outline.version, linked.source, linked.trust, linked.location
    );
    json!({"type": "bom", "url": url, "hashes": [hash("sha256", &linked.sha256())], "comment": comment})
}
