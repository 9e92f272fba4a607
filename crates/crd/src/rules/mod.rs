//! The rules of `x-kubernetes-validations`: what expressions see of a schema and of an object, and whether the rules of
//! a definition are acceptable.
//!
//! The server looks at rules in two steps, since only rules of a sound schema can be compiled: `wording` belongs to
//! the checks of the schema's keywords; `expressions` comes after these, after the structural schema's, and after
//! those of the defaults.

mod compile;
mod cost;
pub mod declared;
pub mod escape;
mod expressions;
mod formats;
mod scope;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod values;
mod wording;

pub use compile::{Compiled, Environments};
pub use expressions::{Request, expressions};
pub use tree::Rules;
pub use wording::{Wording, wording};
