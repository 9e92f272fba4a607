//! Prices of text functions and searches.

use super::{actual_size, priced, searched, tracked_doubled};
use crate::ast::{Constant, Kind};
use crate::estimate::{CallEstimate, Operand, PER_CHARACTER, PER_PATTERN_CHARACTER, Size, Sizes};
use crate::library::opaque::Opaque;
use crate::value::Value;

/// The size of the largest pattern of a format, as estimates assume it.
const LARGEST_FORMAT: f64 = 128.0;

/// Going through the target, as large as which the result is.
pub(in crate::library) fn transform(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    let size = sizes.size(target?);
    Some(CallEstimate { cost: size.priced(PER_CHARACTER), result: Some(size) })
}

/// `replace`: how large the result may get depends on how often what is replaced may occur.
pub(in crate::library) fn replace(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let (target, [old, new, ..]) = (sizes.size(target?), arguments) else {
        return None;
    };
    let (old, new) = (sizes.size(old), sizes.size(new));
    let (most, kept_most) = match old.min {
        0 => (target.max.saturating_add(1), target.max),
        shortest if new.max <= shortest => (0, target.max),
        shortest => (ratio(target.max, shortest), 0),
    };
    let (fewest, kept_fewest) = match old.max {
        0 => (target.min.saturating_add(1), target.min),
        longest if longest <= new.min => (0, target.min),
        longest => (ratio(target.min, longest), 0),
    };
    let (count, kept) = (Size { min: fewest, max: most }, Size { min: kept_fewest, max: kept_most });
    let result = count.times(new).plus(kept);
    Some(CallEstimate { cost: target.priced(2.0 * PER_CHARACTER), result: Some(result) })
}

/// A quotient, rounded up; beyond 64 bits it is half of what they hold, as on the server's processors.
fn ratio(whole: u64, part: u64) -> u64 {
    let quotient = (whole as f64 / part as f64).ceil();
    if quotient >= u64::MAX as f64 { 1 << 63 } else { quotient as u64 }
}

/// `split`: at most as many parts as characters, or as are asked for.
pub(in crate::library) fn split(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let target = sizes.size(target?);
    let limit = match arguments.get(1).map(|limit| &limit.expr.kind) {
        Some(Kind::Constant(Constant::Int(limit))) => Some(*limit as u64),
        _ => None,
    };
    let result = Size { min: 0, max: limit.unwrap_or(target.max) };
    Some(CallEstimate { cost: target.priced(2.0 * PER_CHARACTER), result: Some(result) })
}

/// `join`: all elements and what stands between them.
pub(in crate::library) fn join(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let target = target?;
    let list = sizes.size(target);
    let mut result = Size::exactly(0);
    if let Some((_, element)) = sizes.element(target) {
        result = list.times(element);
    }
    if let Some(separator) = arguments.first() {
        let gaps = Size { min: list.min.saturating_sub(1), max: list.max.saturating_sub(1) };
        result = result.plus(sizes.size(separator).times(gaps));
    }
    Some(CallEstimate { cost: result.priced(PER_CHARACTER), result: Some(result) })
}

/// `find`, `findAll`: at most as many matches as characters.
pub(in crate::library) fn find(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let text = sizes.size(target?);
    let pattern = sizes.size(arguments.first()?);
    let text_cost = text.plus(Size::exactly(1)).priced(PER_CHARACTER);
    let cost = text_cost.times(pattern.priced(PER_PATTERN_CHARACTER));
    Some(CallEstimate { cost, result: Some(Size { min: 0, max: text.max }) })
}

/// `validate`: the text times the largest pattern.
pub(in crate::library) fn validate(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let text = sizes.size(arguments.first()?);
    priced(text.priced(PER_CHARACTER).scaled(LARGEST_FORMAT * PER_PATTERN_CHARACTER))
}

/// `format`: the pattern is gone through; nobody knows how large the result gets.
pub(in crate::library) fn format(
    sizes: &dyn Sizes,
    target: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(sizes.size(target?).priced(PER_CHARACTER))
}

/// `strings.quote`: every character may need a backslash, and two quotes are added.
pub(in crate::library) fn quote(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    let [argument] = arguments else {
        return None;
    };
    let text = sizes.size(argument);
    // The server's arithmetic wraps around here.
    let result = Size { min: text.min.wrapping_add(2), max: text.max.wrapping_mul(2).wrapping_add(2) };
    Some(CallEstimate { cost: text.priced(PER_CHARACTER), result: Some(result) })
}

/// A tenth of the first argument's size (`format`, `strings.quote`).
pub(in crate::library) fn tracked_text(arguments: &[Value], _: &Value) -> Option<u64> {
    super::tracked(arguments, 0)
}

/// A fifth of the target's size: it is gone through and built anew.
pub(in crate::library) fn tracked_rebuilt(arguments: &[Value], _: &Value) -> Option<u64> {
    tracked_doubled(arguments.first()?)
}

/// A fifth of the result's size.
pub(in crate::library) fn tracked_join(_: &[Value], result: &Value) -> Option<u64> {
    tracked_doubled(result)
}

/// The text times the pattern.
pub(in crate::library) fn tracked_find(arguments: &[Value], _: &Value) -> Option<u64> {
    let [text, pattern, ..] = arguments else {
        return None;
    };
    Some(searched(actual_size(text), actual_size(pattern)))
}

/// The text times the size of the format's pattern.
pub(in crate::library) fn tracked_validate(arguments: &[Value], _: &Value) -> Option<u64> {
    let [Value::Opaque(opaque), text, ..] = arguments else {
        return None;
    };
    match &**opaque {
        Opaque::Format(format) => Some(searched(actual_size(text), format.pattern_size)),
        _ => None,
    }
}
