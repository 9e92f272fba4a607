//! Filling single fields with JSON values, and Go's words when they don't fit.

use std::collections::{BTreeMap, BTreeSet};

use gostd::json::{Number, Value};
use gostd::strconv;

use super::path::{Path, Step, fold};

/// A value of the wrong type.
#[derive(Debug)]
pub struct TypeError {
    /// Go's text.
    pub message: String,
    /// Where the value is.
    pub(crate) steps: Vec<Step>,
}

impl TypeError {
    /// The text of Go 1.27's `json.UnmarshalTypeError`. List elements are worded differently from fields.
    pub(super) fn new(value: &Value, path: &Path<'_>, go_type: &str) -> Self {
        let steps = path.steps();
        let target = match steps.last() {
            None => "Go value".to_owned(),
            Some(Step::Index(_)) => dotted(&steps),
            Some(Step::Key(_)) => format!("Go struct field {}", dotted(&steps)),
        };
        let found = value.type_name();
        Self { message: format!("json: cannot unmarshal {found} into {target} of type {go_type}"), steps }
    }
}

/// `.dependencies.0.name`; in keys, `~` and `/` are escaped as in a JSON pointer.
fn dotted(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        text.push('.');
        match step {
            Step::Key(key) => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => text.push_str(&index.to_string()),
        }
    }
    text
}

/// Gives each member of an object with its folded name, in the bytewise order of the keys; false for null, which leaves
/// a struct alone. The path is the object's own, the type the name that Go has for the struct.
///
/// # Errors
/// A value that is no object, and what `set` finds.
pub fn fields<'v>(
    value: &'v Value,
    path: &Path<'_>,
    go_type: &str,
    mut set: impl FnMut(&str, &'v Value, &Path<'_>) -> Result<(), TypeError>,
) -> Result<bool, TypeError> {
    let Some(members) = members(value, path, go_type)? else {
        return Ok(false);
    };
    for (key, value) in members {
        set(&fold(key), value, &path.key(key))?;
    }
    Ok(true)
}

/// The members of an object; `None` for null, which leaves the target alone.
pub(super) fn members<'v>(
    value: &'v Value,
    path: &Path<'_>,
    go_type: &str,
) -> Result<Option<&'v BTreeMap<String, Value>>, TypeError> {
    match value {
        Value::Null => Ok(None),
        Value::Object(members) => Ok(Some(members)),
        other => Err(TypeError::new(other, path, go_type)),
    }
}

/// A string; numbers and booleans become their text, null leaves the target alone.
///
/// # Errors
/// Lists and objects.
pub fn text(value: &Value, path: &Path<'_>, target: &mut String) -> Result<(), TypeError> {
    *target = match value {
        Value::Null => return Ok(()),
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(Number::Int(number)) => number.to_string(),
        Value::Number(Number::Uint(number)) => number.to_string(),
        // sigs.k8s.io/yaml keeps float32 precision only: 20240101.1 becomes 2.0240102e+07.
        Value::Number(Number::Float(number)) => strconv::format_float(*number, b'g', 32),
        other => return Err(TypeError::new(other, path, "string")),
    };
    Ok(())
}

/// A string and nothing else, as without sigs.k8s.io/yaml; null leaves the target alone.
///
/// # Errors
/// Anything else.
pub fn string(value: &Value, path: &Path<'_>, target: &mut String) -> Result<(), TypeError> {
    match value {
        Value::Null => {}
        Value::String(text) => target.clone_from(text),
        other => return Err(TypeError::new(other, path, "string")),
    }
    Ok(())
}

/// A boolean; nothing else becomes one.
pub(super) fn truth(value: &Value, path: &Path<'_>, target: &mut bool) -> Result<(), TypeError> {
    match value {
        Value::Null => {}
        Value::Bool(truth) => *target = *truth,
        other => return Err(TypeError::new(other, path, "bool")),
    }
    Ok(())
}

/// A list of strings. Null elements keep what an earlier file put in their place.
pub(super) fn texts(value: &Value, path: &Path<'_>, target: &mut Vec<String>) -> Result<(), TypeError> {
    let Some(items) = items(value, path, "[]string")? else {
        target.clear();
        return Ok(());
    };
    target.resize(items.len(), String::new());
    for (index, (item, slot)) in items.iter().zip(target).enumerate() {
        text(item, &path.index(index), slot)?;
    }
    Ok(())
}

/// A map of strings, joining what is there.
///
/// # Errors
/// A value that is no object, or one in it that is no text.
pub fn text_map(value: &Value, path: &Path<'_>, target: &mut BTreeMap<String, String>) -> Result<(), TypeError> {
    let Some(members) = members(value, path, "map[string]string")? else {
        target.clear();
        return Ok(());
    };
    for (key, value) in members {
        let mut slot = String::new();
        text(value, &path.key(key), &mut slot)?;
        target.insert(key.clone(), slot);
    }
    Ok(())
}

/// A list of anything; all numbers are floats in Go.
pub(super) fn values(value: &Value, path: &Path<'_>, target: &mut Vec<Value>) -> Result<(), TypeError> {
    *target = match items(value, path, "[]interface {}")? {
        Some(items) => items.iter().map(with_floats).collect(),
        None => Vec::new(),
    };
    Ok(())
}

/// Whole numbers beyond 2⁵³ lose digits, as they do in Go's `interface{}`. The depth is the YAML reader's.
fn with_floats(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.as_f64().abs() >= 9_007_199_254_740_992.0 => Value::from(number.as_f64()),
        Value::Array(items) => Value::Array(items.iter().map(with_floats).collect()),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), with_floats(value))).collect())
        }
        other => other.clone(),
    }
}

/// Fills a struct with an object's members; the path is the object's own.
pub(super) type Fill<T> = fn(&BTreeMap<String, Value>, &Path<'_>, &mut T) -> Result<(), TypeError>;

/// A list of pointers to structs, and which of them are null.
pub(super) struct Structs<'a, T> {
    pub(super) items: &'a mut Vec<T>,
    pub(super) nulls: &'a mut BTreeSet<usize>,
    /// Go's name of the struct: `v2.Dependency`.
    pub(super) go_type: &'static str,
    pub(super) fill: Fill<T>,
}

/// Fills a list of structs, joining what is at the same index already; false when it is null.
pub(super) fn structs<T: Default + Clone>(
    value: &Value,
    path: &Path<'_>,
    target: Structs<'_, T>,
) -> Result<bool, TypeError> {
    let list_type = format!("[]*{}", target.go_type);
    let Some(items) = items(value, path, &list_type)? else {
        target.items.clear();
        target.nulls.clear();
        return Ok(false);
    };
    target.items.resize(items.len(), T::default());
    target.nulls.retain(|index| *index < items.len());
    for (index, (item, slot)) in items.iter().zip(target.items).enumerate() {
        let path = path.index(index);
        match members(item, &path, target.go_type)? {
            Some(members) => {
                target.nulls.remove(&index);
                (target.fill)(members, &path, slot)?;
            }
            None => {
                target.nulls.insert(index);
                *slot = T::default();
            }
        }
    }
    Ok(true)
}

/// The elements of a list; `None` for null.
///
/// # Errors
/// Anything else.
pub fn items<'v>(value: &'v Value, path: &Path<'_>, go_type: &str) -> Result<Option<&'v [Value]>, TypeError> {
    match value {
        Value::Null => Ok(None),
        Value::Array(items) => Ok(Some(items)),
        other => Err(TypeError::new(other, path, go_type)),
    }
}
