//! Values in tables of recorded answers, and a world for functions that need none.
//!
//! `nil`, `true`, `int(5)`, `float64(1.5)`, `"text"`, `bytes"text"`, `[1, 2]` for `[]interface {}`, `strings[…]`,
//! `ints[…]`, `{"a": …}` for `map[string]interface {}`, `strings{…}`. Texts are quoted as in Go.

use std::any::Any;

use gostd::strconv::{parse_float, unquote};

use crate::bytes::Str;
use crate::error::Error;
use crate::function::Context;
use crate::value::{ANY_LIST, ANY_MAP, INT_LIST, Int, IntKind, List, Map, STRING_LIST, STRING_MAP, Type, Value};

/// Reads a value; the text must hold nothing else.
pub(crate) fn value(text: &str) -> Value {
    let mut reader = Reader(text);
    let value = reader.value();
    assert_eq!(reader.0, "", "rest of {text}");
    value
}

/// Reads the items of a list.
pub(crate) fn values(text: &str) -> Vec<Value> {
    match value(text) {
        Value::List(list) => list.items().to_vec(),
        _ => panic!("no list: {text}"),
    }
}

/// Reads a text.
pub(crate) fn text(literal: &str) -> Vec<u8> {
    unquote(literal.as_bytes()).unwrap_or_else(|_| panic!("no literal: {literal}"))
}

struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn value(&mut self) -> Value {
        let end = self.0.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(self.0.len());
        let word = self.take(end);
        match (word, self.0.chars().next()) {
            ("nil", _) => Value::Nil,
            ("true", _) => Value::Bool(true),
            ("false", _) => Value::Bool(false),
            ("", Some('"')) => Value::String(self.literal().into()),
            ("bytes", Some('"')) => Value::Bytes(self.literal().into()),
            ("", Some('[')) => self.list(&ANY_LIST),
            ("strings", Some('[')) => self.list(&STRING_LIST),
            ("ints", Some('[')) => self.list(&INT_LIST),
            ("", Some('{')) => self.map(&ANY_MAP),
            ("strings", Some('{')) => self.map(&STRING_MAP),
            (_, Some('(')) => self.number(word),
            _ => panic!("no value: {word}{}", self.0),
        }
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn skip(&mut self, mark: &str) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut escaped = false;
        let inside = self.0[1..].bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        text(self.take(inside.unwrap() + 2))
    }

    fn number(&mut self, word: &str) -> Value {
        let end = self.0.find(')').unwrap();
        let digits = &self.take(end + 1)[1..end];
        let kind = match word {
            "int" => IntKind::Int,
            "int8" => IntKind::Int8,
            "int16" => IntKind::Int16,
            "int32" => IntKind::Int32,
            "int64" => IntKind::Int64,
            "uint" => IntKind::Uint,
            "uint8" => IntKind::Uint8,
            "uint16" => IntKind::Uint16,
            "uint32" => IntKind::Uint32,
            "uint64" => IntKind::Uint64,
            _ => return Value::Float(parse_float(digits.as_bytes(), 64).unwrap()),
        };
        let number: i128 = digits.parse().unwrap();
        Value::Int(Int::new(kind, number as i64))
    }

    fn list(&mut self, type_of: &'static Type) -> Value {
        let mut items = Vec::new();
        self.skip("[");
        while !self.skip("]") {
            items.push(self.value());
            self.skip(", ");
        }
        Value::List(List::new(type_of, items))
    }

    fn map(&mut self, type_of: &'static Type) -> Value {
        let map = Map::new(type_of, std::collections::BTreeMap::new());
        self.skip("{");
        while !self.skip("}") {
            let key = self.literal();
            assert!(self.skip(": "));
            map.insert(key, self.value());
            self.skip(", ");
        }
        Value::Map(map)
    }
}

/// Has no templates, and this many bytes to give.
pub(crate) struct Nowhere {
    pub(crate) left: usize,
}

impl Context for Nowhere {
    fn execute(&mut self, name: &Str, _data: &Value) -> Result<Str, Error> {
        Err(Error::new(format!("no template {name}")))
    }

    fn execute_text(&mut self, _text: &Str, _data: &Value) -> Result<Str, Error> {
        Err(Error::parse("no templates"))
    }

    fn host(&self) -> &dyn Any {
        self
    }

    fn charge(&mut self, bytes: usize) -> Result<(), Error> {
        self.left = self.left.checked_sub(bytes).ok_or_else(|| Error::limit("too large"))?;
        Ok(())
    }

    fn work(&mut self, _steps: usize) -> Result<(), Error> {
        Ok(())
    }
}
