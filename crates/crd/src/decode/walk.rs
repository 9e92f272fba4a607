//! A value against the structs of Go, as `sigs.k8s.io/json` goes through it.
//!
//! Go notes the first value of a wrong type and reads on. A type that reads itself (`UnmarshalJSON`) ends the reading
//! with its error at once, so that error wins; it reads what it holds without the strict mode.

use std::collections::{BTreeMap, HashSet};

use gostd::json::{Value, encode};

use super::error::DecodeError;
use super::schema_types::{SCHEMA, SCHEMAS};
use super::shape::{Shape, Struct, TEXTS};
use crate::path::{FieldPath, Path, Segment};

/// How many errors the strict mode collects.
const MAX_STRICT: usize = 100;

/// Keys that have no field.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Texts of the strict mode.
    pub texts: Vec<String>,
    /// Where each of these is.
    pub places: Vec<FieldPath>,
    /// Where those are that the strict mode does not see.
    pub unseen: Vec<FieldPath>,
    seen: HashSet<String>,
}

/// Goes through a value and collects unknown keys.
pub(super) fn strictly(root: &'static Struct, value: &Value) -> Result<Unknown, DecodeError> {
    let mut unknown = Unknown::default();
    let mut walker = Walker { unknown: &mut unknown, is_strict: true, owner: None, saved: None };
    walker.run(&Shape::Struct(root), value, &Place { path: Path::root(), owner: None })?;
    Ok(unknown)
}

/// Goes through a value and ignores unknown keys.
pub(super) fn leniently(root: &'static Struct, value: &Value) -> Result<(), DecodeError> {
    let mut unknown = Unknown::default();
    let mut walker = Walker { unknown: &mut unknown, is_strict: false, owner: None, saved: None };
    walker.run(&Shape::Struct(root), value, &Place { path: Path::root(), owner: None })
}

struct Walker<'u> {
    unknown: &'u mut Unknown,
    /// Not within types that read themselves.
    is_strict: bool,
    /// The struct that errors name whatever the place: that around a type that reads itself.
    owner: Option<&'static str>,
    /// The first value of a wrong type.
    saved: Option<DecodeError>,
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: Path<'a>,
    /// The struct whose field it is in.
    owner: Option<&'static str>,
}

impl Walker<'_> {
    /// Goes through a whole value.
    fn run(&mut self, shape: &Shape, value: &Value, place: &Place<'_>) -> Result<(), DecodeError> {
        self.visit(shape, value, place)?;
        self.saved.take().map_or(Ok(()), Err)
    }

    fn visit(&mut self, shape: &Shape, value: &Value, place: &Place<'_>) -> Result<(), DecodeError> {
        match (shape, value) {
            (_, Value::Null)
            | (Shape::Any, _)
            | (Shape::Text(_), Value::String(_))
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Float64, Value::Number(_)) => Ok(()),
            (Shape::Struct(of), Value::Object(members)) => self.members(of, members, place),
            (Shape::List(_, element), Value::Array(items)) => self.items(element, items, place),
            (Shape::Map(_, element), Value::Object(members)) => self.entries(element, members, place),
            (Shape::Time, _) => self.time(value, place),
            (Shape::SchemaOrBool | Shape::SchemaOrList | Shape::SchemaOrTexts, _) => self.either(shape, value, place),
            _ => {
                self.literal(shape, value, place);
                Ok(())
            }
        }
    }

    /// What can be wrong without ending the reading.
    fn literal(&mut self, shape: &Shape, value: &Value, place: &Place<'_>) {
        match (shape, value) {
            (Shape::Int64, Value::Number(_)) => self.integer(value, "int64", i64::MIN..=i64::MAX, place),
            (Shape::Int32, Value::Number(_)) => {
                self.integer(value, "int32", i64::from(i32::MIN)..=i64::from(i32::MAX), place);
            }
            (Shape::Bytes, _) => self.bytes(value, place),
            _ => self.mistyped(value.type_name(), &go_type(shape), place),
        }
    }

    fn members(
        &mut self,
        of: &'static Struct,
        members: &BTreeMap<String, Value>,
        place: &Place<'_>,
    ) -> Result<(), DecodeError> {
        for (key, value) in members {
            match of.field(key) {
                Some((name, shape)) => {
                    self.visit(shape, value, &Place { path: place.path.child(name), owner: Some(of.name) })?;
                }
                None => self.unknown(&place.path, key),
            }
        }
        Ok(())
    }

    fn items(&mut self, element: &Shape, items: &[Value], place: &Place<'_>) -> Result<(), DecodeError> {
        for (index, item) in items.iter().enumerate() {
            self.visit(element, item, &Place { path: place.path.index(index), ..*place })?;
        }
        Ok(())
    }

    fn entries(
        &mut self,
        element: &Shape,
        members: &BTreeMap<String, Value>,
        place: &Place<'_>,
    ) -> Result<(), DecodeError> {
        for (key, value) in members {
            self.visit(element, value, &Place { path: place.path.key(key), ..*place })?;
        }
        Ok(())
    }

    /// Go reads integers from the digits, so that neither a fraction nor an exponent may be there.
    fn integer(&mut self, value: &Value, wanted: &str, range: std::ops::RangeInclusive<i64>, place: &Place<'_>) {
        let literal = encode(value);
        if !literal.parse::<i64>().is_ok_and(|number| range.contains(&number)) {
            self.mistyped(&format!("number {literal}"), wanted, place);
        }
    }

    fn bytes(&mut self, value: &Value, place: &Place<'_>) {
        match value {
            Value::String(text) => {
                if let Err(error) = gostd::base64::decode(text.as_bytes()) {
                    self.save(DecodeError::new(error.to_string(), &place.path));
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let place = Place { path: place.path.index(index), ..*place };
                    match item {
                        Value::Null => {}
                        Value::Number(_) => self.integer(item, "uint8", 0..=255, &place),
                        _ => self.mistyped(item.type_name(), "uint8", &place),
                    }
                }
            }
            _ => self.mistyped(value.type_name(), "[]uint8", place),
        }
    }

    fn time(&self, value: &Value, place: &Place<'_>) -> Result<(), DecodeError> {
        let Value::String(text) = value else {
            let owner = self.owner.or(place.owner);
            return Err(DecodeError::mistyped(value.type_name(), owner, &place.path, "string"));
        };
        match gostd::time::parse_rfc3339(text) {
            Ok(_) => Ok(()),
            Err(error) => Err(DecodeError::new(error.to_string(), &place.path)),
        }
    }

    /// Types that read themselves.
    fn either(&mut self, shape: &Shape, value: &Value, place: &Place<'_>) -> Result<(), DecodeError> {
        let owner = self.owner.or(place.owner);
        let mut inner = Walker { unknown: self.unknown, is_strict: false, owner, saved: None };
        match (shape, value) {
            (_, Value::Object(_)) => inner.run(&Shape::Struct(&SCHEMA), value, place),
            (Shape::SchemaOrList, Value::Array(_)) => inner.run(&SCHEMAS, value, place),
            (Shape::SchemaOrTexts, Value::Array(_)) => inner.run(&TEXTS, value, place),
            (Shape::SchemaOrBool, Value::Bool(_)) => Ok(()),
            (Shape::SchemaOrBool, _) => Err(DecodeError::new("boolean or JSON schema expected", &place.path)),
            _ => Ok(()),
        }
    }

    fn mistyped(&mut self, found: &str, wanted: &str, place: &Place<'_>) {
        if self.saved.is_none() {
            let owner = self.owner.or(place.owner);
            self.saved = Some(DecodeError::mistyped(found, owner, &place.path, wanted));
        }
    }

    fn save(&mut self, error: DecodeError) {
        self.saved.get_or_insert(error);
    }

    fn unknown(&mut self, path: &Path<'_>, key: &str) {
        let Unknown { texts, places, unseen, seen } = &mut *self.unknown;
        if !self.is_strict {
            if unseen.len() < MAX_STRICT {
                unseen.push(path.child(key).to_field());
            }
            return;
        }
        if texts.len() >= MAX_STRICT {
            return;
        }
        let place = path.child(key).to_field();
        let text = format!("unknown field {}", gostd::strconv::quote(&dotted(&place)));
        if seen.insert(text.clone()) {
            texts.push(text);
            places.push(place);
        }
    }
}

/// The path as the strict mode writes it: keys of maps look as fields do.
fn dotted(path: &FieldPath) -> String {
    let mut text = String::new();
    for step in &path.0 {
        match step {
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
            Segment::Child(name) | Segment::Key(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
        }
    }
    text
}

/// Go's name of a type whose values are told to be mistyped here; the others have their own ways.
fn go_type(shape: &Shape) -> String {
    match shape {
        Shape::Text(name) | Shape::List(name, _) | Shape::Map(name, _) => (*name).to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Int64 => "int64".to_owned(),
        Shape::Int32 => "int32".to_owned(),
        Shape::Float64 => "float64".to_owned(),
        Shape::Struct(of) => format!("v1.{}", of.name),
        Shape::Bytes | Shape::Any | Shape::Time => String::new(),
        Shape::SchemaOrBool | Shape::SchemaOrList | Shape::SchemaOrTexts => String::new(),
    }
}
