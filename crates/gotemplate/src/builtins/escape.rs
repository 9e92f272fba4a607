//! `html`, `js` and `urlquery`.

use std::io::Write as _;

use gostd::unicode::is_print;
use gostd::utf8::decode_rune;

use super::print::count_written;
use crate::bytes::Str;
use crate::error::Error;
use crate::format;
use crate::function::Call;
use crate::value::Value;

/// The arguments' text for HTML.
pub(super) fn html(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(escape_html(text_of(call)?.as_bytes()).into())
}

/// The arguments' text for a JavaScript string.
pub(super) fn js(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(escape_js(text_of(call)?.as_bytes()).into())
}

/// The arguments' text for a query.
pub(super) fn urlquery(call: &mut Call<'_>) -> Result<Value, Error> {
    Ok(escape_query(text_of(call)?.as_bytes()).into())
}

/// What `print` makes of the arguments, but nil is the text `<no value>` and pointers are followed (Go's
/// `evalArgs`).
fn text_of(call: &mut Call<'_>) -> Result<Str, Error> {
    if let [Value::String(text)] = call.arguments() {
        return Ok(text.clone());
    }
    count_written(call)?;
    let named = |value: &Value| match value {
        Value::Nil => Value::from("<no value>"),
        value => format::printable(value).into_owned(),
    };
    let arguments: Vec<Value> = call.arguments().iter().map(named).collect();
    format::try_sprint(&arguments, &mut |bytes| call.context.charge(bytes)).map(Str::from)
}

/// `template.HTMLEscape`: quotes, `&`, `<`, `>` and NUL.
#[must_use]
pub fn escape_html(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b'\0' => escaped.extend_from_slice("\u{fffd}".as_bytes()),
            b'"' => escaped.extend_from_slice(b"&#34;"),
            b'\'' => escaped.extend_from_slice(b"&#39;"),
            b'&' => escaped.extend_from_slice(b"&amp;"),
            b'<' => escaped.extend_from_slice(b"&lt;"),
            b'>' => escaped.extend_from_slice(b"&gt;"),
            _ => escaped.push(*byte),
        }
    }
    escaped
}

/// `template.JSEscape`: quotes, backslashes, `<>&=`, controls and what is not printable.
#[must_use]
pub fn escape_js(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.first() {
        let (character, width) = decode_rune(rest);
        let (bytes, after) = rest.split_at_checked(width).unwrap_or((rest, &[]));
        match first {
            b'\\' | b'\'' | b'"' => escaped.extend_from_slice(&[b'\\', *first]),
            b'<' | b'>' | b'&' | b'=' | ..b' ' => append_code(&mut escaped, character),
            _ if first.is_ascii() || is_print(character) => escaped.extend_from_slice(bytes),
            _ => append_code(&mut escaped, character),
        }
        rest = after;
    }
    escaped
}

fn append_code(escaped: &mut Vec<u8>, character: char) {
    // Writing to a vector can't fail, so the result carries nothing.
    let _ = write!(escaped, "\\u{:04X}", u32::from(character));
}

/// `url.QueryEscape`: spaces become `+`, and all but letters, digits and `-_.~` a percent sign with two digits.
#[must_use]
pub fn escape_query(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(*byte),
            b' ' => escaped.push(b'+'),
            _ => {
                // As above.
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}
