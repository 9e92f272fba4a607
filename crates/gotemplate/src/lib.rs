//! Go's `text/template`, as Go 1.27 has it.
//!
//! Templates are parsed into trees whose nodes know where they stand, and executed over values with Go's types. Texts,
//! printed numbers, truth, comparisons, which argument fits which parameter, and the words of every error are those of
//! Go. Strings are bytes; maps alias. What Go leaves to memory and patience has limits here.
//!
//! The crate knows nothing of Helm and does no I/O.

pub mod ast;
pub mod builtins;
mod bytes;
mod error;
mod exec;
#[cfg(test)]
mod fixtures;
pub mod format;
mod function;
pub mod parse;
mod print;
pub mod value;

pub use bytes::Str;
pub use error::{Error, ErrorKind, Location};
pub use exec::{Executor, Functions, Limits, Set};
pub use function::{Call, Context, Function, Param};
pub use value::{Field, Int, IntKind, List, Map, Object, Type, Value};
