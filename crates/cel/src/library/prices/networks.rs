//! Prices of networks.

use super::{actual_size, per_character, priced, tracked};
use crate::estimate::{CallEstimate, Cost, Operand, PER_CHARACTER, Sizes};
use crate::value::Value;

/// An address has 4 or 16 bytes; two of them are compared.
const COMPARED: Cost = Cost { min: 1, max: 4 };

/// What masking adds.
const MASKED: Cost = Cost { min: 2, max: 3 };

/// The price of reading a text too.
fn with_text(cost: Cost, sizes: &dyn Sizes, text: &Operand<'_>) -> Cost {
    cost.plus(sizes.size(text).priced(PER_CHARACTER))
}

/// `containsIP(ip)`
pub(in crate::library) fn contains_ip(
    _: &dyn Sizes,
    _: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(COMPARED)
}

/// `containsIP(string)`
pub(in crate::library) fn contains_ip_text(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(with_text(COMPARED, sizes, arguments.first()?))
}

/// `containsCIDR(cidr)`
pub(in crate::library) fn contains_cidr(
    _: &dyn Sizes,
    _: Option<&Operand<'_>>,
    _: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(COMPARED.plus(MASKED))
}

/// `containsCIDR(string)`
pub(in crate::library) fn contains_cidr_text(
    sizes: &dyn Sizes,
    _: Option<&Operand<'_>>,
    arguments: &[Operand<'_>],
) -> Option<CallEstimate> {
    priced(with_text(COMPARED.plus(MASKED), sizes, arguments.first()?))
}

/// The bytes of the network's prefix are compared.
pub(in crate::library) fn tracked_contains_ip(arguments: &[Value], _: &Value) -> Option<u64> {
    let network = actual_size(arguments.first()?);
    Some(per_character(network + network))
}

/// That, and the text is read.
pub(in crate::library) fn tracked_contains_ip_text(arguments: &[Value], result: &Value) -> Option<u64> {
    Some(tracked_contains_ip(arguments, result)? + tracked(arguments, 1)?)
}

/// That of an address, and masking.
pub(in crate::library) fn tracked_contains_cidr(arguments: &[Value], result: &Value) -> Option<u64> {
    Some(tracked_contains_ip(arguments, result)? + tracked(arguments, 0)? + 1)
}

/// That, and the text is read.
pub(in crate::library) fn tracked_contains_cidr_text(arguments: &[Value], result: &Value) -> Option<u64> {
    Some(tracked_contains_cidr(arguments, result)? + tracked(arguments, 1)?)
}
