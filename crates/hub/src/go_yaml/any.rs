//! Values of any type, as yaml.v3 makes them (`interface{}`) and `encoding/json` writes them.

use std::collections::BTreeMap;

use gostd::json::{Number, Value};
use goyaml::{Kind, Node};

use super::decoder::{Decoder, is_merge, merged_mappings};
use super::error::Abort;
use super::scalar::{Resolved, resolve};

/// A value of a YAML document in Go's memory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Any {
    Plain(Value),
    /// Infinity or not-a-number.
    Float(f64),
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    /// A map with keys other than strings.
    GeneralMap,
}

impl Any {
    /// The value as JSON.
    ///
    /// # Errors
    /// Go's text for what JSON can't hold: the first such value in the order of writing.
    pub(crate) fn to_json(&self) -> Result<Value, String> {
        match self {
            Self::Plain(value) => Ok(value.clone()),
            Self::Float(number) => Err(format!("json: unsupported value: {}", float_name(*number))),
            Self::List(items) => items.iter().map(Self::to_json).collect::<Result<_, _>>().map(Value::Array),
            Self::Map(members) => {
                let members = members.iter().map(|(key, value)| Ok((key.clone(), value.to_json()?)));
                members.collect::<Result<_, String>>().map(Value::Object)
            }
            Self::GeneralMap => Err("json: unsupported type: map[interface {}]interface {}".to_owned()),
        }
    }
}

fn float_name(number: f64) -> &'static str {
    match number {
        number if number.is_nan() => "NaN",
        number if number > 0.0 => "+Inf",
        _ => "-Inf",
    }
}

impl Decoder {
    /// A value; `None` where a repeated key spoils it.
    pub(super) fn any(&mut self, node: &Node) -> Result<Option<Any>, Abort> {
        match &node.kind {
            Kind::Scalar(scalar) => {
                let text = || Any::Plain(Value::from(scalar.value.as_str()));
                Ok(Some(match resolve(node, scalar, self.dialect)? {
                    Resolved::Null => Any::Plain(Value::Null),
                    Resolved::Bool(truth) => Any::Plain(Value::from(truth)),
                    Resolved::Int(number) => Any::Plain(Value::from(number)),
                    Resolved::Uint(number) => Any::Plain(Value::Number(Number::Uint(number))),
                    // The database has no negative zero.
                    Resolved::Float(0.0) => Any::Plain(Value::from(0_i64)),
                    Resolved::Float(number) if number.is_finite() => Any::Plain(Value::from(number)),
                    Resolved::Float(number) => Any::Float(number),
                    Resolved::Timestamp(time) => {
                        time.to_rfc3339().map_or_else(|_| text(), |time| Any::Plain(time.into()))
                    }
                    Resolved::Binary(bytes) => Any::Plain(Value::from(bytes)),
                    Resolved::Text => text(),
                }))
            }
            Kind::Sequence(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.extend(self.any(item)?);
                }
                Ok(Some(Any::List(list)))
            }
            Kind::Mapping(entries) => self.any_map(entries),
        }
    }

    fn any_map(&mut self, entries: &[(Node, Node)]) -> Result<Option<Any>, Abort> {
        let mut general = false;
        for (key, _) in entries.iter().filter(|(key, _)| !is_merge(key)) {
            let Kind::Scalar(scalar) = &key.kind else {
                return Err(Abort::new(key, "invalid map key: it is a map or a list"));
            };
            let has_tag = scalar.tag.as_deref().is_some_and(|tag| tag != "!" && tag != "tag:yaml.org,2002:str");
            general |= has_tag || !matches!(resolve(key, scalar, self.dialect)?, Resolved::Text);
        }
        let members = self.members(entries)?;
        Ok(members.map(|members| if general { Any::GeneralMap } else { Any::Map(members) }))
    }

    /// The members by their keys as they are written; `None` where a repeated key spoils them.
    fn members(&mut self, entries: &[(Node, Node)]) -> Result<Option<BTreeMap<String, Any>>, Abort> {
        if self.has_duplicates(entries) {
            return Ok(None);
        }
        let mut map = BTreeMap::new();
        let mut merge = None;
        for (key, value) in entries {
            if is_merge(key) {
                merge = Some(value);
                continue;
            }
            let Some(key) = self.key(key)? else { continue };
            if let Some(value) = self.any(value)? {
                map.insert(key, value);
            }
        }
        for entries in merge.map(merged_mappings).transpose()?.into_iter().flatten() {
            for (key, value) in self.members(entries)?.into_iter().flatten() {
                map.entry(key).or_insert(value);
            }
        }
        Ok(Some(map))
    }
}
