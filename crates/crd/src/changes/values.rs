//! What a value of a field must be: type, null, bounds, choices, pattern, format, default.

use gostd::json::Value;

use super::{Changes, Rule, Where};
use crate::formats::Format;
use crate::schema::Schema;

/// The change of type; whether there is one that makes all below it another thing.
pub(super) fn kind(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) -> bool {
    if old.int_or_string && !new.int_or_string {
        let detail = format!("integers and strings were allowed, now {} only", name(new));
        changes.add(Rule::breaking("intOrString.removed"), place, detail);
        return true;
    }
    if !old.int_or_string && new.int_or_string {
        widened(old, new, place, changes);
        return false;
    }
    if old.kind == new.kind {
        return false;
    }
    match (old.kind.as_str(), new.kind.as_str()) {
        ("integer", "number") => widened(old, new, place, changes),
        (_, "") => widened(old, new, place, changes),
        _ => {
            let detail = format!("{} becomes {}", name(old), name(new));
            changes.add(Rule::breaking("field.typeChanged"), place, detail);
            return true;
        }
    }
    false
}

fn widened(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let detail = format!("{} becomes {}: readers may get what they do not expect", name(old), name(new));
    changes.add(Rule::risky("field.typeWidened"), place, detail);
}

fn name(schema: &Schema) -> &str {
    match (schema.int_or_string, schema.kind.as_str()) {
        (true, _) => "int-or-string",
        (false, "") => "anything",
        (false, kind) => kind,
    }
}

/// Everything else.
pub(super) fn compare(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    nullable(old, new, place, changes);
    choices(old, new, place, changes);
    default(old, new, place, changes);
    pattern(old, new, place, changes);
    format(old, new, place, changes);
    bounds(old, new, place, changes);
    if old.description != new.description || old.title != new.title {
        changes.add(Rule::invisible("description.changed"), place, "the description changes");
    }
}

fn nullable(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    match (old.nullable, new.nullable) {
        (true, false) => changes.add(Rule::breaking("nullable.removed"), place, "null is dropped or refused now"),
        (false, true) => changes.add(Rule::risky("nullable.added"), place, "null is allowed now: readers may get it"),
        _ => {}
    }
}

fn choices(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let (before, after) = (&old.enumeration, &new.enumeration);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => {}
        (true, false) => {
            changes.add(Rule::breaking("enum.added"), place, format!("only {} are allowed now", list(after)));
        }
        (false, true) => {
            changes.add(Rule::risky("enum.removed"), place, "any value is allowed now: readers may not know it")
        }
        (false, false) => {
            let gone: Vec<Value> = before.iter().filter(|value| !after.contains(value)).cloned().collect();
            let added: Vec<Value> = after.iter().filter(|value| !before.contains(value)).cloned().collect();
            if !gone.is_empty() {
                changes.add(Rule::breaking("enum.valueRemoved"), place, format!("no longer allowed: {}", list(&gone)));
            }
            if !added.is_empty() {
                let detail = format!("newly allowed: {}; readers may not know it", list(&added));
                changes.add(Rule::risky("enum.valueAdded"), place, detail);
            }
        }
    }
}

fn list(values: &[Value]) -> String {
    values.iter().map(gostd::json::encode).collect::<Vec<_>>().join(", ")
}

fn default(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let text = gostd::json::encode;
    match (&old.default, &new.default) {
        (Some(before), Some(after)) if before != after => {
            let detail = format!("the default {} becomes {}, for stored objects too", text(before), text(after));
            changes.add(Rule::breaking("default.changed"), place, detail);
        }
        (Some(before), None) => {
            let detail = format!("the default {} is gone, for stored objects too", text(before));
            changes.add(Rule::breaking("default.removed"), place, detail);
        }
        (None, Some(after)) => {
            let detail = format!("objects that leave it out get {} now", text(after));
            changes.add(Rule::risky("default.added"), place, detail);
        }
        _ => {}
    }
}

fn pattern(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    match (old.pattern.as_str(), new.pattern.as_str()) {
        (before, after) if before == after => {}
        (_, "") => {
            changes.add(Rule::risky("pattern.removed"), place, "any text is allowed now: readers may not know it")
        }
        ("", after) => changes.add(Rule::breaking("pattern.added"), place, format!("the text must match {after} now")),
        (before, after) => {
            let detail = format!("{before} becomes {after}: texts that matched may not match");
            changes.add(Rule::breaking("pattern.changed"), place, detail);
        }
    }
}

fn format(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let checked = |schema: &Schema| match schema.kind.as_str() {
        "string" => Format::named(&schema.format).is_some(),
        "integer" => schema.format == "int32",
        "number" => schema.format == "float",
        _ => false,
    };
    if old.format == new.format {
        return;
    }
    match (checked(old), checked(new)) {
        (_, true) => {
            let detail = format!("the value must have the format {} now", new.format);
            changes.add(Rule::breaking("format.changed"), place, detail);
        }
        (true, false) => changes.add(Rule::risky("format.removed"), place, "the format is no longer checked"),
        (false, false) => changes.add(Rule::invisible("format.noted"), place, "a format changes that nobody checks"),
    }
}

/// A bound: its key, and its values before and after.
struct Bound {
    key: &'static str,
    upper: bool,
    old: Option<f64>,
    new: Option<f64>,
}

fn bounds(old: &Schema, new: &Schema, place: &Where<'_>, changes: &mut Changes) {
    let count = |count: Option<i64>| count.map(|count| count as f64);
    let bound = |key, upper, old, new| Bound { key, upper, old, new };
    let all = [
        bound("maximum", true, old.maximum, new.maximum),
        bound("minimum", false, old.minimum, new.minimum),
        bound("maxLength", true, count(old.max_length), count(new.max_length)),
        bound("minLength", false, count(old.min_length), count(new.min_length)),
        bound("maxItems", true, count(old.max_items), count(new.max_items)),
        bound("minItems", false, count(old.min_items), count(new.min_items)),
        bound("maxProperties", true, count(old.max_properties), count(new.max_properties)),
        bound("minProperties", false, count(old.min_properties), count(new.min_properties)),
    ];
    all.iter().for_each(|bound| one_bound(bound, place, changes));
    exclusive("exclusiveMaximum", (old.exclusive_maximum, new.exclusive_maximum), place, changes);
    exclusive("exclusiveMinimum", (old.exclusive_minimum, new.exclusive_minimum), place, changes);
    if old.multiple_of != new.multiple_of {
        let finer = match (old.multiple_of, new.multiple_of) {
            (Some(_), None) => true,
            (Some(before), Some(after)) => after != 0.0 && (before / after).fract() == 0.0,
            _ => false,
        };
        let rule = if finer { Rule::new("bound.loosened") } else { Rule::breaking("bound.tightened") };
        changes.add(rule, place, "multipleOf changes");
    }
}

fn one_bound(bound: &Bound, place: &Where<'_>, changes: &mut Changes) {
    let tighter = match (bound.old, bound.new) {
        (before, after) if before == after => return,
        (None, Some(_)) => true,
        (Some(before), Some(after)) => (after < before) == bound.upper,
        _ => false,
    };
    let shown = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
    let detail = format!("{}: {} becomes {}", bound.key, shown(bound.old), shown(bound.new));
    let rule = if tighter { Rule::breaking("bound.tightened") } else { Rule::new("bound.loosened") };
    changes.add(rule, place, detail);
}

fn exclusive(key: &str, (old, new): (bool, bool), place: &Where<'_>, changes: &mut Changes) {
    match (old, new) {
        (false, true) => changes.add(Rule::breaking("bound.tightened"), place, format!("{key} is set now")),
        (true, false) => changes.add(Rule::new("bound.loosened"), place, format!("{key} is no longer set")),
        _ => {}
    }
}
