//! CustomResourceDefinitions and custom resources, judged as Kubernetes' API server judges them, without one.
//!
//! The verdict is the server's: same rules, same order, same texts ([`violation::Violation`]), for a [`target::Target`]
//! version. What the server accepts although it is surely wrong is told apart from it.
//!
//! The crate is pure: no files, clock, environment or network.

pub mod changes;
pub mod clashes;
pub mod decode;
mod defaulted;
pub mod definition;
pub mod field_path;
pub mod formats;
mod gathered;
pub mod internal;
pub mod judge;
pub mod keywords;
pub mod kinds;
pub mod lint;
mod lists;
pub mod locate;
pub mod message;
mod object;
pub mod options;
pub mod path;
mod ratchet;
pub mod resource;
mod root_keys;
pub mod rules;
pub mod schema;
mod schema_check;
#[cfg(test)]
mod schema_tests;
mod schema_walk;
pub mod sizes;
pub mod structural;
pub mod target;
pub mod validate;
pub mod violation;
pub mod warnings;
