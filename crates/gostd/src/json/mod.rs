//! JSON as Go's `encoding/json` (Go 1.27) reads and writes it.
//!
//! Helm's config blobs, manifests, schema messages and YAML all pass through that package, so its escapes, its way
//! with floats and the wording of its errors are visible in digests and in messages.
//!
//! One difference is deliberate: a whole number that fits 64 bits stays an integer, where Go's `interface{}` would
//! make it a float; callers that need Go's answer ask [`Number::as_f64`].

mod check;
mod encode;
mod indent;
mod invalid;
mod object_writer;
mod parse;
#[cfg(test)]
mod tests;
mod value;

pub use check::check;
pub use encode::{encode, encode_indent, encoded_len, quote, quoted_len};
pub use indent::indent;
pub use object_writer::ObjectWriter;
pub use parse::{MAX_DEPTH, SyntaxError, parse, parse_first, parse_partly};
pub use value::{Number, Value};
