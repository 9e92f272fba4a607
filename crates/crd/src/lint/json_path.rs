//! Where a JSON path leads in a schema.

use crate::schema::{Items, Schema, SchemaOrBool};

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// A member with this name.
    Name(String),
    /// Some of the items, or all.
    Items,
}

/// Where a path leads.
#[derive(Debug)]
pub(super) enum Target<'s> {
    /// To values of this schema.
    Schema(&'s Schema),
    /// To something that the schema leaves open, or the path is beyond what is understood here.
    Open,
    /// To nothing: there is no such field.
    Nowhere(String),
}

/// Follows a path such as `.status.conditions[?(@.type=="Ready")].status`.
pub(super) fn follow<'s>(path: &str, root: &'s Schema) -> Target<'s> {
    let Some(steps) = steps(path) else { return Target::Open };
    let mut at = root;
    for (index, step) in steps.iter().enumerate() {
        if matches!(step, Step::Name(name) if is_head(name, index, at)) || is_anything(at) {
            return Target::Open;
        }
        at = match below(at, step) {
            Below::Schema(schema) => schema,
            Below::Open => return Target::Open,
            Below::Nothing => return Target::Nowhere(told(step)),
        };
    }
    Target::Schema(at)
}

/// Kind, version and metadata, which schemas need not declare.
fn is_head(name: &str, index: usize, at: &Schema) -> bool {
    (index == 0 || at.embedded_resource) && matches!(name, "metadata" | "kind" | "apiVersion")
}

fn is_anything(schema: &Schema) -> bool {
    schema.preserve_unknown_fields == Some(true) || schema.kind.is_empty()
}

enum Below<'s> {
    Schema(&'s Schema),
    Open,
    Nothing,
}

fn below<'s>(schema: &'s Schema, step: &Step) -> Below<'s> {
    match step {
        Step::Items => match &schema.items {
            Some(Items::One(items)) => Below::Schema(items),
            _ => Below::Nothing,
        },
        Step::Name(name) => match (schema.properties.get(name), &schema.additional_properties) {
            (Some(property), _) => Below::Schema(property),
            (None, Some(SchemaOrBool::Schema(values))) => Below::Schema(values),
            (None, Some(SchemaOrBool::Bool(true))) => Below::Open,
            (None, _) => Below::Nothing,
        },
    }
}

fn told(step: &Step) -> String {
    match step {
        Step::Name(name) => format!("there is no field {name}"),
        Step::Items => "there is no list".to_owned(),
    }
}

/// The steps of a path; `None` for what is not understood: `..`, `*`, unions, broken syntax.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (step, after) = match rest.strip_prefix('.') {
            Some(after) if after.starts_with('[') => bracket(after)?,
            Some(after) => name(after)?,
            None => bracket(rest)?,
        };
        steps.push(step);
        rest = after;
    }
    Some(steps)
}

/// A name up to the next step; a backslash takes the next character as it is.
fn name(text: &str) -> Option<(Step, &str)> {
    let mut name = String::new();
    let mut characters = text.char_indices();
    let mut end = text.len();
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => name.push(characters.next()?.1),
            '.' | '[' => {
                end = index;
                break;
            }
            '*' | '{' | '}' => return None,
            _ => name.push(character),
        }
    }
    (!name.is_empty()).then(|| (Step::Name(name), text.get(end..).unwrap_or_default()))
}

fn bracket(text: &str) -> Option<(Step, &str)> {
    let inner = text.strip_prefix('[')?;
    for quote in ['\'', '"'] {
        if let Some(quoted) = inner.strip_prefix(quote) {
            let (name, after) = quoted.split_once(quote)?;
            return Some((Step::Name(name.to_owned()), after.strip_prefix(']')?));
        }
    }
    let end = if inner.starts_with('?') { inner.find(")]")? + 1 } else { inner.find(']')? };
    let is_selection =
        inner.starts_with(['?', '*', '-', ':']) || inner.starts_with(|first: char| first.is_ascii_digit());
    is_selection.then(|| (Step::Items, inner.get(end + 1..).unwrap_or_default()))
}
