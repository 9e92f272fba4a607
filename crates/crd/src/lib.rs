//! CustomResourceDefinitions and custom resources, judged as Kubernetes' API server judges them, without one.
//!
//! The verdict is the server's: same rules, same order, same texts ([`violation::Violation`]), for a [`target::Target`]
//! version. What the server accepts although it is surely wrong is told apart from it.
//!
//! The crate is pure: no files, clock, environment or network.

pub mod changes;
pub mod decode;
pub mod definition;
pub mod formats;
mod gathered;
pub mod keywords;
mod lists;
pub mod options;
pub mod path;
pub mod resource;
pub mod rules;
pub mod schema;
pub mod structural;
pub mod target;
pub mod validate;
pub mod violation;
