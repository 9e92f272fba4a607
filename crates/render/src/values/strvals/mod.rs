//! The values of `--set` and its sisters (Helm: `pkg/strvals/parser.go`, `literal_parser.go`).
//!
//! A text such as `a.b=1,list[0].name=x` is read from left to right and written into a table while it is read. What
//! looks like an accident is Helm's: a text that ends inside an index is no error, an empty key is dropped.

mod list;
mod parser;
mod reading;
#[cfg(test)]
mod tests;

pub(in crate::values) use parser::floats;
pub use reading::{ReadFile, Reading};

use crate::values::Table;

/// The largest index of a list (Helm: `MaxIndex`).
const MAX_INDEX: i64 = 65_536;
/// Dots in the name of a value (Helm: `MaxNestedNameLevel`).
const MAX_NAME_LEVEL: u32 = 30;
/// Indices in the name of a value. Helm has no limit.
const MAX_INDICES: usize = 30;

/// Writes what a text says into a table.
///
/// # Errors
/// Helm's text. What the text says before the error may be in the table.
pub fn parse_into(text: &str, reading: Reading<'_>, table: &mut Table) -> Result<(), String> {
    let mut parser = parser::Parser::new(text, reading);
    loop {
        match parser.assignment(table) {
            Ok(()) => {}
            Err(Halt::End) => return Ok(()),
            Err(Halt::Failed(message)) => return Err(message),
        }
    }
}

/// Why reading stops.
#[derive(Debug, PartialEq, Eq)]
enum Halt {
    /// The text is at its end. Helm takes that as success wherever it happens.
    End,
    /// An error, in Helm's words.
    Failed(String),
}

impl Halt {
    fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// Go's panic when a value has another type than the name supposes.
    fn conversion(found: &gostd::json::Value, wanted: &str) -> Self {
        let found = crate::values::print::type_name(found);
        let found = if found == "<nil>" { "nil" } else { found };
        Self::Failed(format!("unable to parse key: interface conversion: interface {{}} is {found}, not {wanted}"))
    }
}
