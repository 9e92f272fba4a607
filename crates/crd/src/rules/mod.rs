//! The rules of `x-kubernetes-validations`: what expressions see of a schema and of an object, and whether the rules of
//! a definition are acceptable.

pub mod declared;
pub mod escape;
mod formats;
pub mod values;
