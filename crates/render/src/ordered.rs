//! Values with structs in them: encoders write the fields of a struct in the order of their declaration.

use std::collections::BTreeMap;

use gostd::json::{self, ObjectWriter};
use gotemplate::{Error, Value};
use goyaml::{Tree, View};

use crate::objects::as_time;
use crate::plain::{self, MAX_DEPTH, go_text};

/// The names that fields have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// Those of `encoding/json`.
    Json,
    /// Those of goyaml v3: Go's in lower case.
    Lower,
}

/// A value whose structs have an order.
pub(crate) enum Ordered {
    Leaf(json::Value),
    Time(String),
    List(Vec<Ordered>),
    Map(BTreeMap<String, Ordered>),
    Fields(Vec<(String, Ordered)>),
}

/// The value with its order; `None` if there is no struct in it, and thus no order to keep.
///
/// # Errors
/// What cannot be converted, as [`plain::to_json`] and [`plain::to_yaml`] say.
pub(crate) fn ordered(value: &Value, names: Names) -> Result<Option<Ordered>, Error> {
    if !has_order(value, names, 0) {
        return Ok(None);
    }
    // Says what is wrong with the value, if anything is.
    leaf(value, names)?;
    convert(value, names).map(Some)
}

fn leaf(value: &Value, names: Names) -> Result<json::Value, Error> {
    match names {
        Names::Json => plain::to_json(value),
        Names::Lower => plain::to_yaml(value),
    }
}

/// Times count in YAML, where they are no strings.
fn has_order(value: &Value, names: Names, depth: usize) -> bool {
    match value {
        _ if depth > MAX_DEPTH => false,
        Value::List(list) => list.items().iter().any(|item| has_order(item, names, depth + 1)),
        Value::Map(map) => map.entries().values().any(|value| has_order(value, names, depth + 1)),
        Value::Object(object) => object.fields().is_some() || names == Names::Lower && as_time(value).is_some(),
        _ => false,
    }
}

fn convert(value: &Value, names: Names) -> Result<Ordered, Error> {
    Ok(match value {
        Value::List(list) if !list.is_nil() || names == Names::Lower => {
            Ordered::List(list.items().iter().map(|item| convert(item, names)).collect::<Result<_, _>>()?)
        }
        Value::Map(map) if !map.is_nil() => {
            let entries = map.snapshot().into_iter();
            let entries = entries.map(|(key, value)| Ok((go_text(key.as_bytes()), convert(&value, names)?)));
            Ordered::Map(entries.collect::<Result<_, Error>>()?)
        }
        Value::Object(object) => match object.fields() {
            Some(fields) => {
                let name = |field: &gotemplate::Field| match names {
                    Names::Json => field.json.to_owned(),
                    Names::Lower => field.name.to_lowercase(),
                };
                let fields = fields.iter().map(|field| Ok((name(field), convert(&field.value, names)?)));
                Ordered::Fields(fields.collect::<Result<_, Error>>()?)
            }
            None => match leaf(value, names)? {
                json::Value::String(text) if names == Names::Lower && as_time(value).is_some() => Ordered::Time(text),
                leaf => Ordered::Leaf(leaf),
            },
        },
        _ => Ordered::Leaf(leaf(value, names)?),
    })
}

impl Ordered {
    /// JSON on one line.
    pub(crate) fn json(&self) -> String {
        match self {
            Self::Leaf(value) => json::encode(value),
            Self::Time(text) => json::quote(text),
            Self::List(items) => format!("[{}]", items.iter().map(Self::json).collect::<Vec<_>>().join(",")),
            Self::Map(entries) => object(entries.iter()),
            Self::Fields(fields) => object(fields.iter().map(|(name, value)| (name, value))),
        }
    }
}

fn object<'o>(members: impl Iterator<Item = (&'o String, &'o Ordered)>) -> String {
    let mut writer = ObjectWriter::new();
    for (name, value) in members {
        writer.raw(name, &value.json());
    }
    writer.finish()
}

impl Tree for Ordered {
    fn show<R>(&self, see: impl FnOnce(View<'_, Self>) -> R) -> R {
        see(match self {
            Self::Leaf(json::Value::Null) => View::Null,
            Self::Leaf(json::Value::Bool(truth)) => View::Bool(*truth),
            Self::Leaf(json::Value::Number(json::Number::Int(number))) => View::Int(*number),
            Self::Leaf(json::Value::Number(json::Number::Uint(number))) => View::Uint(*number),
            Self::Leaf(json::Value::Number(json::Number::Float(number))) => View::Float(*number),
            Self::Leaf(json::Value::String(text)) => View::Text(text.as_bytes()),
            Self::Time(text) => View::Word(text.as_bytes()),
            // Collections are no leaves, but for those that are empty. Byte slices of pretty YAML are not told apart.
            Self::Leaf(json::Value::Array(_)) => View::List(&[]),
            Self::Leaf(json::Value::Object(_)) => View::Map(Vec::new()),
            Self::List(items) => View::List(items),
            Self::Map(entries) => View::Map(entries.iter().map(|(key, value)| (key.as_bytes(), value)).collect()),
            Self::Fields(fields) => View::Fields(fields.iter().map(|(key, value)| (key.as_bytes(), value)).collect()),
        })
    }
}
