//! Checking formats before anything runs (cel-go's validator `cel.validator.string_format`).

use crate::ast::{Constant, Expr, Id, Kind};
use crate::checked::Checked;
use crate::library::standard::kinds;
use crate::types::Type;

use super::clauses::{Clause, Step, Steps};

/// What is wrong with a call of `format` on a literal with a literal list of arguments, and at which node; `None` for
/// all other nodes.
#[must_use]
pub fn problem(call: &Expr, checked: &Checked) -> Option<(Id, String)> {
    let (pattern, arguments) = format_call(call, checked)?;
    let mut steps = Steps::new(pattern, arguments.len());
    for step in &mut steps {
        match step {
            Ok(Step::Literal(_)) => {}
            Ok(Step::Clause { clause, index }) => {
                if let Some((id, complaint)) =
                    arguments.get(index).and_then(|argument| mismatch(clause, argument, checked))
                {
                    return Some((id, format!("error during formatting: {complaint}")));
                }
            }
            Err(error) => return Some((call.id, error)),
        }
    }
    let (asked, given) = (steps.asked(), arguments.len());
    let message = || format!("too many arguments supplied to string.format (expected {asked}, got {given})");
    (given > asked).then(|| (call.id, message()))
}

/// The format and its arguments.
fn format_call<'a>(call: &'a Expr, checked: &Checked) -> Option<(&'a str, &'a [Expr])> {
    let Kind::Call { function, target: Some(target), arguments } = &call.kind else {
        return None;
    };
    let overloads = checked.overloads(call.id);
    let is_format = &**function == "format" && (overloads.is_empty() || overloads.contains(&"string_format"));
    match (&target.kind, arguments.as_slice()) {
        (Kind::Constant(Constant::String(pattern)), [list]) if is_format => match &list.kind {
            Kind::List { elements, .. } => Some((pattern, elements)),
            _ => None,
        },
        _ => None,
    }
}

/// The node whose type does not fit a clause, and the complaint.
fn mismatch(clause: Clause, argument: &Expr, checked: &Checked) -> Option<(Id, String)> {
    let kind = checked.type_of(argument.id);
    let fits = match clause {
        Clause::Text => {
            let id = unshowable(argument, checked)?;
            return Some((id, clause.complaint(kinds::name(checked.type_of(id)))));
        }
        Clause::Decimal | Clause::Octal => matches!(kind, Type::Int | Type::Uint),
        Clause::Fixed(_) | Clause::Scientific(_) => matches!(kind, Type::Double | Type::String),
        Clause::Binary => matches!(kind, Type::Int | Type::Uint | Type::Bool),
        Clause::Hexadecimal { .. } => matches!(kind, Type::Int | Type::Uint | Type::String | Type::Bytes),
    };
    if fits || *kind == Type::Dyn { None } else { Some((argument.id, clause.complaint(kinds::name(kind)))) }
}

/// The first node in a value, itself included, that `%s` can't show.
fn unshowable(value: &Expr, checked: &Checked) -> Option<Id> {
    let kind = checked.type_of(value.id);
    if matches!(kind, Type::Optional(_) | Type::Object(_) | Type::Opaque(_) | Type::Parameter(_) | Type::Error) {
        return Some(value.id);
    }
    match &value.kind {
        Kind::List { elements, .. } => elements.iter().find_map(|element| unshowable(element, checked)),
        Kind::Map(entries) => entries
            .iter()
            .find_map(|entry| unshowable(&entry.key, checked).or_else(|| unshowable(&entry.value, checked))),
        _ => None,
    }
}
