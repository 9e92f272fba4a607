//! What a call did cost (cel-go's `costCall`).

use super::node::Call;
use super::run::Run;
use crate::function::{Fault, Overload};
use crate::value::Value;

/// What going through a text costs per character, byte or element.
const PER_CHARACTER: f64 = 0.1;

/// What a regular expression costs per character.
const PER_PATTERN_CHARACTER: f64 = 0.25;

/// The price of a call: the overload's own, or the usual one.
pub(super) fn of_call(call: &Call, chosen: Option<&Overload>, values: &[Value], result: Option<&Value>) -> u64 {
    let priced = chosen.or_else(|| call.overloads.iter().find(|overload| overload.track.is_some()));
    let track = priced.and_then(|overload| overload.track);
    if let Some(cost) = track.and_then(|track| track(values, result.unwrap_or(&Value::Null))) {
        return cost;
    }
    match call.overloads.as_slice() {
        [overload] if call.is_resolved => usual(overload.id, values),
        _ => 1,
    }
}

fn usual(overload: &str, values: &[Value]) -> u64 {
    let size = |position: usize| values.get(position).map_or(1, size);
    match overload {
        "starts_with_string" | "ends_with_string" => traversal(size(1)),
        "string_to_bytes" | "bytes_to_string" | "strings_quote" | "string_format" => traversal(size(0)),
        "in_list" => size(1),
        "less_string"
        | "greater_string"
        | "less_equals_string"
        | "greater_equals_string"
        | "less_bytes"
        | "greater_bytes"
        | "less_equals_bytes"
        | "greater_equals_bytes" => traversal(size(0).min(size(1))),
        "add_string" | "add_bytes" => traversal(size(0).saturating_add(size(1))),
        "matches" | "matches_string" => {
            let pattern = rounded_up(size(1) as f64 * PER_PATTERN_CHARACTER);
            traversal(size(0).saturating_add(1)).saturating_mul(pattern)
        }
        "contains_string" => traversal(size(0)).saturating_mul(traversal(size(1))),
        _ => 1,
    }
}

fn traversal(size: u64) -> u64 {
    rounded_up(size as f64 * PER_CHARACTER)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, as wanted")]
fn rounded_up(cost: f64) -> u64 {
    cost.ceil() as u64
}

/// How many characters, bytes, elements or entries a value has; 1 for what has none (`actualSize`).
pub(crate) fn size(value: &Value) -> u64 {
    let count = match value {
        Value::String(text) => text.chars().count(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(list) => list.items.len(),
        Value::Map(map) => map.entries.len(),
        Value::Object(object) => object.size(),
        Value::Optional(Some(held)) => return size(held),
        _ => 1,
    };
    u64::try_from(count).unwrap_or(u64::MAX)
}

impl Run<'_> {
    /// Charges for `==` or `!=`.
    pub(super) fn charge_equal(
        &mut self,
        negated: bool,
        left: &Result<Value, Fault>,
        right: &Result<Value, Fault>,
    ) -> Result<(), Fault> {
        let cost = match left {
            // The price of libraries is for `==` alone.
            Ok(Value::Opaque(_)) if !negated => 1,
            _ => {
                let size = |value: &Result<Value, Fault>| value.as_ref().map_or(1, size);
                traversal(size(left).min(size(right)))
            }
        };
        self.charge(cost)
    }
}
