//! What a value is to TOML (`tomlTypeOfGo`).

use gotemplate::Value;

use super::encode::EncodeError;
use crate::objects::as_time;

/// The kinds that decide where a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    List,
    /// A list of nothing but tables.
    Tables,
    Table,
}

/// The kind, `None` for nil.
pub(super) fn kind(value: &Value, depth: usize) -> Result<Option<Kind>, EncodeError> {
    Ok(Some(match value {
        Value::Nil => return Ok(None),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_) => Kind::Scalar,
        Value::Bytes(_) => Kind::List,
        Value::Map(map) if map.is_nil() => return Ok(None),
        Value::Map(_) => Kind::Table,
        Value::List(list) if list.is_nil() => return Ok(None),
        Value::List(list) => list_kind(list.items(), depth)?,
        Value::Object(object) if as_time(value).is_none() => match object.to_plain() {
            Some(Value::Map(_)) => Kind::Table,
            _ => Kind::Scalar,
        },
        Value::Object(_) => Kind::Scalar,
    }))
}

fn list_kind(items: &[Value], depth: usize) -> Result<Kind, EncodeError> {
    if depth > super::MAX_DEPTH {
        return Err(EncodeError::too_deep());
    }
    let mut is_tables = !items.is_empty();
    for item in items {
        match kind(item, depth + 1)? {
            None => return Err(EncodeError::Value("toml: cannot encode array with nil element".to_owned())),
            Some(kind) => is_tables &= kind == Kind::Table,
        }
    }
    Ok(if is_tables { Kind::Tables } else { Kind::List })
}
