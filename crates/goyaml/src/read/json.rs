//! The short way from a text to its value, for documents that use nothing unusual: no tree, no
//! copies of what goes into the value, and the types as [`crate::Node::to_json`] has them.

use gostd::json::{Number, Value};

use super::event::{Event, EventKind};
use super::grammar::Parser;
use super::text::Text;
use crate::resolve::{self, Resolved, STRING_TAG};
use crate::{Error, MAX_DEPTH, Style, decode};

/// Why there is no value.
pub(crate) enum Detour {
    /// The document is refused.
    Failed(Error),
    /// The document has something that only the long way knows: aliases, merge keys, tags, keys
    /// that are no strings to JSON, values that JSON cannot hold.
    Unusual,
}

impl From<Error> for Detour {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The value of the first document, `None` if there is no document.
pub(crate) fn first(text: &Text<'_>) -> Result<Option<Value>, Detour> {
    let mut parser = Parser::new(text);
    let value = next_document(&mut parser)?;
    Ok(value)
}

/// The values of all documents.
pub(crate) fn all(text: &Text<'_>) -> Result<Vec<Value>, Detour> {
    let mut parser = Parser::new(text);
    let mut values = Vec::new();
    while let Some(value) = next_document(&mut parser)? {
        values.push(value);
    }
    Ok(values)
}

fn next_document(parser: &mut Parser<'_>) -> Result<Option<Value>, Detour> {
    if parser.next()?.kind == EventKind::StreamEnd {
        return Ok(None);
    }
    let mut builder = Builder::default();
    loop {
        let event = parser.next()?;
        match event.kind {
            EventKind::DocumentStart | EventKind::DocumentEnd | EventKind::StreamEnd => {
                return Ok(Some(builder.items.pop().unwrap_or_default()));
            }
            EventKind::Scalar => builder.scalar(event)?,
            EventKind::SequenceStart => builder.open(false)?,
            EventKind::MappingStart => builder.open(true)?,
            EventKind::CollectionEnd => builder.close()?,
            EventKind::Alias => return Err(Detour::Unusual),
        }
    }
}

/// A collection that is not complete.
struct Open {
    is_mapping: bool,
    /// How many items or entries there were before it.
    begin: usize,
    /// The key whose value comes next.
    key: Option<String>,
    /// Whether there are keys like `1` or `true`, which may become equal to others as strings.
    odd_keys: bool,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    /// Items of all open sequences, and in the end the root.
    items: Vec<Value>,
    /// Entries of all open mappings.
    entries: Vec<(String, Value)>,
}

impl Builder {
    fn scalar(&mut self, event: Event<'_>) -> Result<(), Detour> {
        match self.open.last_mut() {
            Some(open) if open.is_mapping && open.key.is_none() => {
                let (key, odd) = key(event)?;
                open.key = Some(key);
                open.odd_keys |= odd;
            }
            _ => {
                let value = value(event)?;
                self.put(value);
            }
        }
        Ok(())
    }

    /// Puts a value where it belongs.
    fn put(&mut self, value: Value) {
        match self.open.last_mut() {
            Some(Open { is_mapping: true, key, .. }) => {
                self.entries.push((key.take().unwrap_or_default(), value));
            }
            _ => self.items.push(value),
        }
    }

    fn open(&mut self, is_mapping: bool) -> Result<(), Detour> {
        if let Some(Open { is_mapping: true, key: None, .. }) = self.open.last() {
            return Err(Detour::Unusual);
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Detour::Failed(Error::TooDeep { limit: MAX_DEPTH }));
        }
        let begin = if is_mapping { self.entries.len() } else { self.items.len() };
        self.open.push(Open { is_mapping, begin, key: None, odd_keys: false });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Detour> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        let value = if closed.is_mapping {
            let count = self.entries.len() - closed.begin;
            // The last of equal keys wins.
            let object: std::collections::BTreeMap<String, Value> = self.entries.drain(closed.begin..).collect();
            if closed.odd_keys && object.len() < count {
                return Err(Detour::Unusual);
            }
            Value::Object(object)
        } else {
            Value::Array(self.items.drain(closed.begin..).collect())
        };
        self.put(value);
        Ok(())
    }
}

fn value(event: Event<'_>) -> Result<Value, Detour> {
    let plain = match event.tag() {
        None => event.style == Style::Plain,
        Some(STRING_TAG) => false,
        Some(_) => return Err(Detour::Unusual),
    };
    if !plain {
        return Ok(Value::String(event.value.into_owned()));
    }
    Ok(match resolve::resolve_plain(&event.value) {
        Resolved::Text | Resolved::Timestamp => Value::String(event.value.into_owned()),
        Resolved::Null => Value::Null,
        Resolved::Bool(truth) => Value::Bool(truth),
        Resolved::Int(number) => Value::Number(Number::Int(number)),
        Resolved::Uint(number) => Value::Number(Number::Uint(number)),
        Resolved::Float(number) if number.is_finite() => Value::Number(Number::Float(number)),
        Resolved::Float(_) | Resolved::Decoded(_) => return Err(Detour::Unusual),
    })
}

/// A key as JSON has it, and whether it is a string only there.
fn key(event: Event<'_>) -> Result<(String, bool), Detour> {
    if event.tag().is_some() {
        return Err(Detour::Unusual);
    }
    if event.style != Style::Plain {
        return Ok((event.value.into_owned(), false));
    }
    let text = match resolve::resolve_plain(&event.value) {
        Resolved::Text if event.value == "<<" => return Err(Detour::Unusual),
        Resolved::Text | Resolved::Timestamp => return Ok((event.value.into_owned(), false)),
        Resolved::Bool(truth) => truth.to_string(),
        Resolved::Int(number) => number.to_string(),
        Resolved::Float(number) => decode::float_text(number),
        Resolved::Null | Resolved::Uint(_) | Resolved::Decoded(_) => return Err(Detour::Unusual),
    };
    Ok((text, true))
}
