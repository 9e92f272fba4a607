//! Macros that make lists and maps: `map`, `filter`, `transformList`, `transformMap`, `transformMapEntry`, `sortBy`.

use crate::ast::{Comprehension, Constant, Expr, Kind, Name};

use super::{ACCUMULATOR, Expanded, Maker, UNUSED};

/// The variable that holds the list which `sortBy` sorts.
const SORTED: &str = "@__sortBy_input__";

/// The function that adds an entry to a map.
const INSERT: &str = "cel.@mapInsert";

/// `list.map(x, …)`, `list.map(x, condition, …)`
pub(super) fn map(maker: &mut Maker<'_>, range: Expr, mut arguments: Vec<Expr>) -> Expanded {
    let rest = arguments.split_off(1);
    let names = maker.variables(&arguments, "argument is not an identifier")?;
    collect(maker, range, names, rest, empty_list, append)
}

/// `list.filter(x, condition)`
pub(super) fn filter(maker: &mut Maker<'_>, range: Expr, mut arguments: Vec<Expr>) -> Expanded {
    let mut rest = arguments.split_off(1);
    let names = maker.variables(&arguments, "argument is not an identifier")?;
    rest.append(&mut arguments);
    collect(maker, range, names, rest, empty_list, append)
}

/// Adds an element to the accumulated list.
fn append(maker: &mut Maker<'_>, element: Expr) -> Expr {
    let accumulator = maker.accumulator();
    let list = maker.list(vec![element]);
    maker.call("_+_", vec![accumulator, list])
}

/// `list.transformList(i, x, …)`, `list.transformList(i, x, condition, …)`
pub(super) fn transform_list(maker: &mut Maker<'_>, range: Expr, mut arguments: Vec<Expr>) -> Expanded {
    let rest = arguments.split_off(2);
    let names = maker.variables(&arguments, "argument must be a simple name")?;
    collect(maker, range, names, rest, empty_list, append)
}

/// `map.transformMap(k, v, …)`, `map.transformMap(k, v, condition, …)`
pub(super) fn transform_map(maker: &mut Maker<'_>, range: Expr, mut arguments: Vec<Expr>) -> Expanded {
    let rest = arguments.split_off(2);
    let names = maker.variables(&arguments, "argument must be a simple name")?;
    let key = names.first().cloned().unwrap_or_else(|| UNUSED.into());
    collect(maker, range, names, rest, empty_map, |maker, value| {
        let (accumulator, key) = (maker.accumulator(), maker.ident(&key));
        maker.call(INSERT, vec![accumulator, key, value])
    })
}

/// `map.transformMapEntry(k, v, {…: …})`, `map.transformMapEntry(k, v, condition, {…: …})`
pub(super) fn transform_map_entry(maker: &mut Maker<'_>, range: Expr, mut arguments: Vec<Expr>) -> Expanded {
    let rest = arguments.split_off(2);
    let names = maker.variables(&arguments, "argument must be a simple name")?;
    collect(maker, range, names, rest, empty_map, |maker, entry| {
        let accumulator = maker.accumulator();
        maker.call(INSERT, vec![accumulator, entry])
    })
}

fn empty_list(maker: &mut Maker<'_>) -> Expr {
    maker.list(Vec::new())
}

fn empty_map(maker: &mut Maker<'_>) -> Expr {
    maker.node(Kind::Map(Vec::new()))
}

/// A fold whose step adds something, perhaps only under a condition: `rest` is the condition, if any, and what is
/// added. With two variables cel-go makes the step first.
fn collect(
    maker: &mut Maker<'_>,
    range: Expr,
    names: Vec<Name>,
    rest: Vec<Expr>,
    empty: fn(&mut Maker<'_>) -> Expr,
    add: impl FnOnce(&mut Maker<'_>, Expr) -> Expr,
) -> Expanded {
    let mut names = names.into_iter();
    let (Some(variable), variable2) = (names.next(), names.next()) else { return Ok(range) };
    let (initial, condition, step) = if variable2.is_some() {
        let step = adding(maker, rest, add);
        (empty(maker), maker.constant(Constant::Bool(true)), step)
    } else {
        (empty(maker), maker.constant(Constant::Bool(true)), adding(maker, rest, add))
    };
    let result = maker.accumulator();
    let accumulator = ACCUMULATOR.into();
    Ok(maker.fold(Comprehension { range, variable, variable2, accumulator, initial, condition, step, result }))
}

/// The step that adds the last of `rest`, under the condition before it, if there is one.
fn adding(maker: &mut Maker<'_>, mut rest: Vec<Expr>, add: impl FnOnce(&mut Maker<'_>, Expr) -> Expr) -> Expr {
    let added = rest.pop().unwrap_or_else(|| maker.accumulator());
    let step = add(maker, added);
    let Some(wanted) = rest.pop() else { return step };
    let same = maker.accumulator();
    maker.call("_?_:_", vec![wanted, step, same])
}

/// `list.sortBy(x, key)`
pub(super) fn sort_by(maker: &mut Maker<'_>, target: Expr, arguments: Vec<Expr>) -> Expanded {
    let input = maker.ident(SORTED);
    if matches!(target.kind, Kind::Constant(_) | Kind::Map(_) | Kind::Struct { .. }) {
        let message = "sortBy can only be applied to a list, identifier, comprehension, call or select expression";
        return Err((maker.nodes.offset(target.id), message.to_owned()));
    }
    let range = maker.nodes.copy(&input);
    let keys = map(maker, range, arguments)?;
    let list = maker.nodes.copy(&input);
    let sorted = maker.method("@sortByAssociatedKeys", list, vec![keys]);
    let (range, condition) = (maker.list(Vec::new()), maker.constant(Constant::Bool(false)));
    Ok(maker.fold(Comprehension {
        range,
        variable: UNUSED.into(),
        variable2: None,
        accumulator: SORTED.into(),
        initial: target,
        condition,
        step: input,
        result: sorted,
    }))
}
