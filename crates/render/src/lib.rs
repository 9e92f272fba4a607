//! Helm's renderer on top of Go's templates.

pub mod functions;
pub mod host;
pub mod values;
