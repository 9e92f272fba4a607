//! JSON as strictly as protobuf-JSON readers take it: no key twice, no unknown field, every field of its type.
//!
//! Depth is bounded by `serde_json` (128 levels), size and number of values here.

use std::cell::Cell;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::refusal::{Part, Refusal, shown};

/// Most values of one document; an SBOM of several megabytes has some hundred thousands.
const VALUES: usize = 1_000_000;

/// Reads a whole document.
///
/// # Errors
/// When it is too large, not JSON, or a key of an object appears twice.
pub(crate) fn read(bytes: &[u8], limit: usize) -> Result<Value, Refusal> {
    if bytes.len() > limit {
        let found = format!("{} bytes", bytes.len());
        return Err(Refusal::new(Part::Document, found, format!("at most {limit} bytes")));
    }
    let budget = Cell::new(VALUES);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(&budget).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| Refusal::new(Part::Document, shown(&error.to_string()), "JSON without repeated keys"))
}

/// Reads one value, counting.
#[derive(Clone, Copy)]
struct Strict<'b>(&'b Cell<usize>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.0.get().checked_sub(1).ok_or_else(|| D::Error::custom(format!("more than {VALUES} values")))?;
        self.0.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format!("field {key:?} appears twice")));
            }
            map.insert(key, members.next_value_seed(self)?);
        }
        Ok(Value::Object(map))
    }
}

/// An object whose fields are all known.
#[derive(Clone)]
pub(crate) struct Object<'v> {
    path: String,
    fields: &'v Map<String, Value>,
}

impl<'v> Object<'v> {
    /// The object at a path; the root's path is empty.
    ///
    /// # Errors
    /// When it is no object, or has a field that is not known.
    pub(crate) fn of(value: &'v Value, path: &str, known: &[&str]) -> Result<Self, Refusal> {
        let object = Self::open(value, path)?;
        let unknown = object.fields.keys().find(|name| !known.contains(&name.as_str()));
        match unknown {
            Some(name) => {
                let expected = format!("only {}", known.join(", "));
                Err(Refusal::field(&object.at(name), "a field that is not known", expected))
            }
            None => Ok(object),
        }
    }

    /// The object at a path, whatever its fields.
    ///
    /// # Errors
    /// When it is no object.
    pub(crate) fn open(value: &'v Value, path: &str) -> Result<Self, Refusal> {
        let fields = value.as_object().ok_or_else(|| Refusal::field(path, kind(value), "an object"))?;
        Ok(Self { path: path.to_owned(), fields })
    }

    /// The path of a field of this object.
    pub(crate) fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A field, `null` being the same as none (protobuf-JSON).
    pub(crate) fn get(&self, name: &str) -> Option<&'v Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// All members.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'v String, &'v Value)> + use<'v> {
        self.fields.iter()
    }

    fn required(&self, name: &str, expected: &str) -> Result<&'v Value, Refusal> {
        self.get(name).ok_or_else(|| Refusal::field(&self.at(name), "nothing", expected))
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<&'v str, Refusal> {
        let value = self.required(name, "a text")?;
        value.as_str().ok_or_else(|| Refusal::field(&self.at(name), kind(value), "a text"))
    }

    /// Bytes in base64 that must be there, and not be empty.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let text = self.text(name)?;
        let decoded = STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty());
        decoded.ok_or_else(|| Refusal::field(&self.at(name), format!("{:?}", shown(text)), "bytes in standard base64"))
    }

    /// A member that must be an object of known fields.
    pub(crate) fn object(&self, name: &str, known: &[&str]) -> Result<Self, Refusal> {
        Self::of(self.required(name, "an object")?, &self.at(name), known)
    }

    /// The items of an array; none if the field is not there.
    pub(crate) fn array(&self, name: &str, most: usize) -> Result<&'v [Value], Refusal> {
        let Some(value) = self.get(name) else { return Ok(&[]) };
        let items = value.as_array().ok_or_else(|| Refusal::field(&self.at(name), kind(value), "an array"))?;
        if items.len() > most {
            return Err(Refusal::field(&self.at(name), format!("{} items", items.len()), format!("at most {most}")));
        }
        Ok(items)
    }

    /// A whole number from zero up, as protobuf-JSON writes 64 bits: text or number. Zero if the field is not there.
    pub(crate) fn index(&self, name: &str) -> Result<u64, Refusal> {
        let Some(value) = self.get(name) else { return Ok(0) };
        let number = match value {
            Value::String(text) => text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())),
            other => other.as_i64(),
        };
        let number: Option<u64> = number.and_then(|number: i64| number.try_into().ok());
        number.ok_or_else(|| {
            Refusal::field(&self.at(name), shown(&value.to_string()), "a whole number from 0 to 9223372036854775807")
        })
    }
}

/// What a value is, for errors.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_twice_is_named() {
        let refusal = read(br#"{"a":{"b":1,"b":1}}"#, 100).unwrap_err();
        assert!(refusal.found.contains(r#"field "b" appears twice"#), "{refusal}");
    }

    #[test]
    fn rubbish_behind_the_document_size_and_depth_are_refused() {
        assert!(read(b"{} {}", 100).is_err());
        assert!(read(b"{}", 1).is_err());
        assert!(read("[".repeat(100_000).as_bytes(), 200_000).is_err());
        assert!(read(br#"{"a":[1,-1,1.5,null,true,"x"]}"#, 100).is_ok());
    }

    #[test]
    fn indexes_are_text_or_number_and_never_negative() {
        let value = read(br#"{"a":"7","b":8,"c":"-1","d":-1,"e":"9223372036854775808","f":1.5,"g":"+1"}"#, 200);
        let value = value.unwrap_or_default();
        let object = Object::open(&value, "").ok();
        let index = |name| object.as_ref().and_then(|object| object.index(name).ok());
        assert_eq!((index("a"), index("b"), index("absent")), (Some(7), Some(8), Some(0)));
        for name in ["c", "d", "e", "f", "g"] {
            assert_eq!(index(name), None, "{name}");
        }
    }
}
