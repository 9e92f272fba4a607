//! The JSON data model.

use std::collections::BTreeMap;

/// A JSON number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number within 64 bits, signed.
    Int(i64),
    /// A whole number above the largest signed one.
    Uint(u64),
    /// Everything else; also `-0`.
    Float(f64),
}

impl Number {
    /// The number as Go's `interface{}` holds it; beyond 2^53 digits are lost.
    pub fn as_f64(&self) -> f64 {
        match *self {
            Self::Int(number) => number as f64,
            Self::Uint(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    /// The number if it is whole and fits, written without fraction or exponent.
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Int(number) => Some(number),
            Self::Uint(_) | Self::Float(_) => None,
        }
    }
}

/// Any JSON value. Objects are kept in Go's order of output: sorted bytewise by key.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number
    Number(Number),
    /// A string; broken UTF-8 and lone surrogates in the source have become U+FFFD
    String(String),
    /// `[…]`
    Array(Vec<Value>),
    /// `{…}`; of several equal keys the last one counts
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// The member of an object, `None` if this is no object or has no such key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The number as Go's `interface{}` holds it.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number.as_f64()),
            _ => None,
        }
    }

    /// The number if it is whole and fits 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The kind as Go's "cannot unmarshal … into Go value" names it: `string`, `bool`, `number`, `array`, `object`
    /// or `null`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Number::Int(number))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).map_or(Number::Uint(number), Number::Int))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(Number::Float(number))
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::Array(items)
    }
}

impl From<BTreeMap<String, Value>> for Value {
    fn from(members: BTreeMap<String, Value>) -> Self {
        Self::Object(members)
    }
}
