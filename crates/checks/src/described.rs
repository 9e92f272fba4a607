//! Which keys of a text of values a schema says something about. Where that can't be known, it does.

use std::collections::BTreeSet;

use gostd::json::Value;
use gostd::regexp::{self, Budget, DEFAULT_UNITS};
use goyaml::{Kind, Node, Position};

use crate::text_place::steps;

/// References that are followed one after the other, and schemas within schemas that apply to one value.
const MAX_DEPTH: usize = 32;
/// Schemas that apply to one value.
const MAX_SCHEMAS: usize = 64;
/// Steps of one walk. The largest real values take a tenth of it.
const MAX_STEPS: usize = 200_000;

/// Keys of one table that no schema describes, though it describes others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undescribed {
    /// The keys that lead to the table.
    pub path: Vec<String>,
    /// The keys with their places.
    pub keys: Vec<(String, Position)>,
}

/// Compares values with a schema. `skipped` are keys of the whole that are none of its business.
pub fn undescribed(schema: &Value, values: &Node, skipped: &BTreeSet<&str>) -> Vec<Undescribed> {
    let mut walk = Walk { root: schema, steps: MAX_STEPS, patterns: Budget::new(DEFAULT_UNITS), found: Vec::new() };
    walk.table(&[schema], values, &mut Vec::new(), skipped);
    walk.found
}

struct Walk<'s> {
    root: &'s Value,
    steps: usize,
    patterns: Budget,
    found: Vec<Undescribed>,
}

impl<'s> Walk<'s> {
    /// The depth is that of the values, which the YAML reader bounds.
    fn table(&mut self, schemas: &[&'s Value], values: &Node, path: &mut Vec<String>, skipped: &BTreeSet<&str>) {
        let Some(applied) = self.all(schemas) else { return };
        let lists = applied.iter().any(|schema| {
            schema.get("properties").is_some_and(|list| list.as_object().is_some_and(|list| !list.is_empty()))
        });
        match &values.kind {
            Kind::Scalar(_) => {}
            Kind::Sequence(items) => {
                let below: Vec<&Value> = applied.iter().filter_map(|schema| schema.get("items")).collect();
                if applied.iter().any(|schema| schema.get("prefixItems").is_some()) {
                    return;
                }
                for (index, item) in items.iter().enumerate() {
                    path.push(index.to_string());
                    self.table(&below, item, path, &BTreeSet::new());
                    path.pop();
                }
            }
            Kind::Mapping(entries) if lists => self.entries(&applied, entries, path, skipped),
            Kind::Mapping(_) => {}
        }
    }

    fn entries(
        &mut self,
        applied: &[&'s Value],
        entries: &[(Node, Node)],
        path: &mut Vec<String>,
        skipped: &BTreeSet<&str>,
    ) {
        let mut keys = Vec::new();
        for (key, value) in entries {
            let Some(name) = key.as_str().filter(|name| *name != "<<" && !skipped.contains(name)) else { continue };
            self.steps = self.steps.saturating_sub(applied.len() + 1);
            if self.steps == 0 {
                return;
            }
            match self.key(applied, name) {
                Key::Unknown => keys.push((name.to_owned(), key.span.start)),
                Key::Open => {}
                Key::Described(below) => {
                    path.push(name.to_owned());
                    self.table(&below, value, path, &BTreeSet::new());
                    path.pop();
                }
            }
        }
        if !keys.is_empty() {
            self.found.push(Undescribed { path: path.clone(), keys });
        }
    }

    /// What the schemas of a table say about one of its keys.
    fn key(&self, applied: &[&'s Value], name: &str) -> Key<'s> {
        let named: Vec<&Value> = applied.iter().filter_map(|schema| schema.get("properties")?.get(name)).collect();
        if !named.is_empty() {
            return Key::Described(named);
        }
        let is_open = applied.iter().any(|schema| {
            let others = ["additionalProperties", "unevaluatedProperties", "propertyNames"];
            others.iter().any(|keyword| schema.get(keyword).is_some()) || self.pattern_hits(schema, name)
        });
        if is_open { Key::Open } else { Key::Unknown }
    }

    fn pattern_hits(&self, schema: &Value, name: &str) -> bool {
        let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        patterns.map(|(pattern, _)| pattern).any(|pattern| {
            let compiled = regexp::compile(pattern, &self.patterns);
            compiled.map_or(true, |regexp| regexp.is_match(name.as_bytes(), &self.patterns).unwrap_or(true))
        })
    }

    /// The schemas that may apply together; `None` if some of them can't be known.
    fn all(&self, schemas: &[&'s Value]) -> Option<Vec<&'s Value>> {
        let mut found = Vec::new();
        schemas.iter().try_for_each(|schema| self.collect(schema, 0, &mut found))?;
        Some(found)
    }

    fn collect(&self, schema: &'s Value, depth: usize, found: &mut Vec<&'s Value>) -> Option<()> {
        if depth > MAX_DEPTH || found.len() > MAX_SCHEMAS {
            return None;
        }
        let Value::Object(members) = schema else { return Some(()) };
        found.push(schema);
        for (keyword, value) in members {
            match (keyword.as_str(), value) {
                ("$ref", Value::String(reference)) => self.collect(self.local(reference)?, depth + 1, found)?,
                ("$dynamicRef" | "$recursiveRef", _) => return None,
                ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                    parts.iter().try_for_each(|part| self.collect(part, depth + 1, found))?;
                }
                ("if" | "then" | "else", part) => self.collect(part, depth + 1, found)?,
                ("dependentSchemas" | "dependencies", Value::Object(parts)) => {
                    parts.values().try_for_each(|part| self.collect(part, depth + 1, found))?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// The schema that a reference within the document leads to.
    fn local(&self, reference: &str) -> Option<&'s Value> {
        let pointer = reference.strip_prefix('#')?;
        if !pointer.is_empty() && !pointer.starts_with('/') || pointer.contains('%') {
            return None;
        }
        steps(pointer).iter().try_fold(self.root, |value, step| match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            value => value.get(step),
        })
    }
}

enum Key<'s> {
    /// By these schemas.
    Described(Vec<&'s Value>),
    /// The schemas speak about keys that they do not list.
    Open,
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(schema: &str, values: &str) -> Vec<String> {
        let schema = gostd::json::parse(schema.as_bytes()).unwrap();
        let values = goyaml::parse(values.as_bytes()).unwrap().unwrap();
        let skipped = BTreeSet::from(["global"]);
        let keys = |found: Undescribed| {
            let names: Vec<String> = found.keys.into_iter().map(|(name, _)| name).collect();
            format!("{}: {}", found.path.join("/"), names.join(" "))
        };
        undescribed(&schema, &values, &skipped).into_iter().map(keys).collect()
    }

    #[test]
    fn keys_beside_described_ones_are_found() {
        let schema = r#"{"properties": {"a": {"properties": {"b": {}}}, "free": {"type": "object"}, "list": {"items": {"properties": {"x": {}}}}}}"#;
        let values = "a: {b: 1, c: 2, d: 3}\nfree: {z: 1}\nlist: [{x: 1}, {w: 1}]\nglobal: {}\nmore: 1\n";
        assert_eq!(found(schema, values), ["a: c d", "list/1: w", ": more"]);
    }

    #[test]
    fn all_ways_to_describe_a_key_count() {
        for schema in [
            r##"{"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"k": {}}}}}"##,
            r#"{"properties": {"x": {}}, "allOf": [{"properties": {"k": {}}}]}"#,
            r#"{"properties": {"x": {}}, "if": {}, "then": {"properties": {"k": {}}}}"#,
            r#"{"properties": {"x": {}}, "patternProperties": {"^k": {}}}"#,
            r#"{"properties": {"x": {}}, "patternProperties": {"(": {}}}"#,
            r#"{"properties": {"x": {}}, "additionalProperties": {"type": "string"}}"#,
            r#"{"properties": {"x": {}}, "$ref": "https://demo.example/a.json"}"#,
            r##"{"properties": {"x": {}}, "$ref": "#"}"##,
            r#"{"type": "object"}"#,
            "true",
        ] {
            assert_eq!(found(schema, "k: 1\n"), [""; 0], "{schema}");
        }
        assert_eq!(found(r#"{"properties": {"x": {}}, "patternProperties": {"^z": {}}}"#, "k: 1\n"), [": k"]);
    }
}
