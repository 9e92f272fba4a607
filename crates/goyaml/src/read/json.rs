//! The short way from a text to its value, for documents that use nothing unusual: no tree, no
//! copies of what goes into the value, and the types as [`crate::Node::to_json`] has them.

use gostd::json::{Number, Value};

use super::event::{Event, EventKind};
use super::grammar::Parser;
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

/// Tells which keys of a document's mapping are wanted.
pub(crate) type Wanted<'w> = &'w dyn Fn(&str) -> bool;

/// The values of all documents.
pub(crate) fn all(parser: &mut Parser<'_>) -> Result<Vec<Value>, Detour> {
    let mut values = Vec::new();
    while let Some(value) = next_document(parser, None)? {
        values.push(value);
    }
    Ok(values)
}

/// The value of the next document, `None` if there is no document. Where only some keys are wanted, all else is
/// checked and dropped.
pub(crate) fn next_document(parser: &mut Parser<'_>, wanted: Option<Wanted<'_>>) -> Result<Option<Value>, Detour> {
    if parser.next()?.kind == EventKind::StreamEnd {
        return Ok(None);
    }
    let mut builder = Builder { wanted, ..Builder::default() };
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

/// What is left of a whole document where only some keys are wanted.
pub(crate) fn without_unwanted(value: Value, wanted: Wanted<'_>) -> Value {
    match value {
        Value::Object(mut members) => {
            members.retain(|key, _| wanted(key));
            Value::Object(members)
        }
        Value::Array(_) => Value::Array(Vec::new()),
        scalar => scalar,
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
struct Builder<'w> {
    open: Vec<Open>,
    /// Items of all open sequences, and in the end the root.
    items: Vec<Value>,
    /// Entries of all open mappings.
    entries: Vec<(String, Value)>,
    /// Which keys of the root are wanted; all without it.
    wanted: Option<Wanted<'w>>,
    /// Whether what comes belongs to a part of the root that is not wanted.
    drops: bool,
}

impl Builder<'_> {
    fn scalar(&mut self, event: Event<'_>) -> Result<(), Detour> {
        let at_root = self.open.len() == 1;
        match self.open.last_mut() {
            Some(open) if open.is_mapping && open.key.is_none() => {
                let (key, odd) = key(event)?;
                if let Some(wanted) = self.wanted.filter(|_| at_root) {
                    self.drops = !wanted(&key);
                }
                open.key = Some(key);
                open.odd_keys |= odd;
            }
            _ => {
                let resolved = resolved(&event)?;
                let value = if self.drops { Value::Null } else { value(resolved, event)? };
                self.put(value);
            }
        }
        Ok(())
    }

    /// Puts a value where it belongs.
    fn put(&mut self, value: Value) {
        match self.open.last_mut() {
            Some(Open { is_mapping: true, key, .. }) => {
                let key = key.take().unwrap_or_default();
                if !self.drops {
                    self.entries.push((key, value));
                }
            }
            _ if self.drops => {}
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
        if self.open.is_empty() {
            // Of a root that is no mapping, nobody wants the items.
            self.drops = self.wanted.is_some() && !is_mapping;
        }
        let begin = if is_mapping { self.entries.len() } else { self.items.len() };
        self.open.push(Open { is_mapping, begin, key: None, odd_keys: false });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Detour> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        self.drops &= !self.open.is_empty();
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

/// What a scalar is, `None` for a string.
fn resolved(event: &Event<'_>) -> Result<Option<Resolved>, Detour> {
    let plain = match event.tag() {
        None => event.style == Style::Plain,
        Some(STRING_TAG) => false,
        Some(_) => return Err(Detour::Unusual),
    };
    if !plain {
        return Ok(None);
    }
    match resolve::resolve_plain(&event.value) {
        Resolved::Text | Resolved::Timestamp => Ok(None),
        Resolved::Float(number) if !number.is_finite() => Err(Detour::Unusual),
        resolved => Ok(Some(resolved)),
    }
}

fn value(resolved: Option<Resolved>, event: Event<'_>) -> Result<Value, Detour> {
    Ok(match resolved {
        None | Some(Resolved::Text | Resolved::Timestamp) => Value::String(event.value.into_owned()),
        Some(Resolved::Null) => Value::Null,
        Some(Resolved::Bool(truth)) => Value::Bool(truth),
        Some(Resolved::Int(number)) => Value::Number(Number::Int(number)),
        Some(Resolved::Uint(number)) => Value::Number(Number::Uint(number)),
        Some(Resolved::Float(number)) => Value::Number(Number::Float(number)),
        Some(Resolved::Decoded(_)) => return Err(Detour::Unusual),
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
