//! Types as error texts show them (`checker/format.go`).

use crate::types::Type;

/// So many characters are enough for any type that somebody wants to read.
const LONGEST: usize = 20_000;

/// The text of a type.
pub(super) fn shown(kind: &Type) -> String {
    let mut out = String::new();
    write(&mut out, kind);
    out
}

/// The text of a call: `(int, int)`, or `string.(int)` for a method.
pub(super) fn signature(arguments: &[Type], is_method: bool) -> String {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    if is_method {
        if let Some(target) = arguments.next() {
            write(&mut out, target);
        }
        out.push('.');
    }
    out.push('(');
    write_all(&mut out, arguments);
    out.push(')');
    out
}

fn write_all<'a>(out: &mut String, kinds: impl Iterator<Item = &'a Type>) {
    for (index, kind) in kinds.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(out, kind);
    }
}

fn write(out: &mut String, kind: &Type) {
    if out.len() > LONGEST {
        return;
    }
    let (name, parts): (&str, &[&Type]) = match kind {
        Type::Null => ("null", &[]),
        Type::Bool => ("bool", &[]),
        Type::Int => ("int", &[]),
        Type::Uint => ("uint", &[]),
        Type::Double => ("double", &[]),
        Type::String => ("string", &[]),
        Type::Bytes => ("bytes", &[]),
        Type::Duration => ("duration", &[]),
        Type::Timestamp => ("timestamp", &[]),
        Type::Dyn => ("dyn", &[]),
        Type::Error => ("!error!", &[]),
        Type::List(element) => ("list", &[element]),
        Type::Map(parts) => ("map", &[&parts.0, &parts.1]),
        Type::Optional(value) => ("optional_type", &[value]),
        Type::Object(name) | Type::Parameter(name) => (name, &[]),
        Type::Opaque(name) => (name, &[]),
        Type::Type(None) => ("type", &[]),
        Type::Type(Some(kind)) => ("type", &[kind]),
    };
    out.push_str(name);
    if !parts.is_empty() {
        out.push('(');
        write_all(out, parts.iter().copied());
        out.push(')');
    }
}
