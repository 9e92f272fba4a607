//! `optMap` and `optFlatMap`.

use crate::ast::{Comprehension, Constant, Expr, Kind, Name};

use super::{Expanded, Maker, UNUSED};

/// `optional.optMap(x, …)`
pub(super) fn map(maker: &mut Maker<'_>, target: Expr, arguments: Vec<Expr>) -> Expanded {
    expand(maker, target, arguments, "optMap", |maker, value| maker.call("optional.of", vec![value]))
}

/// `optional.optFlatMap(x, …)`
pub(super) fn flat_map(maker: &mut Maker<'_>, target: Expr, arguments: Vec<Expr>) -> Expanded {
    expand(maker, target, arguments, "optFlatMap", |_, value| value)
}

/// The value under its name, if there is one, in what the argument makes of it.
fn expand(
    maker: &mut Maker<'_>,
    target: Expr,
    arguments: Vec<Expr>,
    function: &str,
    wrap: impl FnOnce(&mut Maker<'_>, Expr) -> Expr,
) -> Expanded {
    let mut arguments = arguments.into_iter();
    let (Some(variable), Some(result)) = (arguments.next(), arguments.next()) else { return Ok(target) };
    let Kind::Ident(name) = variable.kind else {
        let message = format!("{function}() variable name must be a simple identifier");
        return Err((maker.nodes.offset(variable.id), message));
    };
    let copy_of = target.clone();
    let has_value = maker.method("hasValue", target, Vec::new());
    let value = bound(maker, &copy_of, name, result);
    let value = wrap(maker, value);
    let none = maker.call("optional.none", Vec::new());
    Ok(maker.call("_?_:_", vec![has_value, value, none]))
}

/// A fold over nothing: `result` with the value of the optional under a name.
fn bound(maker: &mut Maker<'_>, optional: &Expr, name: Name, result: Expr) -> Expr {
    let range = maker.list(Vec::new());
    let copy = maker.nodes.copy(optional);
    let initial = maker.method("value", copy, Vec::new());
    let condition = maker.constant(Constant::Bool(false));
    let step = maker.ident(&name);
    maker.fold(Comprehension {
        range,
        variable: UNUSED.into(),
        variable2: None,
        accumulator: name,
        initial,
        condition,
        step,
        result,
    })
}
