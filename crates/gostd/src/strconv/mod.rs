//! Numbers and quoted strings as Go's `strconv` writes and reads them.

mod boolean;
mod decimal;
mod error;
mod float;
mod float_bits;
mod integer;
mod parse_float;
mod parse_integer;
mod quote;
#[cfg(test)]
mod tests;
mod underscore;
mod unquote;

pub use boolean::parse_bool;
pub use error::{NumberError, NumberErrorReason, SyntaxError};
pub use float::{append_float, format_float};
pub use integer::{append_int, append_uint};
pub use parse_float::parse_float;
pub use parse_integer::{atoi, parse_int, parse_uint};
pub use quote::{append_quoted, append_quoted_rune, can_backquote, quote, quote_bytes};
pub use unquote::{UnquotedChar, unquote, unquote_char};
