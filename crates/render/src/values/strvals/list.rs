//! Elements of lists.

use gostd::json::Value;

use super::parser::{Assigned, Parser};
use super::{Halt, MAX_INDEX, MAX_INDICES};
use crate::values::Table;
use crate::values::print::quoted_runes;

/// Reads what follows the brackets and puts it at the index (`listItem`). The level counts the dots in the name so far.
pub(super) fn item(parser: &mut Parser<'_>, items: &mut Vec<Value>, index: i64, level: u32) -> Result<(), Halt> {
    parser.indices += 1;
    if parser.indices > MAX_INDICES {
        return Err(Halt::Failed(format!("name has more than {MAX_INDICES} indices")));
    }
    if index < 0 {
        return Err(Halt::Failed(format!("negative {index} index not allowed")));
    }
    let (text, stop) = parser.until(&['[', '.', '=']);
    if !text.is_empty() {
        return Err(Halt::Failed(format!("unexpected data at end of array index: {}", quoted_runes(&text))));
    }
    match stop {
        None => Err(Halt::End),
        Some('=') => match parser.assigned()? {
            Assigned::Value(value) => set(items, index, value),
            Assigned::Nothing => set(items, index, Value::from("")),
        },
        Some('[') => nested(parser, items, index, level),
        Some(_) => member(parser, items, index, level),
    }
}

/// `[1][…`
fn nested(parser: &mut Parser<'_>, items: &mut Vec<Value>, index: i64, level: u32) -> Result<(), Halt> {
    let next = parser.index()?;
    match existing(items, index) {
        Some(Value::Array(inner)) => item(parser, inner, next, level),
        Some(other) if !other.is_null() => Err(Halt::conversion(other, "[]interface {}")),
        _ => {
            let mut inner = Vec::new();
            item(parser, &mut inner, next, level)?;
            set(items, index, Value::Array(inner))
        }
    }
}

/// `[1].…`; something else than a table at that place is replaced by one.
fn member(parser: &mut Parser<'_>, items: &mut Vec<Value>, index: i64, level: u32) -> Result<(), Halt> {
    if let Some(slot) = existing(items, index) {
        if slot.as_object().is_none() {
            *slot = Value::Object(Table::new());
        }
        return match slot {
            Value::Object(inner) => parser.key(inner, level),
            _ => Ok(()),
        };
    }
    let mut inner = Table::new();
    parser.key(&mut inner, level)?;
    set(items, index, Value::Object(inner))
}

fn existing(items: &mut [Value], index: i64) -> Option<&mut Value> {
    usize::try_from(index).ok().and_then(|index| items.get_mut(index))
}

/// Puts a value at an index; what is missing before it becomes null (`setIndex`).
fn set(items: &mut Vec<Value>, index: i64, value: Value) -> Result<(), Halt> {
    let place = usize::try_from(index).ok().filter(|_| index <= MAX_INDEX).ok_or_else(|| {
        Halt::Failed(format!("index of {index} is greater than maximum supported index of {MAX_INDEX}"))
    })?;
    if items.len() <= place {
        items.resize(place + 1, Value::Null);
    }
    if let Some(slot) = items.get_mut(place) {
        *slot = value;
    }
    Ok(())
}
