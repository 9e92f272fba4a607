//! Bounds that nothing or everything is within.

use super::finding::{Findings, Lint};
use crate::path::Path;
use crate::schema::Schema;

pub(super) fn check(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    for (least, most, least_key, most_key) in [
        (schema.min_length, schema.max_length, "minLength", "maxLength"),
        (schema.min_items, schema.max_items, "minItems", "maxItems"),
        (schema.min_properties, schema.max_properties, "minProperties", "maxProperties"),
    ] {
        counts((least, least_key), (most, most_key), at, into);
    }
    numbers(schema, at, into);
    multiple(schema, at, into);
}

fn counts(least: (Option<i64>, &str), most: (Option<i64>, &str), at: &Path<'_>, into: &mut Findings) {
    let ((least, least_key), (most, most_key)) = (least, most);
    if let Some(least) = least
        && least < 0
    {
        into.add(Lint::IdleBound, &at.child(least_key), || format!("{least_key} is negative: {least}"));
    }
    match (least, most) {
        (_, Some(most)) if most < 0 => {
            into.add(Lint::ImpossibleBounds, &at.child(most_key), || format!("{most_key} is negative: {most}"));
        }
        (Some(least), Some(most)) if least > most => into.add(Lint::ImpossibleBounds, &at.child(most_key), || {
            format!("{least_key} {least} is greater than {most_key} {most}")
        }),
        _ => {}
    }
}

fn numbers(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    let (Some(least), Some(most)) = (schema.minimum, schema.maximum) else {
        return open(schema, at, into);
    };
    let is_exclusive = schema.exclusive_minimum || schema.exclusive_maximum;
    if least > most {
        into.add(Lint::ImpossibleBounds, &at.child("maximum"), || {
            format!("minimum {least} is greater than maximum {most}")
        });
    } else if least == most && is_exclusive {
        into.add(Lint::ImpossibleBounds, &at.child("maximum"), || {
            format!("no number is between {least} and {most}, one of which is excluded")
        });
    }
}

/// Bounds that are excluded, but not given.
fn open(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    for (is_excluded, bound, key, of) in [
        (schema.exclusive_minimum, schema.minimum, "exclusiveMinimum", "minimum"),
        (schema.exclusive_maximum, schema.maximum, "exclusiveMaximum", "maximum"),
    ] {
        if is_excluded && bound.is_none() {
            into.add(Lint::IdleBound, &at.child(key), || format!("{key} without {of}"));
        }
    }
}

fn multiple(schema: &Schema, at: &Path<'_>, into: &mut Findings) {
    if let Some(factor) = schema.multiple_of
        && factor <= 0.0
    {
        into.add(Lint::MultipleOfZero, &at.child("multipleOf"), || {
            format!("multipleOf is {factor}: the server refuses every number")
        });
    }
}
