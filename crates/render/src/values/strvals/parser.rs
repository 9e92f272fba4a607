//! Names and values.

use gostd::json::{self, Number, Value};
use gostd::{strconv, unicode};

use super::list;
use super::reading::Reading;
use super::{Halt, MAX_NAME_LEVEL};
use crate::values::Table;

/// A text that is being read.
pub(super) struct Parser<'a> {
    text: &'a str,
    position: usize,
    reading: Reading<'a>,
    /// Indices in the present name.
    pub(super) indices: usize,
}

/// What is behind a `=`.
pub(super) enum Assigned {
    Value(Value),
    /// Nothing at all; the text is at its end.
    Nothing,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, reading: Reading<'a>) -> Self {
        Self { text, position: 0, reading, indices: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.position += character.len_utf8();
        Some(character)
    }

    /// Moves past the character if it is the next one.
    fn skip(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.position += wanted.len_utf8();
        }
        found
    }

    /// What stands before the next of some characters, and that character; `None` at the end of the text. A backslash
    /// takes the meaning from what follows it, and what follows it from the text if that ends there.
    pub(super) fn until(&mut self, stops: &[char]) -> (String, Option<char>) {
        let escapes = !matches!(self.reading, Reading::Literal);
        let mut read = String::new();
        while let Some(character) = self.next() {
            if stops.contains(&character) {
                return (read, Some(character));
            }
            if character == '\\' && escapes {
                match self.next() {
                    Some(escaped) => read.push(escaped),
                    None => break,
                }
            } else {
                read.push(character);
            }
        }
        (read, None)
    }

    /// Reads one whole name and its value.
    pub(super) fn assignment(&mut self, table: &mut Table) -> Result<(), Halt> {
        self.indices = 0;
        self.key(table, 0)
    }

    /// Reads a name, or the rest of one, and its value (`key`).
    pub(super) fn key(&mut self, table: &mut Table, level: u32) -> Result<(), Halt> {
        let stops: &[char] =
            if matches!(self.reading, Reading::Literal) { &['=', '[', '.'] } else { &['=', '[', ',', '.'] };
        let (name, stop) = self.until(stops);
        match stop {
            None if name.is_empty() => Err(Halt::End),
            None => Err(Halt::Failed(format!("key {} has no value", strconv::quote(&name)))),
            Some('=') => self.assign(table, name),
            Some('[') => self.element(table, name, level),
            Some('.') => self.member(table, name, level + 1),
            Some(_) => Err(Halt::Failed(format!("key {} has no value (cannot end with ,)", strconv::quote(&name)))),
        }
    }

    fn assign(&mut self, table: &mut Table, name: String) -> Result<(), Halt> {
        match self.assigned()? {
            Assigned::Value(value) => {
                set(table, name, value);
                Ok(())
            }
            Assigned::Nothing => {
                set(table, name, Value::from(""));
                Err(Halt::End)
            }
        }
    }

    /// `name[…`
    fn element(&mut self, table: &mut Table, name: String, level: u32) -> Result<(), Halt> {
        let index = self.index()?;
        if let Some(existing) = table.get_mut(&name) {
            let Value::Array(items) = existing else {
                return Err(Halt::conversion(existing, "[]interface {}"));
            };
            let length = items.len();
            let done = list::item(self, items, index, level);
            if name.is_empty() {
                items.truncate(length);
            }
            return done;
        }
        let mut items = Vec::new();
        let done = list::item(self, &mut items, index, level);
        set(table, name, Value::Array(items));
        done
    }

    /// `name.…`
    fn member(&mut self, table: &mut Table, name: String, level: u32) -> Result<(), Halt> {
        if level > MAX_NAME_LEVEL {
            return Err(Halt::Failed(format!(
                "value name nested level is greater than maximum supported nested level of {MAX_NAME_LEVEL}"
            )));
        }
        let without_value = |name: &str| Halt::Failed(format!("key map {} has no value", strconv::quote(name)));
        if let Some(existing) = table.get_mut(&name) {
            let Value::Object(inner) = existing else {
                return Err(Halt::conversion(existing, "map[string]interface {}"));
            };
            self.key(inner, level)?;
            return if inner.is_empty() { Err(without_value(&name)) } else { Ok(()) };
        }
        let mut inner = Table::new();
        let done = self.key(&mut inner, level);
        if inner.is_empty() {
            return done.and_then(|()| Err(without_value(&name)));
        }
        set(table, name, Value::Object(inner));
        done
    }

    /// The number in brackets; the first has been read.
    pub(super) fn index(&mut self) -> Result<i64, Halt> {
        let (digits, Some(_)) = self.until(&[']']) else {
            return Err(Halt::End);
        };
        let number = digits.parse::<i64>();
        number.map_err(|error| {
            let reason = match error.kind() {
                std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => "value out of range",
                _ => "invalid syntax",
            };
            Halt::Failed(format!("error parsing index: strconv.Atoi: parsing {}: {reason}", strconv::quote(&digits)))
        })
    }

    /// The value behind a `=`, and the comma behind that.
    pub(super) fn assigned(&mut self) -> Result<Assigned, Halt> {
        let reading = self.reading;
        match reading {
            Reading::Json => self.json().map(Assigned::Value),
            Reading::Literal => {
                let text = self.rest().to_owned();
                self.position = self.text.len();
                Ok(Assigned::Value(Value::String(text)))
            }
            _ if self.rest().is_empty() => Ok(Assigned::Nothing),
            _ if self.skip('{') => self.list().map(Assigned::Value),
            _ => {
                let (text, _) = self.until(&[',']);
                self.read(text).map(Assigned::Value)
            }
        }
    }

    fn read(&self, text: String) -> Result<Value, Halt> {
        self.reading.value(text).map_err(Halt::Failed)
    }

    /// `{a,b}`; the brace has been read.
    fn list(&mut self) -> Result<Value, Halt> {
        let mut items = Vec::new();
        loop {
            let (text, stop) = self.until(&[',', '}']);
            match stop {
                None => return Err(Halt::failed("list must terminate with '}'")),
                Some('}') => {
                    self.skip(',');
                    items.push(self.read(text)?);
                    return Ok(Value::Array(items));
                }
                Some(_) => items.push(self.read(text)?),
            }
        }
    }

    /// A JSON value with the white space and the comma behind it; nothing is null.
    fn json(&mut self) -> Result<Value, Halt> {
        if self.skip_blank() {
            return Ok(Value::Null);
        }
        let rest = self.rest().as_bytes();
        let (value, length) = match json::parse(rest) {
            Ok(value) => (value, rest.len()),
            // What follows the value does not belong to it; the offset counts the first byte of that.
            Err(error) if error.message.ends_with(" after top-level value") => {
                let length = error.offset.saturating_sub(1);
                let value = json::parse(rest.get(..length).unwrap_or_default());
                (value.map_err(|error| Halt::Failed(error.message))?, length)
            }
            Err(error) => return Err(Halt::Failed(error.message)),
        };
        self.position += length;
        self.skip_blank();
        Ok(floats(value))
    }

    /// Moves past white space and the comma behind it; true at a comma or at the end.
    fn skip_blank(&mut self) -> bool {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches(unicode::is_space);
        self.position += rest.len() - trimmed.len();
        trimmed.is_empty() || self.skip(',')
    }
}

/// An empty name is dropped.
fn set(table: &mut Table, name: String, value: Value) {
    if !name.is_empty() {
        table.insert(name, value);
    }
}

/// Go has only floats behind an `interface{}`. The depth is the JSON reader's.
pub(in crate::values) fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(Number::Float(number.as_f64())),
        Value::Array(items) => Value::Array(items.into_iter().map(floats).collect()),
        Value::Object(members) => Value::Object(members.into_iter().map(|(key, value)| (key, floats(value))).collect()),
        other => other,
    }
}
