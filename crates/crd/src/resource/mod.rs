//! Custom resources, judged as the API server does when they are created or updated.
//!
//! 1. `read`: unknown fields are found and go ([`prune`]), unwanted nulls go ([`nulls`]), embedded metadata is made
//!    what it should be (`embedded`), defaults come ([`default`]).
//! 2. `judge`: kind and version, metadata, the schema ([`crate::validate`]), scale, embedded resources, list types,
//!    rules (`expressions`).

pub mod correlated;
pub mod default;
pub mod defaults;
pub(crate) mod embedded;
mod expressions;
mod finalizers;
mod judge;
pub mod lists;
mod meta;
pub mod nulls;
pub mod prune;
mod read;
pub mod scale;
mod served;

pub use judge::Verdict;
pub use served::Served;
