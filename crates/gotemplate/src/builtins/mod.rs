//! The functions that every template has (Go's `text/template/funcs.go`).
//!
//! Errors are the inner texts: the executor puts `error calling NAME: ` before them. Three things are left to it,
//! because a function does not see how its arguments were written:
//!
//! * `and` and `or` evaluate their arguments one by one. The entries here, over evaluated arguments, are for the checks
//!   of their number.
//! * [`call_error`] wants the words of the call's first argument.
//! * `len` of a nil that is a field or an item of `range` as it stands says `len of nil pointer`, as here; of the literal
//!   `nil`, and of a nil that came out of a pipeline (piped, in parentheses, or by `:=`), it says [`LENGTH_OF_NOTHING`].
//!
//! Go's slices have a capacity beyond their length, up to which `slice` can go; ours end with their length. In Go
//! `slice` does not look into `interface {}`: an index that is a field or list item as it stands is an error there
//! (`cannot index slice/array with type interface {}`), and in parentheses it is not. Here it never is.

mod compare;
mod escape;
mod index;
mod logic;
mod print;
#[cfg(test)]
mod tests;

use crate::function::{Function, Param};

pub use escape::{escape_html, escape_js, escape_query};
pub use logic::call_error;

/// What `len` says of a nil without a type: the text of a panic in Go's reflection.
pub const LENGTH_OF_NOTHING: &str = "reflect: call of reflect.Value.Type on zero Value";

const ONE: &[Param] = &[Param::Any];
const TWO: &[Param] = &[Param::Any, Param::Any];
const MORE: Option<Param> = Some(Param::Any);

/// All of them, by name.
pub static BUILTINS: &[Function] = &[
    Function { name: "and", params: ONE, variadic: MORE, call: logic::and },
    Function { name: "call", params: ONE, variadic: MORE, call: logic::call },
    Function { name: "eq", params: ONE, variadic: MORE, call: compare::eq },
    Function { name: "ge", params: TWO, variadic: None, call: compare::ge },
    Function { name: "gt", params: TWO, variadic: None, call: compare::gt },
    Function { name: "html", params: &[], variadic: MORE, call: escape::html },
    Function { name: "index", params: ONE, variadic: MORE, call: index::index },
    Function { name: "js", params: &[], variadic: MORE, call: escape::js },
    Function { name: "le", params: TWO, variadic: None, call: compare::le },
    Function { name: "len", params: ONE, variadic: None, call: index::length },
    Function { name: "lt", params: TWO, variadic: None, call: compare::lt },
    Function { name: "ne", params: TWO, variadic: None, call: compare::ne },
    Function { name: "not", params: ONE, variadic: None, call: logic::not },
    Function { name: "or", params: ONE, variadic: MORE, call: logic::or },
    Function { name: "print", params: &[], variadic: MORE, call: print::print },
    Function { name: "printf", params: &[Param::String], variadic: MORE, call: print::printf },
    Function { name: "println", params: &[], variadic: MORE, call: print::println },
    Function { name: "slice", params: ONE, variadic: MORE, call: index::slice },
    Function { name: "urlquery", params: &[], variadic: MORE, call: escape::urlquery },
];
