//! What stands behind the `=`.

use std::fmt;

use gostd::json::Value;

/// Reads the file that a value of `--set-file` names.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// How values are read.
#[derive(Clone, Copy)]
pub enum Reading<'a> {
    /// `--set`: booleans, null and whole numbers are recognised, the rest is text.
    Typed,
    /// `--set-string`: all is text.
    Text,
    /// `--set-file`: the name of a file, whose content is the value. Bytes that are no UTF-8 become U+FFFD.
    File(ReadFile<'a>),
    /// `--set-json`: a JSON value.
    Json,
    /// `--set-literal`: all that follows, backslashes and commas too, is text.
    Literal,
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Typed => "Typed",
            Self::Text => "Text",
            Self::File(_) => "File",
            Self::Json => "Json",
            Self::Literal => "Literal",
        })
    }
}

impl Reading<'_> {
    /// The value of a text; never asked for JSON.
    pub(super) fn value(self, text: String) -> Result<Value, String> {
        match self {
            Self::Typed => Ok(typed(text)),
            Self::Text | Self::Literal | Self::Json => Ok(Value::String(text)),
            Self::File(read) => read(&text).map(|bytes| Value::String(text_of(bytes))),
        }
    }
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// `typedVal`: numbers with a sign are taken whatever zeros they have, without one only `0` may begin with zero.
fn typed(text: String) -> Value {
    if equal_folded(&text, "true") {
        return Value::Bool(true);
    }
    if equal_folded(&text, "false") {
        return Value::Bool(false);
    }
    if equal_folded(&text, "null") {
        return Value::Null;
    }
    if text == "0" {
        return Value::from(0_i64);
    }
    match text.parse::<i64>() {
        Ok(number) if !text.starts_with('0') => Value::from(number),
        _ => Value::String(text),
    }
}

/// `strings.EqualFold` with a lower-case word of ASCII letters: the long s is an s.
fn equal_folded(text: &str, word: &str) -> bool {
    let folded = |character: char| if character == 'ſ' { 's' } else { character.to_ascii_lowercase() };
    text.chars().map(folded).eq(word.chars())
}
