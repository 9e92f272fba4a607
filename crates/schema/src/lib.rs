//! JSON Schema as Helm's validator (santhosh-tekuri/jsonschema 6.0.3) judges it, with its texts.
//!
//! Drafts 4, 6, 7, 2019-09 and 2020-12, the last one where `$schema` says nothing; `format` counts up to draft 7;
//! patterns are Go's regular expressions. Two things differ on purpose: schemas outside of the chart are never read,
//! a reference to one is an error that says so; and of failures that the library finds in random order the order here
//! is fixed: that of its checks, properties by name.
//!
//! Most of the library's time goes into checking the schema itself and compiling all of it. Here one walk checks a
//! schema whose parts are all in order (`quick`), and validation reads the schema as it stands; only where the walk
//! finds something unusual, the whole procedure of the library follows (`roots`), which also words the errors.
//!
//! The crate is pure: no files, clock, environment or network.

mod address;
mod compiled;
mod document;
mod draft;
mod english;
mod error;
mod failure;
mod formats;
mod instance;
mod keyword;
mod metaschema;
mod number;
mod pointer;
mod quick;
mod roots;
#[cfg(test)]
mod tests;
mod validate;

pub use compiled::{Compiled, compile};
pub use error::CompileError;
pub use failure::{Failure, Invalid};
