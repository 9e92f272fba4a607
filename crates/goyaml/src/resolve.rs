//! Types of scalars by go-yaml v2's rules (`resolve.go`): YAML 1.1's booleans and nulls, Go's
//! integers with underscores, decimal floats, and timestamps, which stay text.

use std::borrow::Cow;

use gostd::base64;

use crate::{Error, Position, Scalar, Style, number, timestamp};

const TAG_PREFIX: &str = "tag:yaml.org,2002:";

/// `!!str`
pub(crate) const STRING_TAG: &str = "tag:yaml.org,2002:str";

/// What a scalar is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Resolved {
    Null,
    Bool(bool),
    Int(i64),
    /// Above `i64::MAX` only.
    Uint(u64),
    Float(f64),
    Timestamp,
    Text,
    /// What `!!binary` holds.
    Decoded(Vec<u8>),
}

impl Resolved {
    fn short_tag(&self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Timestamp => "!!timestamp",
            Self::Text => "!!str",
            Self::Decoded(_) => "!!binary",
        }
    }
}

/// What a plain scalar without a tag is.
pub(crate) fn resolve_plain(text: &str) -> Resolved {
    resolve_text(text, true)
}

/// What a scalar of a document is, its style and tag considered.
pub(crate) fn resolve(scalar: &Scalar, position: Position) -> Result<Resolved, Error> {
    let Some(tag) = scalar.tag.as_deref() else {
        return Ok(if scalar.style == Style::Plain { resolve_plain(&scalar.value) } else { Resolved::Text });
    };
    match tag.strip_prefix(TAG_PREFIX) {
        Some("binary") => base64::decode(scalar.value.as_bytes())
            .map(Resolved::Decoded)
            .map_err(|_| Error::InvalidBinary { position }),
        Some(wanted @ ("bool" | "int" | "float" | "null" | "timestamp")) => {
            let found = resolve_text(&scalar.value, wanted == "timestamp");
            agree(found, wanted).map_err(|found| Error::CannotDecode {
                found,
                text: scalar.value.clone(),
                wanted: format!("!!{wanted}"),
                position,
            })
        }
        _ => Ok(Resolved::Text),
    }
}

/// Whether the scalar is a string, by its text, style and tag.
pub(crate) fn is_text(scalar: &Scalar) -> bool {
    match scalar.tag.as_deref() {
        None if scalar.style != Style::Plain => true,
        None => matches!(resolve_plain(&scalar.value), Resolved::Text | Resolved::Timestamp),
        Some(tag) => !matches!(tag.strip_prefix(TAG_PREFIX), Some("bool" | "int" | "float" | "null" | "binary")),
    }
}

/// Whether a scalar is the merge key `<<`.
pub(crate) fn is_merge(value: &str, style: Style, tag: Option<&str>) -> bool {
    value == "<<"
        && match tag {
            None => style == Style::Plain,
            Some(tag) => tag == "!" || tag.strip_prefix(TAG_PREFIX) == Some("merge"),
        }
}

/// The value under an explicit tag, or the tag that it has instead.
fn agree(found: Resolved, wanted: &str) -> Result<Resolved, &'static str> {
    let short_tag = found.short_tag();
    match found {
        Resolved::Int(number) if wanted == "float" => Ok(Resolved::Float(number as f64)),
        found if short_tag.strip_prefix("!!") == Some(wanted) => Ok(found),
        _ => Err(short_tag),
    }
}

fn resolve_text(text: &str, timestamps: bool) -> Resolved {
    let Some(first) = text.bytes().next() else {
        return Resolved::Null;
    };
    let resolved = match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'.' => special_float(text).or_else(|| number::parse_grouped_float(text).map(Resolved::Float)),
        b'+' | b'-' | b'0'..=b'9' => special_float(text)
            .or_else(|| (timestamps && timestamp::is_timestamp(text)).then_some(Resolved::Timestamp))
            .or_else(|| numeric(text)),
        _ => None,
    };
    resolved.unwrap_or(Resolved::Text)
}

fn word(text: &str) -> Option<Resolved> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(Resolved::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(Resolved::Bool(false))
        }
        "~" | "null" | "Null" | "NULL" => Some(Resolved::Null),
        _ => None,
    }
}

fn special_float(text: &str) -> Option<Resolved> {
    let number = match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    };
    Some(Resolved::Float(number))
}

fn numeric(text: &str) -> Option<Resolved> {
    let plain = if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) };
    number::parse_int(&plain)
        .map(Resolved::Int)
        .or_else(|| number::parse_uint(&plain).map(Resolved::Uint))
        .or_else(|| number::parse_float(&plain).map(Resolved::Float))
        .or_else(|| signed_binary(&plain))
}

/// `0b-1`: go-yaml looks for `0b` itself after Go's own parser has refused the text.
fn signed_binary(plain: &str) -> Option<Resolved> {
    let digits = plain.strip_prefix("0b")?;
    number::parse_int_in(digits, 2).map(Resolved::Int)
}
