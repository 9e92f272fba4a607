//! `all`, `exists`, `exists_one`, with one variable or two.

use crate::ast::{Comprehension, Constant, Expr};

use super::{ACCUMULATOR, Expanded, Maker};

/// The parts of a fold that differ between quantifiers.
struct Parts {
    initial: Expr,
    condition: Expr,
    step: Expr,
    result: Expr,
}

/// `list.all(x, …)`
pub(super) fn all(maker: &mut Maker<'_>, range: Expr, arguments: Vec<Expr>) -> Expanded {
    quantifier(maker, range, arguments, |maker, predicate| {
        let initial = maker.constant(Constant::Bool(true));
        let accumulator = maker.accumulator();
        let condition = maker.call("@not_strictly_false", vec![accumulator]);
        let accumulator = maker.accumulator();
        let step = maker.call("_&&_", vec![accumulator, predicate]);
        Parts { initial, condition, step, result: maker.accumulator() }
    })
}

/// `list.exists(x, …)`
pub(super) fn exists(maker: &mut Maker<'_>, range: Expr, arguments: Vec<Expr>) -> Expanded {
    quantifier(maker, range, arguments, |maker, predicate| {
        let initial = maker.constant(Constant::Bool(false));
        let accumulator = maker.accumulator();
        let not = maker.call("!_", vec![accumulator]);
        let condition = maker.call("@not_strictly_false", vec![not]);
        let accumulator = maker.accumulator();
        let step = maker.call("_||_", vec![accumulator, predicate]);
        Parts { initial, condition, step, result: maker.accumulator() }
    })
}

/// `list.exists_one(x, …)`
pub(super) fn exists_one(maker: &mut Maker<'_>, range: Expr, arguments: Vec<Expr>) -> Expanded {
    quantifier(maker, range, arguments, |maker, predicate| {
        let initial = maker.constant(Constant::Int(0));
        let condition = maker.constant(Constant::Bool(true));
        let (accumulator, one) = (maker.accumulator(), maker.constant(Constant::Int(1)));
        let more = maker.call("_+_", vec![accumulator, one]);
        let same = maker.accumulator();
        let step = maker.call("_?_:_", vec![predicate, more, same]);
        let (accumulator, one) = (maker.accumulator(), maker.constant(Constant::Int(1)));
        Parts { initial, condition, step, result: maker.call("_==_", vec![accumulator, one]) }
    })
}

fn quantifier(
    maker: &mut Maker<'_>,
    range: Expr,
    mut arguments: Vec<Expr>,
    parts: impl FnOnce(&mut Maker<'_>, Expr) -> Parts,
) -> Expanded {
    let predicate = arguments.pop();
    let mut names = maker.variables(&arguments, "argument must be a simple name")?.into_iter();
    let (Some(predicate), Some(variable)) = (predicate, names.next()) else { return Ok(range) };
    let Parts { initial, condition, step, result } = parts(maker, predicate);
    Ok(maker.fold(Comprehension {
        range,
        variable,
        variable2: names.next(),
        accumulator: ACCUMULATOR.into(),
        initial,
        condition,
        step,
        result,
    }))
}
