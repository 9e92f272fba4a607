//! The paths of the subresource `scale`: what stands there must be replicas and a selector.

use gostd::json::{Number, Value};

use crate::definition::Scale;
use crate::path::Path;
use crate::violation::Violation;

/// Adds what is wrong at the paths of a scale.
pub fn check(object: &Value, scale: &Scale, found: &mut Vec<Violation>) {
    found.extend(replicas(object, &scale.spec_replicas_path));
    found.extend(replicas(object, &scale.status_replicas_path));
    found.extend(scale.label_selector_path.as_deref().and_then(|path| selector(object, path)));
}

fn replicas(object: &Value, path: &str) -> Option<Violation> {
    let at = Path::root();
    let at = at.child(path);
    let count = match lookup(object, path) {
        Err(error) => return Some(Violation::invalid(&at, "0", error)),
        Ok(None) => return None,
        Ok(Some(Value::Number(Number::Int(count)))) => *count,
        Ok(Some(other)) => return Some(Violation::invalid(&at, "0", wrong_type(path, other, "int64"))),
    };
    if count < 0 {
        return Some(Violation::invalid(&at, count.to_string(), "should be a non-negative integer"));
    }
    let most = i64::from(i32::MAX);
    (count > most)
        .then(|| Violation::invalid(&at, count.to_string(), format!("should be less than or equal to {most}")))
}

fn selector(object: &Value, path: &str) -> Option<Violation> {
    let at = Path::root();
    let at = at.child(path);
    match lookup(object, path) {
        Err(error) => Some(Violation::invalid(&at, "\"\"", error)),
        Ok(None | Some(Value::String(_))) => None,
        Ok(Some(other)) => Some(Violation::invalid(&at, "\"\"", wrong_type(path, other, "string"))),
    }
}

/// What stands at a path such as `.spec.replicas`; the error if something on the way has no members.
fn lookup<'a>(object: &'a Value, path: &str) -> Result<Option<&'a Value>, String> {
    let mut at = object;
    let mut walked = String::new();
    for name in path.strip_prefix('.').unwrap_or(path).split('.') {
        walked.push('.');
        walked.push_str(name);
        match at {
            Value::Object(members) => match members.get(name) {
                Some(member) => at = member,
                None => return Ok(None),
            },
            Value::Null => return Ok(None),
            other => return Err(wrong_type(&walked, other, "map[string]interface{}")),
        }
    }
    Ok(Some(at))
}

/// What Go calls the type of a value.
pub(super) fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(Number::Int(_)) => "int64",
        Value::Number(_) => "float64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}

fn wrong_type(path: &str, found: &Value, expected: &str) -> String {
    let kind = go_type(found);
    let path = path.strip_prefix('.').unwrap_or(path);
    format!(".{path} accessor error: {} is of the type {kind}, expected {expected}", shown(found))
}

/// A value as Go prints it (`%v`).
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "<nil>".to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" ")),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name}:{}", shown(value)));
            format!("map[{}]", members.collect::<Vec<_>>().join(" "))
        }
        Value::Number(Number::Float(number)) => gostd::strconv::format_float(*number, b'g', 64),
        other => gostd::json::encode(other),
    }
}
