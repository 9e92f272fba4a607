//! What the standard functions and operators cost.

use crate::estimate::{CallEstimate, Cost, Operand, PER_CHARACTER, PER_PATTERN_CHARACTER, Size};
use crate::types::Type;

/// The most characters that a named format has.
const LONGEST_FORMAT: u64 = 64;

/// What the usual prices depend on.
pub(super) struct Facts<'a> {
    /// The overload's id.
    pub(super) overload: &'static str,
    /// The size of what a method is called on.
    pub(super) target: Option<Size>,
    /// The sizes of the arguments.
    pub(super) arguments: Vec<Size>,
    /// The costs of the arguments.
    pub(super) costs: &'a [Cost],
    /// All of these together.
    pub(super) sum: Cost,
    /// The server's minor version.
    pub(super) server: u32,
}

impl Facts<'_> {
    /// The usual price of an overload, arguments included; most cost 1.
    pub(super) fn estimate(&self) -> CallEstimate {
        self.text().or_else(|| self.operator()).unwrap_or_else(|| self.with_arguments(Cost::ONE))
    }

    /// Functions that go through texts or lists.
    fn text(&self) -> Option<CallEstimate> {
        let cost = match (self.overload, self.target, self.arguments.as_slice()) {
            ("string_to_bytes", _, &[size]) => {
                return Some(self.sized(size.priced(PER_CHARACTER), size.min, size.max.wrapping_mul(4)));
            }
            ("bytes_to_string", _, &[size]) => {
                return Some(self.sized(size.priced(PER_CHARACTER), size.min / 4, size.max));
            }
            ("starts_with_string" | "ends_with_string", _, &[part]) => part.priced(PER_CHARACTER),
            ("in_list", _, &[_, list]) => list.priced(1.0),
            ("matches_string", Some(text), &[pattern]) => search(text, pattern),
            // Until 1.36 the server priced only the method.
            ("matches", None, &[text, pattern]) if self.server > 36 => search(text, pattern),
            ("contains_string", Some(text), &[part]) => text.priced(PER_CHARACTER).times(part.priced(PER_CHARACTER)),
            _ => return None,
        };
        Some(self.with_arguments(cost))
    }

    fn operator(&self) -> Option<CallEstimate> {
        match (self.overload, self.arguments.as_slice()) {
            ("logical_or" | "logical_and", _) => self.either().map(CallEstimate::from),
            ("conditional", &[_, left, right]) => self.choice(left.union(right)),
            ("add_list", &[left, right]) => {
                let size = left.plus(right);
                Some(self.sized(Cost::ONE, size.min, size.max))
            }
            ("add_string" | "add_bytes", &[left, right]) => {
                let size = left.plus(right);
                Some(self.sized(size.priced(PER_CHARACTER), size.min, size.max))
            }
            (overload, &[left, right]) if is_comparison(overload) => Some(self.with_arguments(comparison(left, right))),
            _ => None,
        }
    }

    /// The right side of `&&` and `||` may never be looked at.
    fn either(&self) -> Option<Cost> {
        let [left, right] = self.costs else { return None };
        Some(Cost { min: left.min, max: left.plus(*right).max })
    }

    fn choice(&self, result: Size) -> Option<CallEstimate> {
        let [condition, left, right] = self.costs else { return None };
        Some(CallEstimate { cost: condition.plus(left.union(*right)), result: Some(result) })
    }

    fn with_arguments(&self, cost: Cost) -> CallEstimate {
        cost.plus(self.sum).into()
    }

    fn sized(&self, cost: Cost, min: u64, max: u64) -> CallEstimate {
        CallEstimate { cost: cost.plus(self.sum), result: Some(Size { min, max }) }
    }
}

/// A text searched for a pattern; an empty text counts as one character.
fn search(text: Size, pattern: Size) -> Cost {
    text.plus(Size::exactly(1)).priced(PER_CHARACTER).times(pattern.priced(PER_PATTERN_CHARACTER))
}

/// Comparisons that go through both sides as far as the smaller one goes.
fn comparison(left: Size, right: Size) -> Cost {
    let max = left.max.min(right.max);
    Cost { min: u64::from(max > 0), max }.scaled(PER_CHARACTER)
}

fn is_comparison(overload: &str) -> bool {
    matches!(
        overload,
        "equals"
            | "not_equals"
            | "less_string"
            | "greater_string"
            | "less_equals_string"
            | "greater_equals_string"
            | "less_bytes"
            | "greater_bytes"
            | "less_equals_bytes"
            | "greater_equals_bytes"
    )
}

/// `==` of values of Kubernetes' libraries (`k8s.io/apiserver/pkg/cel/library/cost.go`).
pub(super) fn equality_of_libraries(function: &str, arguments: &[Operand<'_>]) -> Option<CallEstimate> {
    let ("_==_", [left, right]) = (function, arguments) else {
        return None;
    };
    let Type::Opaque(name) = left.kind else {
        return None;
    };
    if left.kind != right.kind {
        return None;
    }
    let largest = match *name {
        "net.IP" | "net.CIDR" | "kubernetes.Quantity" | "kubernetes.Semver" => return Some(Cost::ONE.into()),
        "kubernetes.NamedFormat" => LONGEST_FORMAT,
        // The server looks at the right side twice.
        "kubernetes.URL" => right.computed.map_or(1, |size| size.max),
        _ => return None,
    };
    Some(Cost { min: 1, max: largest }.scaled(PER_CHARACTER).into())
}
